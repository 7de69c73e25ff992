"""The daily run as operators have it: an installation, a mail server, a folder, and what is told of a document."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from docx import Document

from gongkai.app import open_app
from gongkai.reminders.daily import RemindersUndelivered, counts_of, remind, require_calendar, require_sent
from gongkai.reminders.printing import print_preview, print_reminded, trust_clock
from gongkai.reminders.standing import standing_duties
from gongkai.settings import Settings, load_settings
from gongkai.status import read_status
from gongkai.webhook_settings import Webhook
from gongkai.workdays import WorkingDaysFileInvalid
from records.domain.document import DocumentId
from records.domain.reminder_ports import ClockBehind
from records.domain.standing import StandingKind
from tests.gongkai.home import Home, document_of
from tests.gongkai.robot_server import robot_server
from tests.gongkai.smtp_server import SmtpServer, smtp_server
from tests.gongkai.test_workdays import YEAR_2027
from tests.records.office_kit import SetClock

TITLE = "关于示例补贴发放有关事项的通知"
#: Whom the example's insurance unit has: its head, and the deputy in charge.
HEAD, DEPUTY = "insurance-head", "deputy-b"


@dataclass(frozen=True)
class Bureau:
    """A document waits for the head of the insurance unit since Monday 2 March 2026; `settings` name both channels."""

    home: Home
    settings: Settings
    document: DocumentId
    clock: SetClock
    mail: SmtpServer
    folder: Path

    def lines(self) -> list[dict[str, object]]:
        """What the gateway would collect."""
        return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(self.folder.iterdir())]


@pytest.fixture
def bureau(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bureau]:
    clock = SetClock()
    clock.move_to(2026, 3, 2)
    monkeypatch.setattr("gongkai.app.SystemClock", lambda: clock)
    directory = home.settings.bureau_file
    text = directory.read_text(encoding="utf-8")
    for person in (HEAD, DEPUTY):
        text = text.replace(
            f'airflow_user = "{person}"', f'airflow_user = "{person}"\nemail = "{person}@bureau.example"'
        )
    directory.write_text(text, encoding="utf-8")
    folder = tmp_path / "gateway"
    folder.mkdir()
    with smtp_server() as server:
        variables = home.variables | {
            "GONGKAI_SMTP_URL": f"smtp://127.0.0.1:{server.port}",
            "GONGKAI_MAIL_FROM": "gongkai@bureau.example",
            "GONGKAI_REMINDERS_FOLDER": str(folder),
        }
        yield Bureau(home, load_settings(variables), _hand_in(home, tmp_path), clock, server, folder)


def _hand_in(home: Home, tmp_path: Path) -> DocumentId:
    paper = Document()
    for line in (TITLE, "各有关单位：", "请示例乙到窗口办理。", "（此件主动公开）"):
        paper.add_paragraph(line)
    paper.save(str(tmp_path / "通知.docx"))
    (home.inbox / "dispatch.csv").write_text(
        "文件名,拟稿科室,拟稿人\n通知.docx,社会保险科,示例经办员丙", encoding="utf-8"
    )
    return document_of(home.ingest(tmp_path / "通知.docx"), "通知.docx")


def test_who_has_a_document_and_who_answers_for_them_are_told_by_mail_and_through_the_gateway(bureau: Bureau) -> None:
    bureau.clock.move_to(2026, 3, 4)
    with open_app(bureau.settings) as app:
        done = remind(app)
    assert counts_of(done) == {
        "working_day": 1,
        "documents": 1,
        "requests": 0,
        "consultations": 0,
        "overdue": 1,
        "undetermined": 0,
        "noted": 2,
        "duties": 0,
        "sent_by_mail": 2,
        "sent_by_folder": 2,
    }
    assert sorted(bureau.mail.receivers) == ["deputy-b@bureau.example", "insurance-head@bureau.example"]
    assert sorted(str(line["account"]) for line in bureau.lines()) == [DEPUTY, HEAD]
    mail = next(mail for mail in bureau.mail.mails if mail["To"].startswith(HEAD))
    said = mail.get_content()
    assert (
        f"- {bureau.document}　科室负责人审查已逾期 1 个工作日（2026-03-03 到期）；本机关公开期限还剩 1 个工作日"
        in said
    )


def test_nothing_of_the_document_and_nobodys_name_leaves_the_system(bureau: Bureau) -> None:
    bureau.clock.move_to(2026, 3, 4)
    with open_app(bureau.settings) as app:
        remind(app)
        people = [person.name for person in app.bureau.people]
    outside = [f"{mail.items()}{mail.get_content()}" for mail in bureau.mail.mails]
    outside += [path.read_text(encoding="utf-8") for path in bureau.folder.iterdir()]
    assert len(outside) == 4
    for text in outside:
        assert str(bureau.document) in text
        for secret in (TITLE, "补贴", "通知.docx", "示例乙", *people):
            assert secret not in text


def test_a_second_run_sends_nothing_and_what_a_broken_channel_left_is_sent_once_it_works(bureau: Bureau) -> None:
    bureau.clock.move_to(2026, 3, 4)
    bureau.folder.rename(bureau.folder.with_name("away"))
    with open_app(bureau.settings) as app:
        first = remind(app)
        with pytest.raises(RemindersUndelivered, match=r"folder 2 份（channel_unavailable）"):
            require_sent(first)
        bureau.folder.mkdir()
        require_sent(remind(app))
    assert (len(bureau.mail.mails), len(bureau.lines())) == (2, 2)


def test_on_a_day_off_nobody_is_reminded(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    bureau.clock.move_to(2026, 3, 7)
    print_reminded(bureau.settings, as_json=False)
    assert capsys.readouterr().out == "今天不是工作日，不催办。\n"
    assert (bureau.mail.mails, bureau.lines()) == ([], [])


def test_the_operator_is_told_the_counts_and_of_what_was_not_sent(
    bureau: Bureau, capsys: pytest.CaptureFixture[str]
) -> None:
    bureau.clock.move_to(2026, 3, 4)
    bureau.mail.refuses = {f"{HEAD}@bureau.example": "550 no such user"}
    with pytest.raises(RemindersUndelivered, match=r"mail 1 份（address_refused）"):
        print_reminded(bureau.settings, as_json=False)
    assert capsys.readouterr().out == (
        "催办公文 1 件、申请 0 件、征求意见 0 件，其中逾期 1 件、期限无法计算 0 件；机关事项 0 项；新记录 2 项，"
        "mail 发出 1 份，folder 发出 2 份。\n"
    )


def test_a_preview_names_the_document_the_term_and_the_people_and_does_nothing(
    bureau: Bureau, capsys: pytest.CaptureFixture[str]
) -> None:
    bureau.clock.move_to(2026, 3, 4)
    print_preview(bureau.settings, as_json=False)
    assert capsys.readouterr().out == (
        f"{bureau.document}  科室负责人审查已逾期 1 个工作日：{HEAD}；并告知 {DEPUTY}\n"
        f"{bureau.document}  本机关公开期限还剩 1 个工作日：{HEAD}\n"
    )
    assert (bureau.mail.mails, bureau.lines()) == ([], [])


def test_programs_get_the_preview_from_the_command_line(bureau: Bureau) -> None:
    done = bureau.home.command("remind", "--preview", "--json")  # on the day of this test, long after
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)
    assert {(row["document"], row["stage"], row["occasion"]) for row in rows} == {
        (bureau.document, stage, "overdue") for stage in ("unit_head", "plan", "statutory")
    }


def test_a_file_of_working_days_that_was_not_used_is_an_alarm(bureau: Bureau) -> None:
    with open_app(bureau.settings) as app:
        require_calendar(app)
    bureau.settings.working_days_file.write_text("year = 2027", encoding="utf-8")
    with open_app(bureau.settings) as app, pytest.raises(WorkingDaysFileInvalid):
        require_calendar(app)


def test_the_office_is_reminded_of_the_annual_report_until_it_is_handed_in(bureau: Bureau) -> None:
    add_2027(bureau)
    bureau.clock.moment = dt.datetime(2027, 1, 29, 1, tzinfo=dt.UTC)  # Friday, the last working day before the 31st
    with robot_server() as robot, open_app(replace(bureau.settings, webhook=Webhook("wecom", robot.url))) as app:
        assert remind(app).duties == 1
        assert remind(app).sent[-1].sent == 0
        (message,) = robot.messages
        assert "2026年政府信息公开工作年度报告：2027-01-31 前提交并公布" in message["text"]["content"]
        told = [line for line in bureau.lines() if line["account"] == "office-head"]
        assert len(told[0]["duties"]) == 1  # type: ignore[arg-type]
        assert [warning for warning in read_status(bureau.settings)["warnings"] if "年度报告" in warning]
        bureau.settings.annual_folder.mkdir()
        handed_in = "year = 2026\nhanded_in = 2027-01-29\n"
        (bureau.settings.annual_folder / "2026.toml").write_text(handed_in, encoding="utf-8")
        assert standing_duties(app) == ()


def test_three_months_before_its_year_a_missing_arrangement_is_a_duty_and_a_warning(bureau: Bureau) -> None:
    bureau.clock.moment = dt.datetime(2026, 9, 30, 1, tzinfo=dt.UTC)
    with open_app(bureau.settings) as app:
        assert standing_duties(app) == ()
    bureau.clock.moment = dt.datetime(2026, 12, 25, 1, tzinfo=dt.UTC)
    with open_app(bureau.settings) as app:
        assert [(duty.kind, duty.year) for duty in standing_duties(app)] == [(StandingKind.WORKING_DAYS, 2027)]
    assert [warning for warning in read_status(bureau.settings)["warnings"] if "2027" in warning]
    add_2027(bureau)
    assert read_status(bureau.settings)["warnings"] == []


def test_a_clock_that_jumps_back_is_one_line_until_an_operator_trusts_it(bureau: Bureau) -> None:
    bureau.clock.move_to(2026, 3, 5)
    with open_app(bureau.settings) as app:
        remind(app)
    sent = len(bureau.mail.mails)
    bureau.clock.move_to(2026, 3, 4)
    with open_app(bureau.settings) as app, pytest.raises(ClockBehind):
        remind(app)
    assert len(bureau.mail.mails) == sent
    trust_clock(bureau.settings)
    with open_app(bureau.settings) as app:
        remind(app)
    assert len(bureau.mail.mails) > sent


def add_2027(bureau: Bureau) -> None:
    bureau.settings.working_days_file.write_text(YEAR_2027, encoding="utf-8")
