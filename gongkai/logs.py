"""Logging of our own processes: one line per event, never text of a document."""

from __future__ import annotations

import logging
import os
import sys

from metering.log_lines import write_json_lines


def configure_logging(*, verbose: bool = False) -> None:
    """Log to standard error; warnings and worse unless `verbose`. GONGKAI_LOG_FORMAT=json makes each line an object."""
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
        stream=sys.stderr,
    )
    for chatty in ("httpx", "httpcore", "pdfminer", "elastic_transport"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    if os.environ.get("GONGKAI_LOG_FORMAT") == "json":
        write_json_lines()
