from __future__ import annotations

from pathlib import Path

import pytest

from gongkai.settings import ROOT, SettingsInvalid, load_settings
from tests.gongkai.home import run_gongkai


def test_without_any_variable_everything_lies_below_var_of_the_checkout() -> None:
    settings = load_settings({})
    assert settings.home == ROOT / "var"
    assert settings.inbox_url == str(ROOT / "var" / "inbox")
    assert settings.records_url == f"sqlite:///{ROOT / 'var' / 'records.db'}"


def test_what_is_not_named_lies_below_the_home(tmp_path: Path) -> None:
    settings = load_settings({"GONGKAI_HOME": str(tmp_path)})
    assert settings.search_url == f"tantivy://{tmp_path}/public/index"
    assert settings.bureau_file == tmp_path / "bureau.toml"
    for folder in (settings.originals, settings.bundles, settings.sealed, settings.models, settings.secrets):
        assert folder.is_relative_to(tmp_path)


def test_an_empty_variable_counts_as_not_set(tmp_path: Path) -> None:
    settings = load_settings({"GONGKAI_HOME": str(tmp_path), "GONGKAI_INBOX": "", "GONGKAI_PORTAL_PORT": ""})
    assert settings.inbox_url == str(tmp_path / "inbox")
    assert settings.portal_port == 8081


def test_a_relative_home_means_the_folder_where_the_program_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_settings({"GONGKAI_HOME": "data"}).home == tmp_path / "data"


def test_people_reach_airflow_where_our_processes_do_unless_told_otherwise() -> None:
    assert load_settings({"GONGKAI_AIRFLOW_PORT": "9000"}).staff_url == "http://127.0.0.1:9000"
    proxied = load_settings(
        {"GONGKAI_AIRFLOW_URL": "http://inside:8080/", "GONGKAI_STAFF_URL": "https://desk.example/"}
    )
    assert (proxied.airflow_url, proxied.staff_url) == ("http://inside:8080", "https://desk.example")


def test_all_faults_are_told_at_once() -> None:
    wrong = {
        "GONGKAI_AIRFLOW_PORT": "http",
        "GONGKAI_PORTAL_PORT": "70000",
        "GONGKAI_SETTLE_S": "soon",
        "GONGKAI_RECORDS_URL": "mysql://records",
        "GONGKAI_SEARCH_URL": "solr://index",
    }
    with pytest.raises(SettingsInvalid) as refusal:
        load_settings(wrong)
    assert len(refusal.value.faults) == len(wrong)
    for variable in wrong:
        assert any(fault.startswith(variable) for fault in refusal.value.faults)


@pytest.mark.parametrize("seconds", ["-1", "3600", "nan", "inf"])
def test_a_settling_time_that_is_none_is_refused(seconds: str) -> None:
    with pytest.raises(SettingsInvalid, match="GONGKAI_SETTLE_S"):
        load_settings({"GONGKAI_SETTLE_S": seconds})


def test_airflow_and_the_portal_need_ports_of_their_own() -> None:
    with pytest.raises(SettingsInvalid, match="不能相同"):
        load_settings({"GONGKAI_AIRFLOW_PORT": "8081"})


def test_the_command_line_tells_wrong_settings_in_one_line_and_leaves_with_69(tmp_path: Path) -> None:
    variables = {"GONGKAI_HOME": str(tmp_path), "GONGKAI_AIRFLOW_PORT": "0", "GONGKAI_SETTLE_S": "x"}
    done = run_gongkai(variables, "status")
    assert done.returncode == 69
    assert len(done.stderr.splitlines()) == 1
    assert "GONGKAI_AIRFLOW_PORT" in done.stderr
    assert "GONGKAI_SETTLE_S" in done.stderr
    assert list(tmp_path.iterdir()) == []
