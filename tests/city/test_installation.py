"""The inside of an installation for several bureaus: each on its own, one's fault is one's own."""

from __future__ import annotations

import json
import shutil
import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from bundles.sites import SITES_NAME
from gongkai.bureau_settings import at_bureau
from gongkai.bureaus import read_bureaus
from gongkai.recovery.contents import sources
from gongkai.settings import SettingsInvalid, load_installation, load_settings
from portal.hosts import create_hosts
from tests.city.city_kit import CIVIL, LABOUR, City, Member
from tests.city.conftest import PublicCity

OTHER = {LABOUR: CIVIL, CIVIL: LABOUR}
BOTH = [pytest.param(member, id=member.name) for member in (LABOUR, CIVIL)]
PARKS = Member("parks", "示例区园林局", "梧桐养护")


@pytest.fixture
def city(tmp_path: Path, quiet_city: City) -> City:
    """A copy that a test may spoil."""
    folder = tmp_path / "city"
    shutil.copytree(quiet_city.folder, folder, ignore=shutil.ignore_patterns("models", "bundles", "index"))
    (folder / "models").symlink_to(quiet_city.folder / "models")
    copied = City(folder, quiet_city.ports)
    for member in copied.members:  # the copy's records know of nothing that the other tests do
        for path in copied.settings(member).home.glob("records.db*"):
            path.unlink()
    assert copied.command("prepare").returncode == 0
    return copied


def sites(city: City) -> list[str]:
    listed = json.loads((city.folder / "public" / "bundles" / SITES_NAME).read_bytes())
    return [site["bureau"] for site in listed["site"]]


class TestEachOnItsOwn:
    @pytest.mark.parametrize("member", BOTH)
    def test_verify_counts_and_names_the_bureau(self, public_city: PublicCity, member: Member) -> None:
        done = public_city.city.command("--bureau", member.name, "verify", "--json")
        assert done.returncode == 0, done.stdout
        assert done.stderr.splitlines()[0] == f"机关：{member.name}"
        assert json.loads(done.stdout)["documents"] == 1

    def test_the_audit_chains_are_two(self, public_city: PublicCity) -> None:
        heads: list[Any] = [
            json.loads(public_city.city.command("--bureau", member.name, "verify", "--json").stdout)["audit_head"]
            for member in (LABOUR, CIVIL)
        ]
        assert heads[0]["hash"] != heads[1]["hash"]

    @pytest.mark.parametrize("member", BOTH)
    def test_report_reminders_and_search_know_the_bureaus_own_alone(
        self, public_city: PublicCity, member: Member
    ) -> None:
        for command in (
            ("report", "monthly", "--month", time.strftime("%Y-%m"), "--json"),
            ("remind", "--preview", "--json"),
            ("search", member.subject, "--json"),
            ("audit",),
        ):
            done = public_city.city.command("--bureau", member.name, *command)
            assert done.returncode == 0, done.stderr
            assert public_city.documents[OTHER[member]] not in done.stdout
            assert OTHER[member].subject not in done.stdout
        assert public_city.documents[member] in done.stdout

    @pytest.mark.parametrize("member", BOTH)
    def test_a_backup_holds_the_bureaus_own_alone(self, public_city: PublicCity, member: Member) -> None:
        held = list(sources(public_city.city.settings(member)))
        public = {source.place.split("/")[0] for source in held if source.part == "public"}
        assert public == {member.name}
        texts = b"".join(source.path.read_bytes() for source in held)
        assert member.title.encode() in texts
        assert OTHER[member].title.encode() not in texts

    def test_metrics_say_whose_each_number_is(self, public_city: PublicCity) -> None:
        text = public_city.city.command("metrics").stdout
        samples = [line for line in text.splitlines() if not line.startswith("#")]
        assert samples
        for line in samples:
            assert 'bureau="hrss"' in line or 'bureau="civil"' in line, line
        assert text.count("# TYPE gongkai_documents ") == 1
        alone = public_city.city.command("--bureau", "hrss", "metrics").stdout
        assert "bureau=" not in alone

    def test_reconcile_leaves_the_other_ones_bundles_alone(self, public_city: PublicCity) -> None:
        for member in (LABOUR, CIVIL):
            done = public_city.city.command("--bureau", member.name, "reconcile", "--dry-run", "--json")
            codes = {finding["code"] for finding in json.loads(done.stdout)["findings"]}
            assert codes <= {"not_delivered", "airflow_unavailable"}  # there is no Airflow here

    def test_the_keys_are_not_the_same(self, public_city: PublicCity) -> None:
        own = [public_city.city.settings(member).secrets for member in (LABOUR, CIVIL)]
        for name in ("audit-hmac", "requests-key", "dropbox-private-key"):
            one, other = ((folder / name).read_text(encoding="ascii") for folder in own)
            assert one != other, name


