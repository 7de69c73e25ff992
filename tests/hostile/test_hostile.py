"""Every hostile file ends as a document or as one clear refusal, costs nothing but itself, and reaches nothing."""

from __future__ import annotations

import signal
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import psutil
import pypdfium2
import pytest

from processors.extraction import Unreadable
from processors.pool import ReaderPool
from processors.sandbox.limits import Limits
from processors.sniff import sniff
from tests.hostile.hostile_docx import DOCX
from tests.hostile.hostile_drawings import DRAWINGS
from tests.hostile.hostile_others import PICTURES, POLYGLOTS, truncated
from tests.hostile.hostile_packages import PACKAGES, docx, zipped
from tests.hostile.hostile_pdfs import ENDLESS, PDFS
from tests.hostile.hostile_sheets import SHEETS
from tests.hostile.model import CODES, Hostile, Scene

_MIB = 1024 * 1024
#: Smaller than in service, so that a limit is met sooner; the code that keeps them is the same. What takes long meets
#: its limit of processor time, which comes at the same place on a busy machine.
LIMITS = Limits(
    read_timeout_s=60.0,
    request_cpu_s=8,
    text_address_space_bytes=1536 * _MIB,
    max_zip_entries=2000,
    max_part_bytes=8 * _MIB,
    max_unpacked_bytes=48 * _MIB,
)
#: What our own process may grow by over all files, in bytes: less than any one bomb unpacks to.
_GROWTH = 150 * _MIB
#: What LibreOffice would look up if it were let, and could.
_FROM_ELSEWHERE = {"remote template", "remote picture", "text, pictures and objects from elsewhere"}
ALL: tuple[Hostile, ...] = (*PACKAGES, *DOCX, *SHEETS, *PDFS, *PICTURES, *POLYGLOTS, *truncated())


@dataclass(frozen=True, slots=True)
class Place:
    """Where the files lie: one pool for all, a secret beside them, and a server that nobody should ask."""

    pool: ReaderPool
    folder: Path
    scene: Scene
    server: socket.socket
    resident_bytes: int

    def was_asked(self) -> bool:
        try:
            self.server.accept()[0].close()
        except BlockingIOError:
            return False
        return True


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "secret.txt").write_text("SECRET-content")
    (folder / "good.docx").write_bytes(zipped(docx()))
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        ReaderPool(tmp_path_factory.mktemp("models"), LIMITS, text_children=1) as pool,
    ):
        server.setblocking(False)
        scene = Scene(str(folder / "secret.txt"), f"http://127.0.0.1:{server.getsockname()[1]}/x")
        pool.read(folder / "good.docx")
        yield Place(pool, folder, scene, server, psutil.Process().memory_info().rss)


def end_of(pool: ReaderPool, path: Path) -> str:
    try:
        extraction = pool.read(path)
    except Unreadable as refusal:
        return refusal.code if refusal.message.endswith("。") else refusal.message
    assert extraction.pages
    assert "SECRET-content" not in "".join(page.text for page in extraction.pages)
    assert "SECRET-content" not in "".join(finding.text for finding in extraction.hidden)
    return "read"


def end_of_drawing(pool: ReaderPool, path: Path) -> str:
    try:
        made = pool.page_picture(path, "application/ofd", 1, path.parent / "out")
    except Unreadable as refusal:
        return refusal.code
    assert made.stat().st_size < 4 * _MIB
    return "drawn"


def printed_text(layout: Path) -> str:
    with pypdfium2.PdfDocument(layout) as opened:
        return "".join(page.get_textpage().get_text_range() for page in opened)


def test_there_are_enough_kinds() -> None:
    names = [hostile.name for hostile in ALL]
    assert len(set(names)) == len(names)
    assert len(names) - sum("cut at" in name for name in names) >= 40


