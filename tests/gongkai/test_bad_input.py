"""One night with everything that goes wrong in an inbox, and two ordinary documents among it."""

from __future__ import annotations

import os
import shutil
import zipfile
from pathlib import Path

import pytest

from records.domain.ledger import Arrival, Fate, RunLedger
from records.domain.lifecycle import State
from records.services.intake import UNIT_CONFLICT
from tests.gongkai.home import Home

NOTICE = "01-失业保险金申领发放通知.docx"
LETTER = "02-人大代表建议答复函.docx"
POLICY = "03-职业技能培训补贴标准.pdf"
ENCRYPTED = "14-电子劳动合同通知（加密）.pdf"
AWKWARD_NAMES = ("带 空 格 .docx", "📢通知📢.docx", "第一行\n第二行.docx", "长" * 40 + "n" * 75 + ".docx")


def variant(source: Path, target: Path, mark: str) -> None:
    """The same document with other bytes, so that it is no duplicate."""
    shutil.copyfile(source, target)
    with zipfile.ZipFile(target, "a") as package:
        package.writestr("custom/mark.txt", mark)


def bomb(source: Path, target: Path) -> None:
    """80 MB of blanks in a part, packed into some 80 kB."""
    shutil.copyfile(source, target)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as package, package.open("word/bomb.xml", "w") as part:
        for _ in range(80):
            part.write(b" " * 1_000_000)


def encrypted_docx() -> bytes:
    """The head of a compound file that holds an encrypted package, as office programs write it."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + "EncryptedPackage".encode("utf-16-le")


@pytest.fixture(scope="module")
def ledger(shared_home: Home, papers: Path, tmp_path_factory: pytest.TempPathFactory) -> RunLedger:
    return _run(shared_home, papers, tmp_path_factory.mktemp("made"))


@pytest.fixture(scope="module")
def night(ledger: RunLedger) -> dict[str, Arrival]:
    return {arrival.name: arrival for arrival in ledger.arrivals}


def _run(home: Home, papers: Path, made: Path) -> RunLedger:
    home.hand_in(papers / NOTICE)
    home.hand_in(papers / ENCRYPTED)
    home.hand_in(papers / POLICY, "其实是PDF.docx")
    for name, content in (
        ("零字节.docx", b""),
        ("其实是程序.pdf", b"MZ\x90\x00" + bytes(500)),
        ("加密.docx", encrypted_docx()),
        ("写到一半.docx", (papers / LETTER).read_bytes()[:5000]),
    ):
        (made / name).write_bytes(content)
        home.hand_in(made / name)
    bomb(papers / LETTER, made / "压缩炸弹.docx")
    home.hand_in(made / "压缩炸弹.docx")
    for name in AWKWARD_NAMES:
        variant(papers / LETTER, made / "awkward.docx", name)
        home.hand_in(made / "awkward.docx", name)
    for name, sheet in (
        ("未知科室.docx", '{"拟稿科室": "火星科"}'),
        ("错误处理单.docx", '{"拟稿科室": "社会保险科", "公开属性": "看情况"}'),
        ("不是处理单.docx", "拟稿科室：社会保险科"),
    ):
        variant(papers / LETTER, made / "sheet.docx", name)
        home.hand_in(made / "sheet.docx", name)
        (home.inbox / f"{name}.json").write_text(sheet, encoding="utf-8")
    (home.inbox / "正在写入.docx").write_bytes((papers / LETTER).read_bytes()[:2000])
    (home.inbox / "只有处理单.docx.json").write_text("{}", encoding="utf-8")
    (home.inbox / "链接.docx").symlink_to("/etc/hostname")
    (home.inbox / os.fsdecode(b"\xc4\xfa\xba\xc3.docx")).write_bytes((papers / LETTER).read_bytes())
    return home.ingest()


def test_the_ordinary_documents_of_that_night_went_their_way(night: dict[str, Arrival], shared_home: Home) -> None:
    assert night[NOTICE].fate is Fate.DOCUMENT
    with shared_home.open() as app:
        titles = {row.title for row in app.overview.documents()}
    assert "示例区人力资源和社会保障局关于规范失业保险金申领发放工作的通知" in titles


def test_content_decides_what_a_file_is_whatever_its_name(night: dict[str, Arrival]) -> None:
    assert night["其实是PDF.docx"].fate is Fate.DOCUMENT


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("零字节.docx", "empty"),
        ("其实是程序.pdf", "unsupported"),
        (ENCRYPTED, "encrypted"),
        ("加密.docx", "encrypted"),
        ("写到一半.docx", "broken"),
        ("压缩炸弹.docx", "too_large"),
        ("错误处理单.docx", "bad_sheet"),
        ("不是处理单.docx", "bad_sheet"),
    ],
)
def test_what_cannot_be_used_is_in_quarantine_with_one_clear_sentence(
    night: dict[str, Arrival], name: str, code: str
) -> None:
    arrival = night[name]
    assert (arrival.fate, arrival.code) == (Fate.QUARANTINED, code)
    assert arrival.message is not None
    assert arrival.message.endswith("。")
    assert len(arrival.message.splitlines()) == 1


def test_the_sentence_about_a_sheet_names_sheet_and_field(night: dict[str, Arrival]) -> None:
    message = night["错误处理单.docx"].message or ""
    assert "错误处理单.docx.json" in message
    assert "公开属性" in message


@pytest.mark.parametrize("name", AWKWARD_NAMES, ids=["blanks", "emoji", "newline", "long"])
def test_awkward_names_are_kept_as_they_are(night: dict[str, Arrival], shared_home: Home, name: str) -> None:
    assert night[name].fate is Fate.DOCUMENT
    with shared_home.open() as app:
        assert name in {row.file_name for row in app.overview.documents()}


def test_a_document_of_an_unknown_unit_is_left_to_the_office(night: dict[str, Arrival], shared_home: Home) -> None:
    document_id = night["未知科室.docx"].document_id
    assert document_id is not None
    with shared_home.open() as app:
        document = app.desk.dossier(document_id).document
    assert (document.state, document.unit, document.conflicts) == (State.EXTRACTED, None, (UNIT_CONFLICT,))


@pytest.mark.parametrize(
    "name", ["正在写入.docx", "只有处理单.docx.json", "链接.docx", "\\udcc4\\udcfa\\udcba\\udcc3.docx"]
)
def test_what_is_not_complete_or_no_file_stays_and_is_named(
    night: dict[str, Arrival], shared_home: Home, name: str
) -> None:
    arrival = night[name]
    assert arrival.fate is Fate.WAITING
    assert (arrival.message or "").endswith("。")
    assert len(list(shared_home.inbox.iterdir())) == 4


def test_the_ledger_of_that_night_adds_up(ledger: RunLedger) -> None:
    assert ledger.adds_up
    assert ledger.seen == len(ledger.arrivals) == 19


def test_everything_still_verifies_afterwards(ledger: RunLedger, shared_home: Home) -> None:
    done = shared_home.command("verify")
    assert (done.returncode, done.stderr) == (0, "")
