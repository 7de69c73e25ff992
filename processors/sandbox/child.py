"""The child process: gives up its rights, then answers requests until the parent closes the pipe.

Started as `python -m processors.sandbox.child PARENT_PID`. Requests come on standard input, replies go to standard
output; nothing else may be written there, so that descriptor is moved away from the libraries first.
"""

from __future__ import annotations

import logging
import os
import sys
import warnings
from pathlib import Path

from processors.sandbox import lockdown, wire
from processors.sandbox.messages import Ready, decode_request, decode_start, encode
from processors.sandbox.work import Workbench

#: Redactions name all their words and places.
_MAX_REQUEST_BYTES = 1 << 24


def main(parent: int) -> None:
    lockdown.die_with_parent(parent)
    requests, replies = os.dup(0), os.dup(1)
    _silence()
    has_namespace = lockdown.leave_network()
    start = decode_start(wire.receive(requests, max_bytes=_MAX_REQUEST_BYTES))
    lockdown.refuse_network_and_programs()
    lockdown.limit_resources(start.limits, address_space=start.models is None)
    bench = Workbench(start.limits, None if start.models is None else Path(start.models))
    wire.send(replies, encode(Ready(has_namespace)))
    while True:
        try:
            body = wire.receive(requests, max_bytes=_MAX_REQUEST_BYTES)
        except wire.WireBroken:
            return
        lockdown.allow_cpu(start.limits.request_cpu_s)
        wire.send(replies, encode(bench.answer(decode_request(body))))


def _silence() -> None:
    """Point the standard descriptors at nothing: libraries print, and what they print may be the file's text."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    os.close(nothing)
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")


if __name__ == "__main__":
    main(int(sys.argv[1]))
