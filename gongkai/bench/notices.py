"""Short notices of one unit, each with words that find it and no other."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from docx import Document

from gongkai.ingesting import ingest_now
from gongkai.settings import Settings
from records.domain.document import DocumentId

#: Whose documents these are, and who handles them (deploy/bureau.example.toml).
UNIT, CLERK, UNIT_HEAD = "社会保险科", "clerk-a", "insurance-head"
_MATTERS: Final = ("窗口延时", "培训班次", "档案转递", "招聘活动", "仲裁立案", "见习岗位", "贷款贴息", "职称评审")


def hand_in(settings: Settings, documents: int) -> Mapping[str, DocumentId]:
    """Write so many DOCX notices and take them in without Airflow's help; ids by the words that find them."""
    names = [f"{_MATTERS[number % len(_MATTERS)]}{number + 1:04}" for number in range(documents)]
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        sheet = Path(folder) / "dispatch.csv"
        sheet.write_text("\n".join(["文件名,拟稿科室", *(f"{name}.docx,{UNIT}" for name in names)]), encoding="utf-8")
        ledger = ingest_now(settings, [sheet, *(_write(Path(folder), name) for name in names)])
    return {Path(each.source_path or "").stem: each.document_id for each in ledger.arrivals if each.document_id}


def _write(folder: Path, name: str) -> Path:
    path, paper = folder / f"{name}.docx", Document()
    for line in (
        f"示例区人力资源和社会保障局关于{name}有关事项的通知",
        "各有关单位：",
        f"现就{name}有关事项通知如下。",
        "（此件主动公开）",
    ):
        paper.add_paragraph(line)
    paper.save(str(path))
    return path
