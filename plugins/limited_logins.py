"""FAB's security manager, where a password cannot be guessed without end: after some failures an account rests.

FAB 5.2 limits the log-in form by address, in one process; what asks for a token is limited by nothing.
It counts each account's failures in the database, and looks at that number nowhere (measured, provider 3.9).
"""

from __future__ import annotations

import datetime as dt
import logging
from typing import TYPE_CHECKING, Any, Final

from airflow.providers.fab.auth_manager.security_manager.override import FabAirflowSecurityManagerOverride

from gongkai.clock import SystemClock

if TYPE_CHECKING:
    from airflow.providers.fab.auth_manager.models import User

log = logging.getLogger(__name__)

#: So many failures in a row, and the account rests so long since the last of them, whatever password comes.
FAILURES: Final = 5
REST: Final = dt.timedelta(minutes=15)


class LimitedSecurityManager(FabAirflowSecurityManagerOverride):
    """FAB's, but an account that rests is refused as if the password were wrong; nobody learns which it was."""

    def auth_user_db(self, username: str, password: str, rotate_session_id: bool = True) -> User | None:
        """The user whose password this is, unless the account rests; a refused attempt makes no rest longer."""
        user = self.find_user(username=username) or self.find_user(email=username)
        if user is not None and _rests(user):
            log.warning("The account of user %s rests after %s failed log-ins", user.id, user.fail_login_count)
            return None
        return super().auth_user_db(username, password, rotate_session_id)

    def update_user_auth_stat(self, user: User, success: bool = True) -> None:
        """Count as FAB does; `changed_on` is the time of the last failure."""
        if not success:
            user.changed_on = _now()
        super().update_user_auth_stat(user, success)


def _rests(user: Any) -> bool:
    last = user.changed_on
    return (user.fail_login_count or 0) >= FAILURES and last is not None and _now() - last < REST


def _now() -> dt.datetime:
    """As the column has it: UTC without a zone."""
    return SystemClock().now().astimezone(dt.UTC).replace(tzinfo=None)
