"""Log lines as JSON, one event a line, with what broke where and never with what an exception quotes."""

from __future__ import annotations

import datetime as dt
import json
import logging
import traceback
from typing import Final

FORMATS: Final = ("text", "json")


class JsonLines(logging.Formatter):
    """`at` (UTC, ISO 8601), `level`, `logger`, `message`; of an exception `error` (its type) and `where` (its frames).

    The text of an exception is left out: a parser's or a database's quotes what it stumbled over.
    """

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            line["error"] = type(error).__name__
            line["where"] = [f"{frame.name} {frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
        return json.dumps(line, ensure_ascii=False)


def write_json_lines() -> None:
    """Give every handler that is installed now this form: the root's, those of named loggers, and the last resort."""
    named = (one for one in logging.Logger.manager.loggerDict.values() if isinstance(one, logging.Logger))
    installed = [handler for logger in (logging.getLogger(), *named) for handler in logger.handlers]
    for handler in (*installed, logging.lastResort):
        if handler:
            handler.setFormatter(JsonLines())
