"""Writes the sample documents and their dispatch sheets: `python -m samples.make TARGET_DIR [--seed N]`."""

from __future__ import annotations

import argparse
import csv
import io
import json
import re
import sys
from pathlib import Path

from samples import ofd, pdf, scan
from samples.catalogue import SAMPLES, Kind, Sample
from samples.docx import write_docx
from samples.fonts import FontsMissing
from samples.model import OfficialDocument, load
from samples.numbers import placeholders
from samples.typeset import typeset

DEFAULT_SEED = 2026
PASSWORD = "gongkai-samples"  # noqa: S105 - of the encrypted sample, which nobody is meant to open
TRUNCATED_BYTES = 9000  # of some 30 000: the directory at the end of the package is gone
COLUMNS = ("文件名", "拟稿科室", "拟稿人", "公开属性", "法律依据", "理由")
CHINESE_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")  # "2026年3月4日", not "二〇二六年三月四日"


def make(target: Path, seed: int = DEFAULT_SEED) -> list[Path]:
    """Write every sample into `target` and return the documents' paths; the same seed gives the same bytes.

    The one exception is the encrypted PDF, whose key is random. The dispatch sheets are written last, so that a
    sheet is never older than its file.

    Raises:
        FontsMissing: the Noto CJK fonts are not installed.
    """
    target.mkdir(parents=True, exist_ok=True)
    paths = []
    for sample in SAMPLES:
        path = target / sample.name
        path.write_bytes(content(sample, seed))
        paths.append(path)
    for sample in SAMPLES:
        if sample.sheet and sample.sheet.alone:
            sheet = json.dumps(sample.sheet.fields(), ensure_ascii=False, indent=2)
            (target / f"{sample.name}.json").write_text(sheet + "\n", encoding="utf-8")
    (target / "dispatch.csv").write_bytes(_dispatch_csv())
    return paths


def content(sample: Sample, seed: int = DEFAULT_SEED) -> bytes:
    document = load(sample.text, placeholders(seed))
    match sample.kind:
        case Kind.DOCX:
            return write_docx(document)
        case Kind.TRUNCATED_DOCX:
            return write_docx(document)[:TRUNCATED_BYTES]
        case Kind.PDF:
            return pdf.write_pdf(typeset(document), document.full_title)
        case Kind.ENCRYPTED_PDF:
            return pdf.encrypt(pdf.write_pdf(typeset(document), document.full_title), PASSWORD)
        case Kind.OFD:
            return ofd.write_ofd(typeset(document), document.full_title, _iso(document.date))
        case Kind.SCANNED_PDF | Kind.PNG | Kind.TIFF | Kind.JPEG:
            return _picture(sample.kind, document, seed)


def _picture(kind: Kind, document: OfficialDocument, seed: int) -> bytes:
    """A black-and-white scan bears no seal: one would hide the signature for people too."""
    pages = typeset(document, sealed=kind is not Kind.TIFF)
    images = [scan.rasterise(page, document.signature) for page in pages]
    if kind is Kind.JPEG:
        return scan.write_jpeg(scan.photographed(images[0], seed))
    if kind is Kind.PNG:  # noise would make a lossless picture five times as large
        return scan.write_png(scan.scanned(images[0], seed, noise=0))
    scans = [scan.scanned(image, seed + number) for number, image in enumerate(images)]
    return scan.write_tiff(scans) if kind is Kind.TIFF else scan.write_scanned_pdf(scans)


def _iso(date: str) -> str:
    found = CHINESE_DATE.fullmatch(date)
    if found is None:
        raise ValueError(f"not a date: {date}")
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"


def _dispatch_csv() -> bytes:
    """UTF-8 with a byte order mark, as spreadsheet programs save it."""
    out = io.StringIO(newline="")
    rows = csv.DictWriter(out, COLUMNS)
    rows.writeheader()
    for sample in SAMPLES:
        if sample.sheet and not sample.sheet.alone:
            rows.writerow({"文件名": sample.name, **sample.sheet.fields()})
    return out.getvalue().encode("utf-8-sig")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m samples.make", description="Write the sample documents.")
    parser.add_argument("target", type=Path, help="folder to write into, made if missing")
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED, help="for the invented numbers and the scans' noise")
    arguments = parser.parse_args()
    try:
        paths = make(arguments.target, arguments.seed)
    except FontsMissing as error:
        sys.stderr.write(f"{error}\n")
        return 69
    sys.stdout.write(f"{len(paths)} documents in {arguments.target}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
