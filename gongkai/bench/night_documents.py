"""What a bureau hands in of an evening: mixed documents, no two alike, every tenth a scan without text."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from gongkai.bench.read_documents import longer, pages_of
from samples import ofd, pdf, scan
from samples.docx import write_docx
from samples.model import OfficialDocument, load
from samples.numbers import placeholders

#: Of ten documents: forty per cent DOCX, thirty PDF, twenty OFD, ten scanned PDF.
_MIX: Final = ("docx", "pdf", "docx", "ofd", "docx", "pdf", "scan", "docx", "ofd", "pdf")
#: Samples of which every page may be public, so that what is measured is the way and not what people find.
_TEXTS: Final = ("unemployment_benefit_notice", "labour_contract_notice", "spring_job_fair")
_SEED: Final = 2026
#: Unit and clerk of deploy/bureau.example.toml.
_UNIT, _CLERK, _DISCLOSURE = "社会保险科", "示例经办员甲", "主动公开"


def hand_in(inbox: Path, count: int) -> Mapping[str, int]:
    """Write so many files into the inbox, the dispatch sheet first; how many there are of each kind.

    Raises:
        FontsMissing: the Noto CJK fonts are not installed.
    """
    texts = [load(name, placeholders(_SEED)) for name in _TEXTS]
    draw = random.Random(_SEED)  # noqa: S311 - the same documents in every run
    kinds = [_MIX[number % len(_MIX)] for number in range(count)]
    names = [f"{number + 1:05}.{'pdf' if kind == 'scan' else kind}" for number, kind in enumerate(kinds)]
    rows = [f"{name},{_UNIT},{_CLERK},{_DISCLOSURE}" for name in names]
    (inbox / "dispatch.csv").write_text("\n".join(["文件名,拟稿科室,拟稿人,公开属性", *rows]), encoding="utf-8")
    for number, (kind, name) in enumerate(zip(kinds, names, strict=True)):
        document = replace(texts[number % len(texts)], number=f"示人社发〔2026〕{number + 1}号")
        (inbox / name).write_bytes(_content(kind, document if kind == "scan" else longer(document, draw)))
        (inbox / f"{name}.done").touch()
    return dict(Counter(kinds))


def _content(kind: str, document: OfficialDocument) -> bytes:
    match kind:
        case "docx":
            return write_docx(document)
        case "pdf":
            return pdf.write_pdf(pages_of(document), document.full_title)
        case "ofd":
            return ofd.write_ofd(pages_of(document), document.full_title, "2026-03-04")
        case _:
            pages = [scan.rasterise(page) for page in pages_of(document)]
            return scan.write_scanned_pdf([scan.scanned(page, _SEED + number) for number, page in enumerate(pages)])