class TestOnesFault:
    def test_a_broken_directory_stops_its_bureau_alone_and_is_named_in_one_line(self, city: City) -> None:
        (city.settings(CIVIL).home / "bureau.toml").write_text("[bureau", encoding="utf-8")
        done = city.command("prepare")
        assert done.returncode == 69
        assert len([line for line in done.stderr.splitlines() if "civil" in line]) == 1
        assert "civil 停用：" in done.stderr
        assert "不是有效的 TOML" in done.stderr
        assert city.command("--bureau", "civil", "verify").returncode == 69
        assert city.command("--bureau", "hrss", "verify").returncode == 0
        assert sites(city) == ["civil", "hrss"]  # what is public stays, as where there is one bureau

    def test_a_missing_key_stops_its_bureau_alone(self, city: City) -> None:
        (city.settings(CIVIL).home / "seal-public.key").unlink()
        done = city.command("prepare")
        assert "civil 停用：缺少保密员的封存公钥" in done.stderr
        assert city.command("--bureau", "hrss", "verify").returncode == 0

    def test_a_damaged_chain_is_that_bureaus_chain(self, city: City) -> None:
        city.publish(LABOUR)
        city.publish(CIVIL)
        with sqlite3.connect(city.settings(CIVIL).home / "records.db") as database:
            for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                database.execute(f'DROP TRIGGER "{trigger}"')
            database.execute("UPDATE audit_entries SET actor = 'somebody' WHERE sequence = 1")
        done = city.command("--all-bureaus", "verify")
        assert done.returncode == 70
        civil, hrss = done.stdout.split("审计链末端")[1:]
        assert "问题 0 处" not in civil
        assert "问题 0 处" in hrss

    def test_a_directory_of_another_bureau_is_refused(self, city: City) -> None:
        (city.settings(CIVIL).home / "bureau.toml").write_text(LABOUR.directory(), encoding="utf-8")
        (stopped,) = read_bureaus(city.variables).stopped
        assert stopped.name == "civil"
        assert "须与文件夹名相同" in stopped.reason

    def test_an_account_or_a_host_of_two_bureaus_is_neithers(self, city: City) -> None:
        directory = CIVIL.directory().replace("civil.head", "hrss.head").replace(CIVIL.host, LABOUR.host)
        (city.settings(CIVIL).home / "bureau.toml").write_text(directory, encoding="utf-8")
        bureaus = read_bureaus(city.variables)
        assert "hrss.head" not in bureaus.by_account()
        assert bureaus.by_account()["hrss.officer"].bureau.id == "hrss"
        for member in (LABOUR, CIVIL):
            assert [fault for fault in bureaus.faults(member.name) if "hrss.head" in fault]
        city.command("prepare")
        assert sites(city) == []
        assert "不是本机关独有的" in city.command("--bureau", "hrss", "doctor").stdout

    def test_airflows_own_accounts_are_no_bureaus(self, city: City) -> None:
        directory = CIVIL.directory().replace("civil.operator", "operator")
        (city.settings(CIVIL).home / "bureau.toml").write_text(directory, encoding="utf-8")
        assert "operator" not in read_bureaus(city.variables).by_account()


