"""Who sees which bureau's DAGs in Airflow: its own people, and those who run Airflow."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

from gongkai.bureau_names import bureau_of_dag


class OwnBureauOnly(ABC):
    """For an auth manager: what Airflow's role allows, and of that what is of the user's bureau.

    An account that no single bureau has sees no bureau's DAGs, unless its role is to run Airflow. Where the
    installation has one bureau, nothing changes.
    """

    @abstractmethod
    def runs_airflow(self, user: Any) -> bool:
        """Whether this user's role is to run Airflow itself."""

    def is_authorized_dag(self, *, method: Any, user: Any, access_entity: Any = None, details: Any = None) -> bool:
        allowed = super().is_authorized_dag(  # type: ignore[misc]
            method=method, user=user, access_entity=access_entity, details=details
        )
        return bool(allowed) and (details is None or details.id is None or self._is_own(details.id, user))

    def get_authorized_dag_ids(self, *, user: Any, **how: Any) -> set[str]:
        found: set[str] = super().get_authorized_dag_ids(user=user, **how)  # type: ignore[misc]
        return {dag_id for dag_id in found if self._is_own(dag_id, user)}

    def _is_own(self, dag_id: str, user: Any) -> bool:
        folder = os.environ.get("GONGKAI_BUREAUS")
        if not folder or self.runs_airflow(user):
            return True
        from review_desk.accounts import accounts_in

        served = accounts_in(Path(folder)).get(user.get_name())
        return served is not None and served.bureau.id == bureau_of_dag(dag_id)
