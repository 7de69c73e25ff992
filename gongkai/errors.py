"""From any error to an exit code and one line for people."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from gongkai.bureau import BureauFileInvalid
from gongkai.settings import SettingsInvalid
from gongkai.stack.launch import StackRefused
from gongkai.workdays import WorkingDaysFileInvalid
from processors.ocr.models import ModelsMissing
from records.domain.errors import BadInput, BureauError, Refused, Unavailable
from search.engine import SearchUnavailable

OK = 0
UNUSABLE_INPUT = 65
SERVICE_MISSING = 69
OUR_FAULT = 70


def exit_code(error: Exception) -> int:
    """65: what was handed over is at fault; 69: a service or setting is missing; 70: our own fault."""
    match error:
        case BadInput() | Refused():
            return UNUSABLE_INPUT
        case Unavailable() | SearchUnavailable() | StackRefused() | ModelsMissing():
            return SERVICE_MISSING
        case BureauFileInvalid() | SettingsInvalid() | WorkingDaysFileInvalid():
            return SERVICE_MISSING
        case _:
            return OUR_FAULT


@contextmanager
def one_line() -> Iterator[None]:
    """Print a known error as one line and leave with its exit code; an unknown one keeps its traceback too."""
    faults_of_files = (BureauFileInvalid, SettingsInvalid, WorkingDaysFileInvalid)
    known = (BureauError, SearchUnavailable, StackRefused, ModelsMissing, *faults_of_files)
    try:
        yield
    except known as error:
        advice = getattr(error, "advice", "")
        typer.echo(f"gongkai: {error} {advice}".rstrip(), err=True)
        raise typer.Exit(exit_code(error)) from error
    except (typer.Exit, typer.Abort):
        raise
    except Exception as error:
        traceback.print_exc()
        typer.echo("gongkai: 程序出错，请将以上内容报开发人员。", err=True)
        raise typer.Exit(exit_code(error)) from error
