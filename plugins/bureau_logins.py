"""Airflow's simple login for an installation that serves several bureaus."""

from __future__ import annotations

from airflow.api_fastapi.auth.managers.simple.simple_auth_manager import SimpleAuthManager
from airflow.api_fastapi.auth.managers.simple.user import SimpleAuthManagerUser
from bureau_access import OwnBureauOnly


class BureauSimpleAuthManager(OwnBureauOnly, SimpleAuthManager):
    """SimpleAuthManager, but everybody sees their own bureau's DAGs alone."""

    def runs_airflow(self, user: SimpleAuthManagerUser) -> bool:
        return (user.role or "").lower() in {"admin", "op"}
