"""The child process: gives up its rights, then answers requests until the parent closes the pipe.

Started as `python -m processors.sandbox.child PARENT_PID`. Requests come on standard input, replies go to standard
output; nothing else may be written there, so that descriptor is moved away from the libraries first.
"""

from __future__ import annotations

import logging
import os
import site
import sys
import warnings
from pathlib import Path
from typing import Final

from processors.sandbox import landlock, lockdown, seccomp, wire
from processors.sandbox.messages import Ready, Start, decode_request, decode_start, encode
from processors.sandbox.staging import Staging
from processors.sandbox.work import Workbench

#: Redactions name all their words and places.
_MAX_REQUEST_BYTES = 1 << 24
_PROCESSORS: Final = Path(__file__).resolve().parents[1]
#: Libraries, fonts, time zones, and what numerical libraries ask of the machine. Not /etc as a whole.
_SYSTEM: Final = (
    "/usr",
    "/lib",
    "/lib64",
    "/etc/fonts",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/etc/mime.types",
    "/var/cache/fontconfig",
    "/dev/urandom",
    "/proc/self",
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/sys/devices/system/cpu",
)


def main(parent: int) -> None:
    lockdown.die_with_parent(parent)
    requests, replies = os.dup(0), os.dup(1)
    _silence()
    has_namespace = lockdown.leave_network()
    start = decode_start(wire.receive(requests, max_bytes=_MAX_REQUEST_BYTES))
    is_closed, is_filtered = confine(start)
    bench = Workbench(start.limits, _models_of(start))
    wire.send(replies, encode(Ready(has_namespace, is_closed, is_filtered)))
    while True:
        try:
            body = wire.receive(requests, max_bytes=_MAX_REQUEST_BYTES)
        except wire.WireBroken:
            return
        lockdown.allow_cpu(start.limits.request_cpu_s)
        wire.send(replies, encode(bench.answer(decode_request(body))))


def confine(start: Start) -> tuple[bool, bool]:
    """Give up everything but what a reader needs; whether the kernel closed the folders, and refuses the calls.

    Must be called before anything is loaded that may start a thread: both hold for this one and those that it starts.
    """
    lockdown.refuse_network_and_programs()
    lockdown.limit_resources(start.limits, address_space=start.models is None)
    staging = Staging(Path.cwd().parent)
    is_closed = landlock.see_only(
        readable=[*readable_folders(_models_of(start)), staging.given],
        writable=[staging.made, staging.work, Path(os.devnull)],
    )
    return is_closed, seccomp.refuse_calls()


def _models_of(start: Start) -> Path | None:
    return None if start.models is None else Path(start.models)


def readable_folders(models: Path | None) -> list[Path]:
    """What a reader loads: Python, libraries, our readers, fonts, an OCR child's models; nobody's data."""
    python = [Path(each) for each in (sys.prefix, sys.base_prefix, sys.exec_prefix, *site.getsitepackages())]
    return [*python, _PROCESSORS, *map(Path, _SYSTEM), *([models] if models else [])]


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
