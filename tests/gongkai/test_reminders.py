"""Reminders out of the system: a real mail server, a real folder, and the words in them."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from gongkai.mail_settings import MailServer
from gongkai.post_office import PostOffice
from gongkai.reminders.channels import channels_of
from gongkai.reminders.folder import FolderChannel
from gongkai.reminders.mail import MailChannel
from gongkai.reminders.wording import NAMED, body, digest_id, summary
from gongkai.settings import SettingsInvalid, load_settings
from gongkai.term_words import stage_name
from records.domain.bureau import Person, StepRole
from records.domain.digests import Digest
from records.domain.document import DocumentId, PersonId
from records.domain.legal_clock import Limit
from records.domain.reminder_ports import AddressRefused, ChannelUnavailable
from records.domain.reminders import Duty, Occasion, Reminder, Stage
from tests.gongkai.smtp_server import SmtpServer, smtp_server
from tests.records.office_kit import SetClock

DAY = dt.date(2026, 3, 4)
DESK = "https://desk.example/desk/"
HEAD = Person(PersonId("deputy"), "示例丙", "user-deputy", email="deputy@bureau.example")


def limit(days_left: int | None, due: dt.date | None = dt.date(2026, 3, 3), *, missing: int | None = None) -> Limit:
    return Limit(due, days_left, days_left is not None and days_left < 0, missing)


def reminder(number: int, stage: Stage, found: Limit, *, is_mine: bool) -> Reminder:
    occasion = Occasion.OVERDUE if found.is_overdue else Occasion.DUE
    doers, informed = ((HEAD.id,), ()) if is_mine else ((PersonId("unit-head"),), (HEAD.id,))
    return Reminder(DocumentId(f"01J{number:023}"), 1, 1, stage, DAY, occasion, found, doers, informed)


DIGEST = Digest(
    "shili-hrss",
    HEAD.id,
    DAY,
    (
        reminder(1, StepRole.DEPUTY, limit(-1), is_mine=True),
        reminder(1, Duty.PLAN, limit(0, DAY), is_mine=True),
        reminder(2, StepRole.UNIT_HEAD, limit(-2), is_mine=False),
    ),
)


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with smtp_server() as running:
        yield running


def mail_channel(port: int, **changes: str) -> MailChannel:
    server = MailServer("smtp", "127.0.0.1", port, "gongkai@bureau.example")
    return MailChannel(PostOffice(replace(server, **changes), SetClock()), DESK)  # type: ignore[arg-type]


def test_a_digest_is_one_mail_with_counts_ids_days_and_the_way_to_the_desk(server: SmtpServer) -> None:
    mail_channel(server.port).send(DIGEST, HEAD)
    (mail,) = server.mails
    assert (mail["From"], mail["To"]) == ("gongkai@bureau.example", "deputy@bureau.example")
    assert mail["Subject"] == "公开审查催办：待您办理 1 件，请您督促 1 件，其中逾期 2 件"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"] == "Mon, 02 Mar 2026 09:00:00 +0800"
    assert mail.get_content().replace("\r\n", "\n") == body(DIGEST, DESK)
    assert server.greetings == ["bureau.example"]


def test_the_words_of_a_mail() -> None:
    assert body(DIGEST, DESK) == (
        "2026-03-04　公开审查催办：待您办理 1 件，请您督促 1 件，其中逾期 2 件。\n"
        "\n"
        "待您办理：\n"
        "- 01J00000000000000000000001　分管领导审查已逾期 1 个工作日（2026-03-03 到期）；本机关公开期限今天到期\n"
        "\n"
        "请您督促：\n"
        "- 01J00000000000000000000002　科室负责人审查已逾期 2 个工作日（2026-03-03 到期）\n"
        "\n"
        "请登录审查台办理：https://desk.example/desk/\n"
        "本通知由系统自动发出，每个工作日最多一次；不含公文标题和内容，请勿回复。\n"
    )


@pytest.mark.parametrize("stage", [*StepRole, *Duty])
def test_every_stage_has_a_name(stage: Stage) -> None:
    assert stage_name(stage)


def test_a_term_that_cannot_be_counted_says_what_is_missing() -> None:
    unknown = reminder(1, Duty.STATUTORY, limit(None, None, missing=2027), is_mine=True)
    assert "法定公开期限无法计算（缺 2027 年放假安排）" in body(replace(DIGEST, reminders=(unknown,)), DESK)


def test_a_long_list_names_the_first_and_counts_the_others() -> None:
    many = tuple(reminder(number, StepRole.DEPUTY, limit(-1), is_mine=True) for number in range(NAMED + 3))
    text = body(replace(DIGEST, reminders=many), DESK)
    assert text.count("- 01J") == NAMED
    assert "另有 3 件" in text


def test_a_repetition_can_be_told_by_its_id_and_other_digests_have_other_ids(server: SmtpServer) -> None:
    channel = mail_channel(server.port)
    channel.send(DIGEST, HEAD)
    channel.send(DIGEST, HEAD)
    first, second = (mail["Message-ID"] for mail in server.mails)
    assert first == second
    assert re.fullmatch(r"<2026-03-04-[0-9a-f]{32}@bureau\.example>", first)
    others = {digest_id(replace(DIGEST, person=PersonId("x"))), digest_id(replace(DIGEST, day=dt.date(2026, 3, 5)))}
    assert len(others | {digest_id(DIGEST)}) == 3


def test_an_address_that_is_refused_for_good_is_told_from_a_server_that_is_busy(server: SmtpServer) -> None:
    channel = mail_channel(server.port)
    server.refuses = {"deputy@bureau.example": "550 no such user"}
    with pytest.raises(AddressRefused) as refused:
        channel.send(DIGEST, HEAD)
    assert "deputy@bureau.example" not in str(refused.value)
    server.refuses = {"deputy@bureau.example": "450 try again later"}
    with pytest.raises(ChannelUnavailable):
        channel.send(DIGEST, HEAD)
    assert server.mails == []


def test_a_server_that_is_not_there_is_unavailable() -> None:
    with smtp_server() as gone:
        port = gone.port
    with pytest.raises(ChannelUnavailable, match="ConnectionRefusedError"):
        mail_channel(port).send(DIGEST, HEAD)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate of its own for localhost, made by the system's openssl."""
    path = tmp_path_factory.mktemp("tls") / "mail.pem"
    openssl = shutil.which("openssl")
    assert openssl
    program = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost"
    names = ["-addext", "subjectAltName=DNS:localhost"]
    out = ["-keyout", str(path), "-out", str(path.with_suffix(".crt"))]
    subprocess.run([openssl, *program.split(), *names, *out], check=True, capture_output=True)
    return path


