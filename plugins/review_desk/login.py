"""Who is logged in to Airflow, and the key that only its API servers have.

The only file of the desk that knows Airflow. It leans on two internal modules of Airflow 3.3
(`core_api.security`, `configuration`); when an upgrade moves them, this is the file to change.

No `from __future__ import annotations` here: FastAPI must see the real `Annotated` types, otherwise it takes `user`
for a query parameter and every route stands open (measured, see tests/desk/test_access.py).
"""

import hashlib
import hmac
from typing import Annotated

from airflow.api_fastapi.core_api.security import GetUserDep
from airflow.configuration import conf
from fastapi import Depends

#: Keeps the desk's tokens apart from everything else that Airflow signs with the same key.
_PURPOSE = b"gongkai review desk form token v1"


def airflow_user_id(user: GetUserDep) -> str:
    """Return the login name of whoever is logged in; Airflow itself answers 401 when nobody is.

    Not the id: with the FAB auth manager that is a number of its database. bureau.toml names people by their logins.
    """
    return user.get_name()


AirflowUserId = Annotated[str, Depends(airflow_user_id)]


def form_key() -> bytes:
    """Return the key of the form tokens, derived from the secret that all API servers of one Airflow share."""
    secret = conf.get_mandatory_value("api", "secret_key")
    return hmac.digest(secret.encode(), _PURPOSE, hashlib.sha256)
