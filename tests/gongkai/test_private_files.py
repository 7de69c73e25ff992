"""Who else on the machine could read what: a home through which a document has gone, file by file."""

from __future__ import annotations

import stat
from pathlib import Path

from gongkai.running import prepare
from gongkai.stack.airflow_environment import airflow_environment
from tests.gongkai.home import Home, approve_at_all_levels
from tests.gongkai.test_publication import NOTICE, hand_in

#: Public, or put there by people, who know for whom.
NOT_OURS_TO_CLOSE = {"public", "inbox", "models", "bureau.toml", "seal-public.key"}
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def is_closed(path: Path, home: Path) -> bool:
    """Whether the file, or a folder on the way to it, is its owner's alone."""
    way = [path, *(each for each in path.parents if each.is_relative_to(home) and each != home)]
    return any(not mode(each) & OTHERS for each in way)


def test_nothing_of_the_inside_can_be_read_by_anybody_else(home: Home, papers: Path) -> None:
    document_id = hand_in(home, papers, NOTICE)
    with home.open() as app:
        approve_at_all_levels(app, document_id)
        app.publishing.publish_cleared(10)
        app.deliver_outbox()
        # While it is open: SQLite's log is there, too.
        assert still_open(home.folder) == []
    home.command("verify")
    airflow_environment(home.settings, ["head"])
    assert still_open(home.folder) == []


def still_open(home: Path) -> list[Path]:
    """The files of the inside that somebody else could read."""
    files = [path for path in home.rglob("*") if path.is_file()]
    inside = [path for path in files if path.relative_to(home).parts[0] not in NOT_OURS_TO_CLOSE]
    assert {path.relative_to(home).parts[0] for path in inside} >= {"records.db", "originals", "secrets"}
    return [path for path in inside if not is_closed(path, home)]


def test_every_key_and_password_is_its_owner_s_alone(home: Home) -> None:
    airflow_environment(home.settings, ["head"])
    keys = [path for path in home.settings.secrets.rglob("*") if path.is_file()]
    assert len(keys) > 5
    assert {oct(mode(path)) for path in keys} == {"0o600"}


def test_a_home_from_before_is_closed_at_the_next_start(home: Home) -> None:
    home.settings.originals.chmod(0o755)
    (home.folder / "records.db").chmod(0o644)
    prepare(home.settings, progress=lambda _line: None)
    assert mode(home.settings.originals) == 0o700
    assert mode(home.folder / "records.db") == 0o600


def test_what_is_public_can_be_read_by_the_portal_s_own_account(home: Home, papers: Path) -> None:
    document_id = hand_in(home, papers, NOTICE)
    with home.open() as app:
        approve_at_all_levels(app, document_id)
        app.publishing.publish_cleared(10)
        app.deliver_outbox()
    published = [path for path in home.settings.bundles.rglob("*.json") if path.is_file()]
    assert published
    assert all(mode(path) & stat.S_IROTH for path in published if document_id in str(path))
