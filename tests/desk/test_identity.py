"""Who the desk takes somebody for: by login name, whatever number the login manager gave out."""

from __future__ import annotations

from airflow.api_fastapi.auth.managers.simple.user import SimpleAuthManagerUser
from review_desk.login import airflow_user_id


class FabUser(SimpleAuthManagerUser):
    """As FAB has them: the id is the number of a row (run for real by tests/production)."""

    def get_id(self) -> str:
        return "7"


def test_a_person_is_known_by_the_login_name() -> None:
    assert airflow_user_id(FabUser(username="insurance-head", role="user")) == "insurance-head"
