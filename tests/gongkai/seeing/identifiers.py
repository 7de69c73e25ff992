"""Looking for people in logs: by the samples' numbers and names, as they are and as JSON escapes them."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

from gongkai.settings import ROOT

# A match: 示例甲, 测试员乙. No match: 示例区, 示例局
PERSON = re.compile(r"(?:示例|测试员|样本)[甲乙丙丁戊己庚辛壬癸]")


def personal_names() -> frozenset[str]:
    """The people that the samples' texts name."""
    texts = (tomllib.loads(path.read_text(encoding="utf-8")) for path in (ROOT / "samples" / "texts").glob("*.toml"))
    return frozenset(name for text in texts for name in PERSON.findall(json.dumps(text, ensure_ascii=False)))


def identifiers_in(folder: Path, personal: Iterable[str]) -> dict[str, set[str]]:
    """Of each file below the folder that holds any of these: which, by the file's path."""
    wanted = {text: (text.encode(), json.dumps(text)[1:-1].encode()) for text in personal}
    found: dict[str, set[str]] = {}
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        data = path.read_bytes()
        hits = {text for text, forms in wanted.items() if any(form in data for form in forms)}
        if hits:
            found[str(path.relative_to(folder))] = hits
    return found
