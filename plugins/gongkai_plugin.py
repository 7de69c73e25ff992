"""Register the review desk with Airflow: an app under /desk, an entry in the navigation, one among the admin's.

Every Airflow process imports this file, so it imports nothing that is heavy; the app itself is built when the API
server, and only it, asks for `fastapi_apps`.
"""

from functools import cached_property
from typing import Any, ClassVar

import task_parent
from airflow.plugins_manager import AirflowPlugin


class GongkaiPlugin(AirflowPlugin):
    name = "gongkai"
    listeners: ClassVar[list[Any]] = [task_parent]
    external_views: ClassVar[list[Any]] = [
        {
            "name": "审查台",
            "href": "/desk/",
            "destination": "nav",
            "url_route": "review_desk",
            "nav_top_level": True,
            "icon": "/desk/static/icon.svg",
        },
        {
            "name": "运维",
            "href": "/desk/operations",
            "destination": "nav",
            "category": "admin",
            "url_route": "operations",
        },
    ]

    @cached_property
    def fastapi_apps(self) -> list[Any]:  # type: ignore[override]
        """The app of the review desk; read by Airflow's API server alone."""
        from review_desk.app import create_app

        return [{"app": create_app(), "url_prefix": "/desk", "name": "review_desk"}]

    @cached_property
    def fastapi_root_middlewares(self) -> list[Any]:  # type: ignore[override]
        """What stands before every request of Airflow's API server."""
        from one_writer import OneWriter, is_needed

        return [{"middleware": OneWriter, "name": "one_writer"}] if is_needed() else []
