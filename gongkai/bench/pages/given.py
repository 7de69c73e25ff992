"""Any folder of scans with what they say: NAME.png (or .jpg, .tiff, .bmp, .pdf …) and NAME.txt beside it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from gongkai.bench.pages.scoring import Score, compare
from processors.extraction import Unreadable
from processors.pool import ReaderPool
from processors.readers.running_lines import is_page_number
from records.domain.errors import BadInput


class NoPages(BadInput):
    """The folder holds no picture with a text of the same name."""

    code = "no_pages"
    advice = "每张图片旁须有同名的 .txt（UTF-8），格式见 docs/benchmarks.md。"


@dataclass(frozen=True, slots=True)
class GivenPage:
    """One file of the folder. `refused` is the code with which it could not be read, or ""."""

    name: str
    score: Score
    refused: str = ""


def read_given(pool: ReaderPool, folder: Path) -> list[GivenPage]:
    """Read and score every file that has a text; one that cannot be read counts as wholly wrong.

    Raises:
        NoPages: there is none.
    """
    pages = []
    for path in sorted(folder.iterdir()):
        truth = path.with_suffix(".txt")
        if path.suffix == ".txt" or not path.is_file() or not truth.is_file():
            continue
        lines = truth.read_text(encoding="utf-8-sig").splitlines()
        printed = "\n".join(line for line in lines if not is_page_number(line))
        try:
            read = "\n".join(page.text for page in pool.read(path).pages)
            pages.append(GivenPage(path.name, compare(read, printed)))
        except Unreadable as fault:
            pages.append(GivenPage(path.name, compare("", printed), fault.code))
    if not pages:
        raise NoPages(f"{folder} 中没有带同名 .txt 的图片。")
    return pages
