"""All checks, in the order in which one needs the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from gongkai.doctor import inside, outside
from gongkai.doctor.verdict import Grade, Look, Verdict, examined
from gongkai.errors import OK, SERVICE_MISSING
from gongkai.settings import Settings

CHECKS: tuple[tuple[str, Look], ...] = (
    ("通讯录", inside.directory),
    ("词表和栏目", inside.files_of_the_bureau),
    ("工作日", inside.working_days),
    ("密钥", inside.keys),
    ("文件夹", inside.folders),
    ("磁盘", inside.disks),
    ("记录库", inside.records),
    ("系统时间", inside.clock),
    ("读取和文字识别", inside.reading),
    ("备份", inside.backups),
    ("检索索引", outside.index),
    ("网上提交", outside.drop_box),
    ("页面文件夹", outside.pages),
    ("Airflow", outside.airflow),
    ("任务排队", outside.queue),
    ("公开网站", outside.portal),
    ("日常维护", outside.care),
)


def examine(settings: Settings) -> Iterator[Verdict]:
    """A verdict or more for each check; changes nothing that stays."""
    for name, look in CHECKS:
        yield from examined(name, look, settings)


def exit_code(verdicts: Sequence[Verdict]) -> int:
    """69 if something does not work; a warning is none."""
    return SERVICE_MISSING if any(each.grade is Grade.FAULT for each in verdicts) else OK


def as_json(verdicts: Sequence[Verdict]) -> list[dict[str, Any]]:
    return [asdict(each) for each in verdicts]
