"""What nobody else on this machine may read: the folders and the database of the inside."""

from __future__ import annotations

import contextlib
from pathlib import Path

from sqlalchemy.engine import make_url

from gongkai.settings import Settings


def private_folders(settings: Settings) -> tuple[Path, ...]:
    """Everything below home but what the public side reads, what people put there, and the inbox.

    Who else may deliver into the inbox is the bureau's affair.
    """
    return (
        settings.originals,
        settings.sealed,
        settings.secrets,
        settings.reports,
        settings.checks,
        settings.airflow_home,
        settings.logs,
        settings.run,
    )


def keep_private(settings: Settings) -> None:
    """Make these folders for the owner alone (0700), and the database if it is a file (0600); again changes nothing.

    Folders of another owner, as volumes may be, are left as they are.
    """
    for folder in private_folders(settings):
        folder.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(PermissionError):
            folder.chmod(0o700)
    url = make_url(settings.records_url)
    if url.get_backend_name() == "sqlite" and url.database:
        # SQLite gives its log the same mode.
        Path(url.database).touch(mode=0o600)
        Path(url.database).chmod(0o600)
