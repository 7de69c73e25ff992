"""FAB's login, where review steps name people by their login names, as bureau.toml does.

FAB's id of a user is a number that its database gave out. Airflow asks for the id when somebody answers a review step
(`assigned_users`, Airflow 3.3); the number of a person is known nowhere else, and changes with every new database.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from airflow.providers.fab.auth_manager.fab_auth_manager import FabAuthManager

if TYPE_CHECKING:
    from airflow.providers.fab.auth_manager.models import User


class NamedFabAuthManager(FabAuthManager):
    """FabAuthManager, but whoever is assigned is assigned by login name."""

    def is_authorized_hitl_task(self, *, assigned_users: set[str], user: User) -> bool:
        """Return whether this user's login name is among those assigned."""
        return user.get_name() in assigned_users
