"""`deploy/make-secrets` makes what the stack asks for; `deploy/entrypoint` hands it to the program."""

from __future__ import annotations

import base64
import os
import re
import stat
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
#: Only people can give these.
FROM_PEOPLE = {"public_tls_certificate", "public_tls_key", "staff_tls_certificate", "staff_tls_key"}


def make_secrets(folder: Path) -> str:
    done = subprocess.run([ROOT / "deploy" / "make-secrets", folder], capture_output=True, text=True, check=True)
    return done.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("stack") / "secrets"
    make_secrets(made)
    return made


def test_every_secret_of_the_stack_is_there_but_what_only_people_can_give(folder: Path) -> None:
    stack = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    made = {path.name for path in folder.iterdir()}
    assert set(stack["secrets"]) - made == FROM_PEOPLE


def test_what_is_missing_is_said(folder: Path) -> None:
    said = make_secrets(folder)
    assert all(name in said for name in FROM_PEOPLE)


def test_a_second_run_changes_nothing(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    make_secrets(folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_only_the_owner_can_enter_the_folder(folder: Path) -> None:
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o444}


def test_two_installations_share_no_secret(folder: Path, tmp_path: Path) -> None:
    make_secrets(tmp_path / "other")
    for path in folder.iterdir():
        if path.name == "smtp_password":  # of an account elsewhere: people put it in, if there is one
            assert path.read_bytes() == b""
            continue
        assert path.read_bytes() != (tmp_path / "other" / path.name).read_bytes(), path.name


def test_addresses_hold_the_password_of_the_database_they_lead_to(folder: Path) -> None:
    password = (folder / "records_database_password").read_text()
    assert (folder / "records_url").read_text() == f"postgresql+psycopg://records:{password}@postgres:5432/records"
    assert (folder / "airflow_database_password").read_text() in (folder / "celery_result_backend").read_text()


def test_the_portal_s_address_of_the_index_holds_the_reader_s_password_alone(folder: Path) -> None:
    address = (folder / "search_read_url").read_text()
    password = (folder / "search_reader_password").read_text()
    assert address == f"http://gongkai-reader:{password}@elasticsearch:9200/gongkai"
    assert (folder / "search_write_url").read_text().startswith("http://gongkai-writer:")


def test_the_fernet_key_is_32_bytes(folder: Path) -> None:
    assert len(base64.urlsafe_b64decode((folder / "airflow_fernet_key").read_text())) == 32


def entrypoint(environment: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ROOT / "deploy" / "entrypoint", *command],
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_entrypoint_reads_a_secret_file_into_its_variable(tmp_path: Path) -> None:
    (tmp_path / "url").write_text("sqlite:///a b.db\n")
    done = entrypoint({"GONGKAI_RECORDS_URL_FILE": str(tmp_path / "url")}, "printenv", "GONGKAI_RECORDS_URL")
    assert done.stdout == "sqlite:///a b.db\n"


def settings_that_name_files() -> set[str]:
    """The variables that the program itself reads as the path of a file."""
    source = (ROOT / "gongkai" / "settings.py").read_text(encoding="utf-8")
    return set(re.findall(r'"(GONGKAI_\w+_FILE)"', source))


def test_the_entrypoint_leaves_files_that_are_no_secrets_to_the_program(tmp_path: Path) -> None:
    (tmp_path / "file.toml").write_text("not to be read here")
    named = settings_that_name_files()
    assert named >= {"GONGKAI_BUREAU_FILE", "GONGKAI_WORKING_DAYS_FILE"}
    for name in named:
        done = entrypoint({name: str(tmp_path / "file.toml")}, "printenv", name)
        assert done.stdout == f"{tmp_path / 'file.toml'}\n", name


def test_an_empty_secret_is_an_empty_value(folder: Path) -> None:
    """A mail server that asks for no account: its settings read that as none."""
    done = entrypoint(
        {"GONGKAI_SMTP_PASSWORD_FILE": str(folder / "smtp_password")}, "printenv", "GONGKAI_SMTP_PASSWORD"
    )
    assert done.stdout == "\n"


def test_the_entrypoint_does_not_start_the_program_without_its_secret(tmp_path: Path) -> None:
    done = entrypoint({"GONGKAI_RECORDS_URL_FILE": str(tmp_path / "missing")}, "echo", "started")
    assert done.returncode != 0
    assert "started" not in done.stdout
