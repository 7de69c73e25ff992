"""FAB's login, where review steps name people by their login names, as bureau.toml does, and failures are limited.

FAB's id of a user is a number that its database gave out. Airflow asks for the id when somebody answers a review step
(`assigned_users`, Airflow 3.3); the number of a person is known nowhere else, and changes with every new database.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from airflow.exceptions import AirflowException
from airflow.providers.fab.auth_manager.fab_auth_manager import FabAuthManager
from bureau_access import OwnBureauOnly

if TYPE_CHECKING:
    from airflow.providers.fab.auth_manager.models import User
    from limited_logins import LimitedSecurityManager


class NamedFabAuthManager(OwnBureauOnly, FabAuthManager):
    """FabAuthManager, but whoever is assigned is assigned by login name, and an account rests after failures.

    Where there are several bureaus, everybody sees their own bureau's DAGs alone.
    """

    @cached_property
    def security_manager(self) -> LimitedSecurityManager:
        """Ours in the place of FAB's own, under the same condition."""
        from limited_logins import LimitedSecurityManager

        if not self.appbuilder:
            raise AirflowException("AppBuilder is not initialized.")
        return LimitedSecurityManager(self.appbuilder)

    def runs_airflow(self, user: User) -> bool:
        return any(role.name in {"Admin", "Op"} for role in user.roles)

    def is_authorized_hitl_task(self, *, assigned_users: set[str], user: User) -> bool:
        """Return whether this user's login name is among those assigned."""
        return user.get_name() in assigned_users
