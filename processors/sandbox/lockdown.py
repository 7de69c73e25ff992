"""What a child gives up before it opens a file: network, new programs, unlimited memory, time and output."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from typing import Final

from processors.sandbox.limits import Limits

_CLONE_NEWUSER: Final = 0x10000000
_CLONE_NEWNET: Final = 0x40000000
_PR_SET_PDEATHSIG: Final = 1

#: Audit events that a parser has no business with (https://docs.python.org/3/library/audit_events.html).
_REFUSED: Final = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.startfile",
    "pty.spawn",
    "ftplib.",
    "http.client.",
    "smtplib.",
    "urllib.Request",
)


class Forbidden(PermissionError):
    """The child tried to reach the network or to start a program."""


def die_with_parent(parent: int) -> None:
    """Have the kernel kill this process when its parent ends, however it ends.

    `parent` is the parent's process id as it knew it: when it has ended before this call, we end too.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def leave_network() -> bool:
    """Move into a network namespace that has no interface; False where the kernel does not permit it.

    Must be called while the process has one thread. The audit hook stands in where this fails.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    # A user namespace first would take root's right to read the inbox, so it is the second choice.
    return any(libc.unshare(flags) == 0 for flags in (_CLONE_NEWNET, _CLONE_NEWUSER | _CLONE_NEWNET))


def limit_resources(limits: Limits, *, address_space: bool) -> None:
    """Set the kernel's limits. `address_space` is for parsers; the OCR child's resident memory is watched instead."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.max_written_bytes, limits.max_written_bytes))
    resource.setrlimit(resource.RLIMIT_NOFILE, (limits.max_open_files, limits.max_open_files))
    if address_space:
        resource.setrlimit(resource.RLIMIT_AS, (limits.text_address_space_bytes, limits.text_address_space_bytes))


def allow_cpu(seconds: int) -> None:
    """Let this process use that much processor time from now on; the kernel ends it with SIGXCPU after that."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (spent + seconds, hard))


def refuse_network_and_programs() -> None:
    """Refuse sockets and new processes from here on. An audit hook cannot be taken away again."""
    sys.addaudithook(_refuse)


def _refuse(event: str, _args: tuple[object, ...]) -> None:
    if event.startswith(_REFUSED):
        raise Forbidden(f"{event} is forbidden in a reader process")
