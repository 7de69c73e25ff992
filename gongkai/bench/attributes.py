"""`gongkai bench attributes`: reads documents whose attributes were checked by hand, and counts what is right."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from gongkai.bench.attribute_scores import BARS, SCAN_ALLOWANCE, SURE, Scores
from gongkai.bench.forms import Form
from processors.attributes.model import Attributes
from processors.attributes.read import read_attributes
from processors.extraction import PageText, Source, Unreadable
from processors.pool import ReaderPool
from records.domain.errors import BadInput

PAGE_BREAK = "\f"
DISCLOSURES = ("proactive", "on_request", "withheld", "none")


class NoCheckedTexts(BadInput):
    """The folder holds no documents with checked attributes."""

    code = "no_checked_texts"
    advice = "格式见 docs/benchmarks.md。"


@dataclass(frozen=True, slots=True)
class CheckedText:
    """NNN.txt and the attributes of NNN.json. Pages of the text are parted by a form feed."""

    name: str
    text: str
    truth: dict[str, Any]


def checked_texts(folder: Path) -> list[CheckedText]:
    """The pairs of `folder` in order of name, without those whose JSON says `"scored": false`.

    Raises:
        NoCheckedTexts: there is no pair, or one half of it.
    """
    texts = []
    for path in sorted(folder.glob("*.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        if truth.get("scored", True):
            text = path.with_suffix(".txt")
            if not text.is_file():
                raise NoCheckedTexts(f"缺少 {text}。")
            texts.append(CheckedText(path.stem, text.read_text(encoding="utf-8"), truth))
    if not texts:
        raise NoCheckedTexts(f"{folder} 中没有成对的 .txt 和 .json 文件。")
    return texts


def measure(folder: Path, form: Form, models: Path) -> Scores:
    """Scores over all texts of `folder`, each made into `form` and read by the product's own path."""
    scores = Scores()
    for checked, attributes in _read(checked_texts(folder), form, models):
        scores.add(checked.name, checked.truth, checked.text, attributes)
    return scores


def run(folder: Path, form: Form, models: Path, *, as_json: bool) -> bool:
    """Measure and print; whether every bar holds."""
    scores = measure(folder, form, models)
    missed = scores.failures(scanned=form is Form.SCAN)
    if as_json:
        typer.echo(json.dumps(_report(scores, form, missed), ensure_ascii=False, indent=1))
    else:
        _print(scores, form, missed)
    return not missed


def _read(texts: list[CheckedText], form: Form, models: Path) -> Iterator[tuple[CheckedText, Attributes]]:
    if form is Form.TEXT:
        for checked in texts:
            yield checked, read_attributes(_pages(checked.text))
        return
    with tempfile.TemporaryDirectory() as folder, ReaderPool(models) as pool:
        for checked in texts:
            path = Path(folder) / f"{checked.name}.{'docx' if form is Form.DOCX else 'pdf'}"
            path.write_bytes(_file_of(checked, form))
            yield checked, _attributes_of(pool, path)
            path.unlink()


def _attributes_of(pool: ReaderPool, path: Path) -> Attributes:
    """Of a file that cannot be read nothing is known: every attribute that it has counts as missed."""
    try:
        return pool.inspect(path).attributes
    except Unreadable as fault:
        typer.echo(f"{path.name}：{fault.message}（{fault.code}）", err=True)
        return Attributes()


def _pages(text: str) -> list[PageText]:
    return [PageText(number, page, Source.TEXT) for number, page in enumerate(text.split(PAGE_BREAK), start=1)]


def _file_of(checked: CheckedText, form: Form) -> bytes:
    from samples import pdf, scan
    from samples.kinds.placing import placed_lines
    from samples.kinds.setting import set_pages
    from samples.kinds.word import write_word

    lines = placed_lines(checked.text, checked.truth)
    if form is Form.DOCX:
        return write_word(lines)
    pages = set_pages(lines)
    if form is Form.PDF:
        return pdf.write_pdf(pages, checked.name)
    images = (scan.rasterise(page) for page in pages)
    return scan.write_scanned_pdf([scan.scanned(image, number) for number, image in enumerate(images)])


def _report(scores: Scores, form: Form, missed: list[str]) -> dict[str, Any]:
    rows = {
        name: {
            "documents": tally.documents,
            "with_attribute": tally.bearing,
            "not_stated_in_text": tally.unstated,
            "exact": round(tally.share_exact, 4),
            "exact_of_all": round(tally.share_of_all, 4),
            "precision": round(tally.precision, 4),
            "recall": round(tally.recall, 4),
            "f1": round(tally.f1, 4),
            "target": _target(name, form),
            "wrong": tally.wrong,
        }
        for name, tally in scores.tallies.items()
    }
    confusion = {truth: {found: scores.confusion[truth, found] for found in DISCLOSURES} for truth in DISCLOSURES}
    sure = {"values": scores.sure, "right": scores.sure_and_right, "wrong": scores.sure_but_wrong}
    return {"as": form.value, "attributes": rows, "disclosure": confusion, "sure": sure, "missed": missed}


def _print(scores: Scores, form: Form, missed: list[str]) -> None:
    """Markdown, ready for docs/benchmarks.md."""
    typer.echo(
        "| 要素 | 文件 | 其中有该要素 | 另有文中未载 | 完全一致 | 连同未载 | 精确率 | 召回率 | F1 | 目标 | 不一致 |"
    )
    typer.echo("|---|---|---|---|---|---|---|---|---|---|---|")
    for name, tally in scores.tallies.items():
        target = _target(name, form)
        typer.echo(
            f"| {name} | {tally.documents} | {tally.bearing} | {tally.unstated} | {tally.share_exact:.3f} "
            f"| {tally.share_of_all:.3f} | {tally.precision:.3f} | {tally.recall:.3f} | {tally.f1:.3f} "
            f"| {target or '—'} | {' '.join(tally.wrong[:12])} |"
        )
    typer.echo("\n| 公开属性：实际＼读出 | " + " | ".join(DISCLOSURES) + " |\n|---|---|---|---|---|")
    for truth in DISCLOSURES:
        typer.echo(f"| {truth} | " + " | ".join(str(scores.confusion[truth, found]) for found in DISCLOSURES) + " |")
    typer.echo(f"\n置信度 ≥ {SURE} 的值：{scores.sure} 个，正确 {scores.sure_and_right} 个")
    for line in (*(f"  误：{wrong}" for wrong in scores.sure_but_wrong), *(f"未达标：{line}" for line in missed)):
        typer.echo(line)


def _target(name: str, form: Form) -> float | None:
    if name not in BARS:
        return None
    return round(BARS[name] - (SCAN_ALLOWANCE if form is Form.SCAN else 0), 2)
