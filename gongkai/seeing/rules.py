"""Prometheus' alert rules, made of the table of alarms; a test keeps deploy/monitoring/alerts.yml so."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

from gongkai.seeing.alarms import ALARMS, Alarm

_HEAD = """\
# Alert rules for Prometheus. Made of ALARMS in gongkai/seeing/alarms.py:
#     python -m gongkai.seeing.rules > deploy/monitoring/alerts.yml
groups:
  - name: gongkai
    rules:"""


def render() -> str:
    """The file as a whole."""
    return "\n".join([_HEAD, *(line for alarm in ALARMS for line in _rule(alarm))]) + "\n"


def _rule(alarm: Alarm) -> Iterator[str]:
    yield f"      - alert: {alarm.code}"
    yield f"        expr: {_quoted(alarm.expression)}"
    if alarm.lasting_min:
        yield f"        for: {alarm.lasting_min}m"
    yield "        labels:"
    yield f"          severity: {alarm.severity}"
    yield "        annotations:"
    yield f"          summary: {_quoted(alarm.title)}"
    yield f"          description: {_quoted(alarm.action)}"
    yield f"          runbook: {_quoted(f'docs/runbook.md#{alarm.anchor}')}"


def _quoted(text: str) -> str:
    """A double-quoted YAML scalar: JSON's form is one."""
    return json.dumps(text, ensure_ascii=False)


if __name__ == "__main__":
    sys.stdout.write(render())
