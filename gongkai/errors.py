"""From any error to an exit code and one line for people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from gongkai.bureau import BureauFileInvalid
from gongkai.settings import SettingsInvalid
from gongkai.stack.launch import StackRefused
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
        case Unavailable() | SearchUnavailable() | StackRefused() | BureauFileInvalid() | SettingsInvalid():
            return SERVICE_MISSING
        case _:
            return OUR_FAULT


@contextmanager
def one_line() -> Iterator[None]:
    """Print a known error as one line and leave with its exit code; unknown ones keep their traceback."""
    known = (BureauError, SearchUnavailable, StackRefused, BureauFileInvalid, SettingsInvalid)
    try:
        yield
    except known as error:
        advice = getattr(error, "advice", "")
        typer.echo(f"gongkai: {error} {advice}".rstrip(), err=True)
        raise typer.Exit(exit_code(error)) from error
