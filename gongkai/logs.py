"""Logging of our own processes: one line per event, never text of a document."""

from __future__ import annotations

import logging
import sys


def configure_logging(*, verbose: bool = False) -> None:
    """Log to standard error; warnings and worse unless `verbose`."""
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
        stream=sys.stderr,
    )
    for chatty in ("httpx", "httpcore", "pdfminer", "elastic_transport"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
