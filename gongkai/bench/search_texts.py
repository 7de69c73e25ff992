"""Folders of plain texts → index documents, and other documents made of their sentences."""

from __future__ import annotations

import datetime as dt
import json
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from records.domain.errors import BadInput
from search.engine import IndexDocument

BUREAU: Final = "bench"
#: Length of a generated document, characters; the mean of shared facts on Chinese search.
MADE_CHARS: Final = 1560
_ISO_DAY = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})")
#: Finds `2019-04-03` in `政府信息公开条例(2019-04-03)`, and the name before it.
_STATUTE = re.compile(r"(?P<name>.+?)\((?P<day>\d{4}-\d{2}-\d{2})\)")
_SENTENCE = re.compile(r"[^。；！？\n\f]{12,120}[。；！？]")
_CLAUSE = re.compile(r"[\u4e00-\u9fff]{6,16}")
_TYPES = ("通知", "意见", "公告", "批复", "办法", "通报")


class NoTexts(BadInput):
    """The folders hold no texts."""

    code = "no_texts"
    advice = "格式见 docs/benchmarks.md。"


def read_folder(folder: Path) -> Iterator[IndexDocument]:
    """The pairs NAME.txt and NAME.json, and statutes in Markdown named `title(day).md`, in order of name.

    Raises:
        NoTexts: a text lacks its JSON.
    """
    for path in sorted(folder.iterdir()):
        if path.suffix == ".txt":
            yield _document(path)
        elif path.suffix == ".md" and (named := _STATUTE.fullmatch(path.stem)):
            day, text = dt.date.fromisoformat(named["day"]), path.read_text(encoding="utf-8")
            yield IndexDocument(path.stem, BUREAU, named["name"], text, f"/d/{path.stem}", adopted_on=day)


def made_documents(texts: Sequence[IndexDocument], count: int, seed: int = 711) -> Iterator[IndexDocument]:
    """Documents of sentences of `texts`, shuffled; the same for the same seed. Their ids begin with `made-`."""
    chance = random.Random(seed)  # noqa: S311 (repeatable, not secret)
    sentences = [sentence for text in texts for sentence in _SENTENCE.findall(text.body)]
    clauses = [clause for sentence in sentences for clause in _CLAUSE.findall(sentence)]
    organs = sorted({organ for text in texts for organ in text.issuing_organs}) or ["示例区人民政府"]
    for number in range(count):
        organ, kind, year = chance.choice(organs), chance.choice(_TYPES), chance.randint(1996, 2026)
        day = dt.date(year, chance.randint(1, 12), chance.randint(1, 28))
        yield IndexDocument(
            id=f"made-{number:07d}",
            bureau=BUREAU,
            title=f"{organ}关于{chance.choice(clauses)}的{kind}",
            body=_body(sentences, chance),
            url=f"/d/made-{number:07d}",
            document_number=f"示测发〔{year}〕{number + 1}号",
            issuing_organs=(organ,),
            unit=f"第{number % 12 + 1}科",
            document_type=kind,
            adopted_on=day,
            published_on=day,
        )


def _body(sentences: Sequence[str], chance: random.Random) -> str:
    chosen: list[str] = []
    length = 0
    while length < MADE_CHARS:
        chosen.append(chance.choice(sentences))
        length += len(chosen[-1])
    return "\n".join(chosen)


def _document(path: Path) -> IndexDocument:
    try:
        known: dict[str, Any] = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise NoTexts(f"缺少 {path.with_suffix('.json')}。") from error
    return IndexDocument(
        id=path.stem,
        bureau=BUREAU,
        title=known.get("title") or "",
        body=path.read_text(encoding="utf-8"),
        url=f"/d/{path.stem}",
        document_number=known.get("document_number"),
        index_number=known.get("index_number"),
        issuing_organs=tuple(known.get("issuing_organs") or ()),
        document_type=known.get("document_type"),
        adopted_on=_day(known.get("adopted_on")),
        published_on=_day(known.get("published_on")),
        attachments=tuple(known.get("attachments") or ()),
    )


def _day(value: str | None) -> dt.date | None:
    found = _ISO_DAY.search(value or "")
    return dt.date(*map(int, found.groups())) if found else None
