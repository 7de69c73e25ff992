"""Keep what citizens search for, and who they are, out of the server's access log."""

from __future__ import annotations

import logging


class WithoutQuery(logging.Filter):
    """Cuts the query string and the address off the records of uvicorn.access (address, method, path, version, status).

    A search may hold a name or an ID number; it is nobody's business afterwards.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple) and len(record.args) == 5:
            _, method, path, version, status = record.args
            record.args = ("-", method, str(path).partition("?")[0], version, status)
        return True


def silence_queries() -> None:
    """Install the filter once, however often it is called."""
    access = logging.getLogger("uvicorn.access")
    if not any(isinstance(each, WithoutQuery) for each in access.filters):
        access.addFilter(WithoutQuery())
