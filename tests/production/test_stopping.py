"""The last thing that is done to the stack: it is stopped, and started again."""

from __future__ import annotations

import psutil
import pytest

from tests.production.house import House
from tests.production.manual import type_in

pytestmark = [pytest.mark.long, pytest.mark.timeout(3600)]


def test_down_leaves_no_process_and_no_network_and_up_brings_everything_back(
    house: House, pages: dict[str, list[str]]
) -> None:
    families = [
        child for process in house.processes().values() for child in [process, *process.children(recursive=True)]
    ]
    down, up = pages["停止和再启动"]
    type_in(down, house.folder)
    assert [process for process in families if process.is_running() and process.status() != psutil.STATUS_ZOMBIE] == []
    assert "gk-" not in type_in("ip -brief link", house.folder)
    type_in(up, house.folder)
    house.inside("worker", "python", "-m", "gongkai", "verify")
