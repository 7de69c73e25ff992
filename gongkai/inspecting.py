"""`gongkai inspect`: what the pipeline would see in some files, without touching a store."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import typer

from gongkai.reading_warnings import sentence_of
from processors.extraction import Unreadable
from processors.inspection import to_json
from processors.pool import ReaderPool
from processors.screening.words import Words

Report = dict[str, Any]


def inspect_files(files: Sequence[Path], models: Path, words: Words | None) -> list[Report]:
    """One report per file, in order; one unusable file does not stop the others. `words` are the bureau's own."""
    with ReaderPool(models) as pool, ThreadPoolExecutor(pool.callers) as callers:
        return list(callers.map(lambda path: _inspect(pool, path, words), files))


def _inspect(pool: ReaderPool, path: Path, words: Words | None) -> Report:
    sha256 = ""
    printable = os.fsencode(path).decode("utf-8", "backslashreplace")
    if printable != str(path):
        return to_json(Path(printable), sha256, Unreadable("bad_name", "文件名的编码无法识别，请改名后再试。"))
    try:
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        return to_json(path, sha256, pool.inspect(path, words=words))
    except OSError as error:
        return to_json(path, sha256, Unreadable("missing", f"无法打开文件（{error.strerror}），请核对路径与权限。"))
    except Unreadable as fault:
        return to_json(path, sha256, fault)


def print_report(reports: Sequence[Report]) -> None:
    """For people: attributes, then findings, of each file."""
    for report in reports:
        typer.secho(report["file"], bold=True)
        if report["error"]:
            typer.secho(f"  {report['error']['message']}（{report['error']['code']}）", fg="red")
            continue
        typer.echo(f"  {report['media_type']}，{len(report['pages'])} 页，SHA-256 {report['sha256'][:12]}…")
        for name, attribute in report["attributes"].items():
            value = attribute["value"] if isinstance(attribute, dict) else attribute
            if value:
                typer.echo(f"  {name}: {'、'.join(value) if isinstance(value, list) else value}")
        for warning in report["warnings"]:
            typer.secho(f"  {sentence_of(warning)}", fg="yellow")
        for finding in report["findings"]:
            place = f"第 {finding['page']} 页" if finding["page"] else "整个文件"
            typer.secho(f"  发现 {finding['kind']}（{place}，{finding['severity']}）", fg="yellow")
