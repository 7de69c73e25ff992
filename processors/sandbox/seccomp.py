"""Refuses a process the system calls that a parser has no business with (seccomp, Linux 3.17), in native code too.

A filter in classic BPF: numbers and structures from include/uapi/linux/{seccomp,filter,bpf_common,audit}.h and the
kernel's tables of system calls. What is refused gets EPERM; a parser that tries it fails, and its file with it.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_PR_SET_NO_NEW_PRIVS: Final = 38
_PR_SET_SECCOMP: Final = 22
_MODE_FILTER: Final = 2

_ALLOW: Final = 0x7FFF0000
_KILL_PROCESS: Final = 0x80000000
_ERRNO: Final = 0x00050000

#: Operations of classic BPF on 32-bit words.
_LOAD: Final = 0x20
_JUMP_EQUAL: Final = 0x15
_JUMP_AT_LEAST: Final = 0x35
_JUMP_SET: Final = 0x45
_RETURN: Final = 0x06
#: Where the filter finds the call's number, its architecture, and the low half of its first argument.
_NUMBER: Final = 0
_ARCHITECTURE: Final = 4
_FIRST_ARGUMENT: Final = 16

#: A thread of this process, not a new one.
_CLONE_THREAD: Final = 0x00010000
#: From here on numbers of x86-64's second table (x32) begin; it has a way to every call of the first.
_X32: Final = 0x40000000

#: New programs, the network, other processes, the kernel's own affairs.
_REFUSED: Final = (
    ("fork", 57, None),
    ("vfork", 58, None),
    ("execve", 59, 221),
    ("execveat", 322, 281),
    ("socket", 41, 198),
    ("socketpair", 53, 199),
    ("connect", 42, 203),
    ("bind", 49, 200),
    ("listen", 50, 201),
    ("accept", 43, 202),
    ("accept4", 288, 242),
    ("sendto", 44, 206),
    ("sendmsg", 46, 211),
    ("sendmmsg", 307, 269),
    ("ptrace", 101, 117),
    ("process_vm_readv", 310, 270),
    ("process_vm_writev", 311, 271),
    ("tkill", 200, 130),
    ("pidfd_open", 434, 434),
    ("pidfd_send_signal", 424, 424),
    ("pidfd_getfd", 438, 438),
    ("kcmp", 312, 272),
    ("mount", 165, 40),
    ("umount2", 166, 39),
    ("pivot_root", 155, 41),
    ("chroot", 161, 51),
    ("move_mount", 429, 429),
    ("open_tree", 428, 428),
    ("unshare", 272, 97),
    ("setns", 308, 268),
    ("bpf", 321, 280),
    ("perf_event_open", 298, 241),
    ("userfaultfd", 323, 282),
    ("io_uring_setup", 425, 425),
    ("io_uring_enter", 426, 426),
    ("io_uring_register", 427, 427),
    ("add_key", 248, 217),
    ("request_key", 249, 218),
    ("keyctl", 250, 219),
    ("open_by_handle_at", 304, 265),
    ("init_module", 175, 105),
    ("finit_module", 313, 273),
    ("delete_module", 176, 106),
    ("kexec_load", 246, 104),
    ("reboot", 169, 142),
    ("settimeofday", 164, 170),
    ("clock_settime", 227, 112),
)


@dataclass(frozen=True, slots=True)
class _Machine:
    """`audit` names the architecture to the kernel; numbers of calls that have a rule of their own, and the refused."""

    audit: int
    clone: int
    clone3: int
    kill: int
    tgkill: int
    refused: tuple[int, ...]
    has_x32: bool


_MACHINES: Final[Mapping[str, _Machine]] = {
    "x86_64": _Machine(0xC000003E, 56, 435, 62, 234, tuple(number for _, number, _ in _REFUSED), has_x32=True),
    "aarch64": _Machine(
        0xC00000B7, 220, 435, 129, 131, tuple(arm for *_, arm in _REFUSED if arm is not None), has_x32=False
    ),
}


def refuse_calls() -> bool:
    """Refuse this thread, and all that it starts, those calls from here on; False where this cannot be.

    Threads may be made, processes not; a signal may be sent to this very process alone. Must be called while the
    process has one thread. False: another architecture than x86-64 and ARM64, or a kernel without seccomp.
    """
    machine = _MACHINES.get(platform.machine())
    if machine is None:
        return False
    program = _program(machine, os.getpid())
    code = ctypes.create_string_buffer(b"".join(program))
    header = struct.pack("@HP", len(program), ctypes.addressof(code))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(_PR_SET_SECCOMP, _MODE_FILTER, header, 0, 0) == 0)


def _program(machine: _Machine, own: int) -> list[bytes]:
    """The filter: other architectures die, then rules by the number of the call, and what has no rule passes."""
    refuse, pass_on = _step(_RETURN, _ERRNO | errno.EPERM), _step(_RETURN, _ALLOW)
    program = [
        _step(_LOAD, _ARCHITECTURE),
        _step(_JUMP_EQUAL, machine.audit, 1, 0),
        _step(_RETURN, _KILL_PROCESS),
        _step(_LOAD, _NUMBER),
    ]
    if machine.has_x32:
        program += [_step(_JUMP_AT_LEAST, _X32, 0, 1), refuse]
    for number in machine.refused:
        program += [_step(_JUMP_EQUAL, number, 0, 1), refuse]
    # The flags of clone3 lie where a filter cannot look; without it, the C library makes threads by clone.
    program += [_step(_JUMP_EQUAL, machine.clone3, 0, 1), _step(_RETURN, _ERRNO | errno.ENOSYS)]
    argument = _step(_LOAD, _FIRST_ARGUMENT)
    program += [_step(_JUMP_EQUAL, machine.clone, 0, 4), argument]
    program += [_step(_JUMP_SET, _CLONE_THREAD, 0, 1), pass_on, refuse]
    for number in (machine.kill, machine.tgkill):
        program += [_step(_JUMP_EQUAL, number, 0, 4), argument, _step(_JUMP_EQUAL, own, 0, 1), pass_on, refuse]
    return [*program, pass_on]


def _step(operation: int, operand: int, if_true: int = 0, if_false: int = 0) -> bytes:
    """One instruction; the jumps count the instructions that are passed over."""
    return struct.pack("=HBBI", operation, if_true, if_false, operand)