class TestComingAndGoing:
    def test_a_bureau_is_added_and_removed_without_a_new_start(self, city: City) -> None:
        portal = TestClient(
            create_hosts(city.folder / "public" / "bundles" / SITES_NAME, lambda site: _Says(site.name))
        )
        assert portal.get(f"http://{PARKS.host}/").status_code == 421
        city.add(PARKS)
        assert city.command("prepare").returncode == 0
        assert portal.get(f"http://{PARKS.host}/").text == PARKS.title
        assert city.command("--bureau", "parks", "verify").returncode == 0

        aside = city.remove(PARKS)
        assert city.command("prepare").returncode == 0
        assert portal.get(f"http://{PARKS.host}/").status_code == 421
        assert city.command("--bureau", "parks", "verify").returncode == 69
        assert (aside / "records.db").is_file()  # nothing is deleted


class TestSettings:
    def test_a_command_without_a_bureau_is_refused_and_names_them(self, city: City) -> None:
        done = city.command("verify")
        assert done.returncode == 69
        assert "请用 --bureau 指明是哪一个" in done.stderr
        assert "civil、hrss" in done.stderr

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("GONGKAI_RECORDS_URL", "sqlite:////srv/records.db"),
            ("GONGKAI_SEARCH_URL", "https://search.example/gongkai"),
            ("GONGKAI_INBOX", "/srv/inbox"),
            ("GONGKAI_BACKUP_FOLDER", "/srv/backups"),
            ("GONGKAI_REMINDERS_FOLDER", "/srv/reminders"),
            ("GONGKAI_COLUMNS_FILE", "/srv/columns.toml"),
        ],
    )
    def test_what_two_bureaus_would_share_is_refused(self, city: City, name: str, value: str) -> None:
        chosen = {**city.variables, "GONGKAI_BUREAU": "hrss"}
        with pytest.raises(SettingsInvalid, match=f"{name} 中须有 {{bureau}}"):
            load_settings({**chosen, name: value})
        assert load_settings({**chosen, name: f"{value}-{{bureau}}"}).bureau == "hrss"

    def test_a_group_robot_is_a_bureaus_own(self, city: City) -> None:
        robot = "GONGKAI_WEBHOOK_URL=https://robot.example/hook\nGONGKAI_WEBHOOK_KIND=wecom\n"
        (city.settings(LABOUR).home / "settings.env").write_text(f"# 群机器人\n\n{robot}", encoding="utf-8")
        assert city.settings(LABOUR).webhook is not None
        assert city.settings(CIVIL).webhook is None
        with pytest.raises(SettingsInvalid, match="只能写在各机关自己的"):
            load_settings({**city.variables, "GONGKAI_BUREAU": "hrss", "GONGKAI_WEBHOOK_URL": "https://x.example"})

    def test_a_bureau_cannot_say_what_is_the_installations(self, city: City) -> None:
        (city.settings(LABOUR).home / "settings.env").write_text("GONGKAI_HOME=/srv\n", encoding="utf-8")
        with pytest.raises(SettingsInvalid, match=r"settings\.env 第 1 行不是机关自己的设置"):
            city.settings(LABOUR)

    def test_a_task_works_at_its_bureau_and_nowhere_after_it(self, city: City) -> None:
        with at_bureau("civil"):
            assert load_settings(city.variables).bureau == "civil"
        with pytest.raises(SettingsInvalid):
            load_settings(city.variables)

    def test_with_one_bureau_nothing_is_different(self, tmp_path: Path) -> None:
        variables = {"GONGKAI_HOME": str(tmp_path), "GONGKAI_BUREAU": "hrss"}
        settings = load_settings(variables)
        assert settings == load_installation(variables)
        assert (settings.home, settings.shared, settings.bureau) == (tmp_path, tmp_path, None)
        assert settings.dropbox == tmp_path / "public" / "dropbox"


class _Says:
    """A site that says its name and no more."""

    def __init__(self, name: str) -> None:
        self._name = name

    async def __call__(self, _scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": self._name.encode()})
