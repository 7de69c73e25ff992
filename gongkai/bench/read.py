"""`gongkai bench read`: how fast documents are read, against plain libraries in the same run."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gongkai.bench import read_timing
from gongkai.bench.read_documents import Documents, make
from gongkai.bench.rows import Row, report

#: Bars of issue 4. Ratios are of rates.
_PDF_RATIO: Final = 10.0
_DOCX_RATIO: Final = 1.0
_CORES_RATIO: Final = 1.8
#: How much more a document of the longest stretch may cost: noise.
_GROWTH: Final = 1.25
_PARENT_MIB: Final = 16.0
_OCR_MIB: Final = 1200.0
_STRETCHES: Final = (20, 4, 1)


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is measured: different files of a kind, alternating rounds, and documents of the longest stretch."""

    files: int = 12
    rounds: int = 5
    documents: int = 2000


def run(models: Path, effort: Effort, *, as_json: bool) -> bool:
    """Measure and print; whether every bar holds."""
    return report(measure(models, effort), as_json=as_json)


def measure(models: Path, effort: Effort) -> list[Row]:
    """All rows, in the order in which they are printed."""
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        documents = make(Path(folder), effort.files)
        return [
            *_pdf_rows(documents, models, effort.rounds),
            *_docx_rows(documents, models, effort.rounds),
            *_growth_rows(documents, models, effort.documents),
            *_core_rows(documents, models, effort.rounds),
            *_ocr_rows(documents, models, effort.rounds),
        ]


def _pdf_rows(documents: Documents, models: Path, rounds: int) -> Iterator[Row]:
    for what, paths, bar in (("无表格", documents.plain, _PDF_RATIO), ("含表格", documents.tabled, None)):
        pages = read_timing.extract_with_pdfplumber(paths)
        seconds = read_timing.against(read_timing.extract_with_pdfplumber, paths, models, rounds)
        yield Row(f"PDF（{what}）", pages / seconds["all"], "页/秒")
        yield Row(f"PDF（{what}），pdfplumber", pages / seconds["plain"], "页/秒")
        yield Row(f"PDF（{what}），与 pdfplumber 之比", seconds["plain"] / seconds["all"], "倍", at_least=bar)
        yield Row(f"PDF（{what}），一个读取进程与 pdfplumber 之比", seconds["plain"] / seconds["one"], "倍")


def _docx_rows(documents: Documents, models: Path, rounds: int) -> Iterator[Row]:
    files = len(documents.docx)
    seconds = read_timing.against(read_timing.walk_with_python_docx, documents.docx, models, rounds)
    yield Row("DOCX", files / seconds["all"], "件/秒")
    yield Row("DOCX，python-docx", files / seconds["plain"], "件/秒")
    yield Row("DOCX，与 python-docx 之比", seconds["plain"] / seconds["all"], "倍", at_least=_DOCX_RATIO)
    yield Row("DOCX，一个读取进程与 python-docx 之比", seconds["plain"] / seconds["one"], "倍")


def _growth_rows(documents: Documents, models: Path, longest: int) -> Iterator[Row]:
    paths = [path for pair in zip(documents.plain, documents.docx, strict=True) for path in pair]
    sizes = [max(1, longest // share) for share in _STRETCHES]
    stretches = read_timing.growth(paths, models, sizes)
    for stretch in stretches:
        yield Row(f"{stretch.documents} 件，每件处理器时间", stretch.cpu_ms, "毫秒")
    first, last = stretches[0], stretches[-1]
    yield Row("每件时间，最长一批与最短一批之比", last.cpu_ms / first.cpu_ms, "倍", at_most=_GROWTH)
    yield Row("其间主进程内存的增长", last.parent_mib - first.parent_mib, "MiB", at_most=_PARENT_MIB)


def _core_rows(documents: Documents, models: Path, rounds: int) -> Iterator[Row]:
    seconds = read_timing.cores([*documents.plain, *documents.docx], models, rounds)
    yield Row("两个处理器与一个之比", seconds["one"] / seconds["two"], "倍", at_least=_CORES_RATIO)


def _ocr_rows(documents: Documents, models: Path, rounds: int) -> Iterator[Row]:
    seconds, text_mib, ocr_mib = read_timing.ocr(documents.scan, models, rounds)
    yield Row("识别一页（A4，200 dpi）", seconds, "秒")
    yield Row("文字读取进程的内存峰值", text_mib, "MiB")
    yield Row("识别进程的内存峰值", ocr_mib, "MiB", at_most=_OCR_MIB)