@pytest.fixture
def guarded(certificate: Path) -> Iterator[SmtpServer]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.with_suffix(".crt"), certificate)
    with smtp_server(context) as running:
        yield running


LOGIN = {"scheme": "smtp+starttls", "host": "localhost", "user": "gongkai", "password": "open sesame"}


def test_a_server_that_asks_for_it_is_logged_in_to_over_tls(
    guarded: SmtpServer, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.with_suffix(".crt")))
    mail_channel(guarded.port, **LOGIN).send(DIGEST, HEAD)
    assert guarded.logins == ["gongkai open sesame"]
    assert guarded.receivers == ["deputy@bureau.example"]


def test_a_server_with_a_certificate_that_nobody_vouches_for_gets_neither_password_nor_mail(
    guarded: SmtpServer,
) -> None:
    with pytest.raises(ChannelUnavailable, match="SSLCertVerificationError"):
        mail_channel(guarded.port, **LOGIN).send(DIGEST, HEAD)
    assert (guarded.logins, guarded.mails) == ([], [])


def test_a_server_that_offers_no_tls_gets_no_password(server: SmtpServer) -> None:
    with pytest.raises(ChannelUnavailable, match="SMTPNotSupportedError"):
        mail_channel(server.port, **LOGIN).send(DIGEST, HEAD)
    assert (server.logins, server.mails) == ([], [])


def test_who_has_no_address_is_not_reached_by_mail_and_is_by_the_folder(tmp_path: Path) -> None:
    without = replace(HEAD, email=None)
    assert not mail_channel(25).reaches(without)
    assert FolderChannel(tmp_path, DESK).reaches(without)


