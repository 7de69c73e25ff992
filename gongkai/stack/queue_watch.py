"""Ends Airflow's scheduler when its tasks wait for a process and none of them runs; the supervisor starts another.

In Airflow 3.3.2 an idle worker of the LocalExecutor that is killed takes the lock of the queue with it: tasks stay
queued for good, and every part says that it is healthy (docs/faults.md). A new scheduler takes the tasks again.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from gongkai.airflow_api import AirflowApi, AirflowUnavailable
from gongkai.clock import SystemClock
from gongkai.settings import load_installation
from gongkai.stack.airflow_environment import SERVICE_ACCOUNT, service_password
from gongkai.stack.launch import part_pids
from records.domain.ports import Clock

log = logging.getLogger("gongkai.stack.queue_watch")

#: A task that could run starts within seconds.
STUCK: Final = dt.timedelta(minutes=5)
LOOK_EVERY_S: Final = 60.0


@dataclass(frozen=True, slots=True)
class QueueWatch:
    """Looks at Airflow's queue through its API; `end_scheduler` kills what has stopped."""

    api: AirflowApi
    end_scheduler: Callable[[], None]
    clock: Clock
    stuck: dt.timedelta = STUCK

    def look(self) -> bool:
        """Whether the scheduler had stopped and was ended. While Airflow does not answer, nothing is known."""
        try:
            waiting = self.api.queued_since()
            if waiting is None or self.clock.now() - waiting < self.stuck or self.api.is_task_running():
                return False
        except AirflowUnavailable:
            return False
        log.warning("Tasks wait since %s and none runs: the scheduler is ended and will be started again", waiting)
        self.end_scheduler()
        return True


def main() -> None:
    """Watch the stack of this home until told to stop."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    settings = load_installation()
    api = AirflowApi(settings.airflow_url, SERVICE_ACCOUNT, service_password(settings))
    watch = QueueWatch(api, lambda: os.killpg(part_pids(settings)["scheduler"], signal.SIGKILL), SystemClock())
    while True:
        ended = watch.look()
        # What waited before the end still says so until the next scheduler has looked at it.
        time.sleep(STUCK.total_seconds() if ended else LOOK_EVERY_S)


if __name__ == "__main__":
    main()