@pytest.mark.parametrize("hostile", ALL, ids=lambda hostile: hostile.name)
def test_a_hostile_file_costs_itself_alone(place: Place, hostile: Hostile) -> None:
    path = place.folder / "hostile.docx"
    path.write_bytes(hostile.make(place.scene))
    before = sorted(place.folder.iterdir())
    children = place.pool.children()
    end = end_of(place.pool, path)
    assert end in hostile.ends
    if end == "timed_out":
        assert not [child for child in children[:1] if psutil.pid_exists(child)]
    assert place.pool.read(place.folder / "good.docx").pages[0].text == "x\n"
    assert len(place.pool.children()) <= 2
    assert sorted(place.folder.iterdir()) == before
    assert (place.folder / "secret.txt").read_text() == "SECRET-content"
    assert not place.was_asked()
    assert psutil.Process().memory_info().rss - place.resident_bytes < _GROWTH


@pytest.mark.parametrize(
    "hostile", [one for one in ALL if one.name in _FROM_ELSEWHERE], ids=lambda hostile: hostile.name
)
def test_nothing_from_elsewhere_is_printed_and_nobody_is_asked(place: Place, hostile: Hostile, tmp_path: Path) -> None:
    path = tmp_path / "hostile.docx"
    path.write_bytes(hostile.make(place.scene))
    layout = place.pool.lay_out(path, sniff(path), tmp_path / "out")
    assert "SECRET-content" not in printed_text(layout)
    assert not place.was_asked()


def test_a_workbook_that_asks_for_files_and_addresses_gets_neither(place: Place, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["x", f'=_xlfn.WEBSERVICE("{place.scene.address}")'])
    book.active.append([f"='file://{place.folder}/[secret.txt]secret'!A1", '=cmd|" /c calc"!A0'])
    book.save(tmp_path / "asking.xlsx")
    layout = place.pool.lay_out(tmp_path / "asking.xlsx", sniff(tmp_path / "asking.xlsx"), tmp_path / "out")
    assert "SECRET-content" not in printed_text(layout)
    assert not place.was_asked()


@pytest.mark.parametrize(
    "hostile",
    [*DRAWINGS, *(one for one in PACKAGES if one.name.startswith("ofd"))],
    ids=lambda hostile: hostile.name,
)
def test_a_hostile_ofd_is_drawn_or_refused_and_costs_itself_alone(
    place: Place, hostile: Hostile, tmp_path: Path
) -> None:
    (tmp_path / "hostile.ofd").write_bytes(hostile.make(place.scene))
    assert end_of_drawing(place.pool, tmp_path / "hostile.ofd") in CODES - {"crashed"} | {"no_picture", "drawn"}
    assert place.pool.read(place.folder / "good.docx").pages[0].text == "x\n"
    assert psutil.Process().memory_info().rss - place.resident_bytes < _GROWTH


def test_no_rendition_of_a_hostile_pdf_outlives_its_limit(place: Place, tmp_path: Path) -> None:
    (tmp_path / "endless.pdf").write_bytes(ENDLESS)
    with ReaderPool(tmp_path, Limits(rendition_timeout_s=2.0), text_children=1) as pool:
        with pytest.raises(Unreadable) as refusal:
            pool.make_rendition(tmp_path / "endless.pdf", "application/pdf", tmp_path / "out")
        assert refusal.value.code in CODES
        assert pool.read(place.folder / "good.docx").pages[0].text == "x\n"


def signal_when_busy(child: psutil.Process, number: signal.Signals) -> None:
    begun = child.cpu_times().user
    while child.cpu_times().user < begun + 0.2:
        time.sleep(0.01)
    child.send_signal(number)


def test_a_parser_that_dies_by_a_signal_costs_its_file(place: Place, tmp_path: Path) -> None:
    """The endless page keeps the child busy until the signal reaches it."""
    path = tmp_path / "endless.pdf"
    path.write_bytes(ENDLESS)
    for number in (signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS):
        place.pool.read(place.folder / "good.docx")
        strike = threading.Thread(target=signal_when_busy, args=(psutil.Process(place.pool.children()[0]), number))
        strike.start()
        assert end_of(place.pool, path) == "crashed"
        strike.join()
        assert place.pool.read(place.folder / "good.docx").pages[0].text == "x\n"