def test_a_gateway_finds_one_line_of_json_a_person_and_day(tmp_path: Path) -> None:
    channel = FolderChannel(tmp_path, DESK)
    channel.send(DIGEST, HEAD)
    channel.send(DIGEST, HEAD)
    (file,) = tmp_path.iterdir()
    assert file.name == f"{digest_id(DIGEST)}.jsonl"
    (line,) = file.read_text(encoding="utf-8").splitlines()
    told = json.loads(line)
    documents = told.pop("documents")
    assert told == {
        "id": digest_id(DIGEST),
        "bureau": "shili-hrss",
        "day": "2026-03-04",
        "person": "deputy",
        "account": "user-deputy",
        "to_do": 1,
        "to_see_to": 1,
        "overdue": 2,
        "text": summary(DIGEST),
        "duties": [],
        "link": DESK,
    }
    assert documents[0] == {
        "id": "01J00000000000000000000001",
        "stage": "deputy",
        "occasion": "overdue",
        "due": "2026-03-03",
        "days_left": -1,
        "to_do": True,
        "link": f"{DESK}documents/01J00000000000000000000001",
    }
    assert [document["to_do"] for document in documents] == [True, True, False]


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    channel = FolderChannel(tmp_path / "not-mounted", DESK)
    with pytest.raises(ChannelUnavailable, match="not-mounted"):
        channel.send(DIGEST, HEAD)
    assert not (tmp_path / "not-mounted").exists()


@dataclass(frozen=True)
class Case:
    """Settings that are wrong, and the variable that is named."""

    named: str
    url: str = "smtps://mail.bureau.example"
    sender: str = "gongkai@bureau.example"
    user: str = ""
    password: str = ""


@pytest.mark.parametrize(
    "case",
    [
        Case("GONGKAI_SMTP_URL", url="https://mail.bureau.example"),
        Case("GONGKAI_SMTP_URL", url="mail.bureau.example:25"),
        Case("GONGKAI_SMTP_URL", url="smtp://mail.bureau.example:70000"),
        Case("GONGKAI_SMTP_URL", url="smtp://user:secret@mail.bureau.example"),
        Case("GONGKAI_MAIL_FROM", sender=""),
        Case("GONGKAI_MAIL_FROM", sender="a@bureau.example\nBcc: b@bureau.example"),
        Case("GONGKAI_SMTP_USER", user="gongkai"),
        Case("GONGKAI_SMTP_USER", password="secret"),
        Case("GONGKAI_SMTP_PASSWORD", user="gongkai", password="口令 secret"),
        Case("GONGKAI_SMTP_PASSWORD", url="smtp://mail.bureau.example", user="gongkai", password="secret"),
    ],
)
def test_wrong_mail_settings_are_told_by_name_and_without_the_password(case: Case) -> None:
    variables = {
        "GONGKAI_SMTP_URL": case.url,
        "GONGKAI_MAIL_FROM": case.sender,
        "GONGKAI_SMTP_USER": case.user,
        "GONGKAI_SMTP_PASSWORD": case.password,
    }
    with pytest.raises(SettingsInvalid, match=case.named) as refused:
        load_settings(variables)
    assert "secret" not in str(refused.value)


def test_ports_follow_the_scheme_and_the_password_is_never_shown() -> None:
    variables = {
        "GONGKAI_SMTP_URL": "smtps://mail.bureau.example",
        "GONGKAI_SMTP_USER": "gongkai",
        "GONGKAI_SMTP_PASSWORD": "secret",
        "GONGKAI_MAIL_FROM": "gongkai@bureau.example",
    }
    mail = load_settings(variables).mail
    assert mail is not None
    assert mail.port == 465
    assert "secret" not in repr(load_settings(variables))


def test_channels_are_those_that_are_set(tmp_path: Path) -> None:
    assert channels_of(load_settings({}), SetClock()) == ()
    variables = {
        "GONGKAI_SMTP_URL": "smtp://127.0.0.1:2525",
        "GONGKAI_MAIL_FROM": "gongkai@bureau.example",
        "GONGKAI_REMINDERS_FOLDER": str(tmp_path),
        "GONGKAI_STAFF_URL": "https://desk.example/",
    }
    mail, folder = channels_of(load_settings(variables), SetClock())
    assert (mail.name, folder.name) == ("mail", "folder")
    assert isinstance(folder, FolderChannel)
    assert folder.desk_url == DESK
