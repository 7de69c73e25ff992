"""`gongkai doctor` names what is wrong with an installation, and what to do; nothing keeps it from looking on."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from gongkai.doctor.examination import CHECKS, examine, exit_code
from gongkai.doctor.verdict import Grade, Verdict
from records.store.engine import create_engine
from records.store.migrate import downgrade
from tests.gongkai.home import Home
from tests.gongkai.published_home import PublishedHome


def faults(home: Home) -> dict[str, str]:
    """What does not work, by check, with what to do."""
    found = [each for each in examine(home.settings) if each.grade is Grade.FAULT]
    return {each.check: f"{each.message}{each.advice}" for each in found}


def test_a_sound_home_has_no_fault_but_that_airflow_is_not_there(home: Home) -> None:
    verdicts = list(examine(home.settings))
    assert {each.check for each in verdicts} == {name for name, _ in CHECKS}
    assert {each.check for each in verdicts if each.grade is Grade.FAULT} == {"Airflow"}
    assert all(each.message and each.advice for each in verdicts if each.grade is not Grade.OK)


def lose_the_directory(home: Home) -> None:
    home.settings.bureau_file.unlink()


def write_nonsense_into_the_words(home: Home) -> None:
    home.settings.screening_words.write_bytes(b"\xff\xfe")


def lose_the_seal_key(home: Home) -> None:
    (home.folder / "seal-public.key").unlink()


def open_a_secret_to_all(home: Home) -> None:
    (home.settings.secrets / "audit-hmac").chmod(0o644)


def lose_a_folder(home: Home) -> None:
    shutil.rmtree(home.settings.dropbox)


def go_back_to_an_older_schema(home: Home) -> None:
    downgrade(home.settings.records_url, "0006")


def make_the_records_newer(home: Home) -> None:
    _sql(home, "UPDATE alembic_version SET version_num = '9999'")


def write_an_entry_of_the_future(home: Home) -> None:
    columns = "bureau, sequence, at, actor, role, action, subject_id, details, previous_hash, hash"
    values = "'shili-hrss', 1, '2099-01-01 00:00:00.000000', 'a', 'a', 'a', 'a', '{}', '0', '0'"
    _sql(home, f"INSERT INTO audit_entries ({columns}) VALUES ({values})")


def make_the_index_older(home: Home) -> None:
    pointer = home.folder / "public" / "index" / "current"
    pointer.write_text(f"s1-{pointer.read_text(encoding='utf-8').partition('-')[2]}", encoding="utf-8")


def lose_the_models(home: Home) -> None:
    home.settings.models.unlink()


def exchange_the_key_of_the_drop_box(home: Home) -> None:
    (home.settings.bundles / "shili-hrss" / "dropbox.key").write_text("00" * 32, encoding="ascii")


def _sql(home: Home, statement: str) -> None:
    engine = create_engine(home.settings.records_url)
    with engine.begin() as connection:
        connection.execute(sa.text(statement))
    engine.dispose()


@pytest.mark.parametrize(
    ("spoil", "check", "says"),
    [
        (lose_the_directory, "通讯录", "bureau.toml"),
        (write_nonsense_into_the_words, "词表和栏目", "词表"),
        (lose_the_seal_key, "密钥", "gongkai seal-key"),
        (open_a_secret_to_all, "密钥", "chmod go="),
        (lose_a_folder, "文件夹", "gongkai up"),
        (go_back_to_an_older_schema, "记录库", "0006"),
        (make_the_records_newer, "记录库", "换回更新的程序"),
        (write_an_entry_of_the_future, "系统时间", "校准"),
        (make_the_index_older, "检索索引", "gongkai reindex"),
        (lose_the_models, "读取和文字识别", "文字识别模型"),
        (exchange_the_key_of_the_drop_box, "网上提交", "不是一对"),
    ],
)
def test_what_is_wrong_is_named_with_what_to_do(
    home: Home, spoil: Callable[[Home], None], check: str, says: str
) -> None:
    spoil(home)
    assert says in faults(home)[check]


def test_a_database_that_does_not_answer_is_told_without_its_address(home: Home) -> None:
    away = replace(home, records_url="postgresql+psycopg://someone:geheim@127.0.0.1:1/records")
    told = faults(away)["记录库"]
    assert "没有应答" in told
    assert "geheim" not in told


def test_it_looks_and_changes_nothing(published: PublishedHome) -> None:
    def state(folder: Path) -> set[tuple[str, int]]:
        return {(str(path), path.stat().st_size) for path in folder.rglob("*") if path.is_file()}

    before = state(published.home.folder)
    list(examine(published.home.settings))
    assert state(published.home.folder) == before


def test_the_command_prints_a_line_for_each_and_fails_only_for_faults(home: Home) -> None:
    done = home.command("doctor")
    assert done.returncode == 69
    assert "正常  通讯录" in done.stdout
    assert "有误  Airflow：" in done.stdout
    report = json.loads(home.command("doctor", "--json").stdout)
    assert {"check", "grade", "message", "advice"} == set(report[0])
    assert exit_code([Verdict("备份", Grade.WARNING)]) == 0
