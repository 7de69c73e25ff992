from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest
from nacl.public import PrivateKey

from gongkai.sealing import SealKeyExists, SealKeyMissing, make_seal_key, require_seal_key, seal_key_file
from gongkai.secrets import keep_secret
from gongkai.settings import ROOT, load_settings
from gongkai.stack.airflow_environment import airflow_environment, portal_environment
from tests.gongkai.home import Home, environment

MAKE = "import sys; from pathlib import Path; from gongkai.secrets import keep_secret; \
sys.stdin.readline(); print(keep_secret(Path(sys.argv[1]), 'key'))"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_secret_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    first = keep_secret(folder, "key")
    assert len(first) >= 32
    assert keep_secret(folder, "key") == first
    assert keep_secret(folder, "other") != first
    assert mode(folder) == 0o700
    assert [mode(path) for path in folder.iterdir()] == [0o600, 0o600]


def test_processes_that_start_at_once_agree_on_one_value(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    started = [
        subprocess.Popen(
            [sys.executable, "-c", MAKE, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment({}),
            cwd=ROOT,
        )
        for _ in range(4)
    ]
    for process in started:  # they have all been started before the first may go on
        assert process.stdin is not None
        process.stdin.write("now\n")
        process.stdin.flush()
    values = {process.communicate()[0] for process in started}
    assert len(values) == 1
    assert [path.name for path in folder.iterdir()] == ["key"]


def test_the_passwords_of_all_accounts_stay_the_same_and_private(home: Home) -> None:
    first = airflow_environment(home.settings, ["clerk-a", "head"])
    assert airflow_environment(home.settings, ["head", "clerk-a"]) == first
    assert mode(home.folder / "secrets" / "airflow-passwords.json") == 0o600
    assert all(mode(path) == 0o600 for path in home.folder.glob("secrets/passwords/*"))


def test_the_portal_is_given_nothing_that_leads_inside(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_RECORDS_URL", "postgresql://records")
    monkeypatch.setenv("AIRFLOW__API__SECRET_KEY", "secret")
    given = portal_environment(home.settings, "shili-hrss", "示例区人力资源和社会保障局")
    assert {name for name in given if name.startswith(("GONGKAI_", "AIRFLOW"))} == {
        "GONGKAI_PORTAL_BUNDLES",
        "GONGKAI_PORTAL_SEARCH_URL",
        "GONGKAI_PORTAL_BUREAU",
        "GONGKAI_PORTAL_BUREAU_NAME",
        "GONGKAI_PORTAL_PUBLIC_URL",
        "GONGKAI_PORTAL_DROPBOX",  # where it puts in, and opens nothing
        "GONGKAI_PORTAL_MEANINGS",  # vectors of what is public, and the model
        "GONGKAI_PORTAL_LOG_FORMAT",
    }


def test_the_private_half_of_the_seal_key_is_told_and_not_kept(tmp_path: Path) -> None:
    settings = load_settings({"GONGKAI_HOME": str(tmp_path)})
    private = make_seal_key(settings)
    assert bytes(PrivateKey(bytes.fromhex(private)).public_key) == require_seal_key(settings)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [seal_key_file(settings)]
    assert private not in seal_key_file(settings).read_text(encoding="ascii")


def test_a_second_seal_key_is_refused_and_the_first_stays(tmp_path: Path) -> None:
    settings = load_settings({"GONGKAI_HOME": str(tmp_path)})
    make_seal_key(settings)
    first = require_seal_key(settings)
    with pytest.raises(SealKeyExists):
        make_seal_key(settings)
    assert require_seal_key(settings) == first


@pytest.mark.parametrize("content", ["", "no key", "ab" * 31, "键"])
def test_what_is_no_seal_key_counts_as_missing(tmp_path: Path, content: str) -> None:
    settings = load_settings({"GONGKAI_HOME": str(tmp_path)})
    seal_key_file(settings).write_text(content, encoding="utf-8")
    with pytest.raises(SealKeyMissing):
        require_seal_key(settings)


def test_without_a_seal_key_nothing_is_taken_in(home: Home, papers: Path) -> None:
    seal_key_file(home.settings).unlink()
    notice = next(papers.glob("01-*"))
    done = home.command("ingest", notice)
    assert done.returncode == 69
    assert len(done.stderr.splitlines()) == 1
    assert "seal-key" in done.stderr
    assert list((home.folder / "originals").rglob("*.*")) == []
