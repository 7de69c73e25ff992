from __future__ import annotations

import pytest
import typer

from gongkai.errors import one_line
from gongkai.settings import SettingsInvalid
from gongkai.stack.launch import StackRefused
from processors.ocr.models import ModelsMissing
from records.domain.errors import BadInput, Broken, NotFound, StoreUnavailable


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (BadInput("坏"), 65),
        (NotFound("坏"), 65),
        (StoreUnavailable("坏"), 69),
        (StackRefused("坏"), 69),
        (ModelsMissing("坏"), 69),
        (SettingsInvalid(["坏"]), 69),
        (Broken("坏"), 70),
    ],
)
def test_a_known_error_is_one_line_and_its_exit_code(
    error: Exception, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit) as left, one_line():
        raise error
    assert left.value.exit_code == code
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("gongkai: ")
    assert "坏" in line


def test_an_unknown_error_keeps_its_traceback_and_is_our_fault(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as left, one_line():
        raise ZeroDivisionError
    assert left.value.exit_code == 70
    printed = capsys.readouterr().err
    assert "ZeroDivisionError" in printed
    assert printed.splitlines()[-1].startswith("gongkai: ")


@pytest.mark.parametrize("leaving", [typer.Exit(3), typer.Abort()])
def test_who_leaves_on_purpose_is_not_held_up(leaving: Exception) -> None:
    with pytest.raises(type(leaving)), one_line():
        raise leaving
