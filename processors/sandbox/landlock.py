"""Closes the file system to a program (Landlock, Linux 5.13): it sees the folders it is given and nothing else.

Numbers and structures: include/uapi/linux/landlock.h and Documentation/userspace-api/landlock.rst of the kernel.
"""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterable
from pathlib import Path
from typing import Final

_CREATE_RULESET: Final = 444
_ADD_RULE: Final = 445
_RESTRICT_SELF: Final = 446
_ASK_VERSION: Final = 1
_RULE_PATH_BENEATH: Final = 1
_PR_SET_NO_NEW_PRIVS: Final = 38

_EXECUTE: Final = 1 << 0
_WRITE_FILE: Final = 1 << 1
_READ_FILE: Final = 1 << 2
_READ_DIR: Final = 1 << 3
_REMOVE_FILE: Final = 1 << 5
_MAKE_SOCKET: Final = 1 << 9
#: Everything of version 1: the above, and making or removing entries of any kind.
_ALL_OF_VERSION_1: Final = (1 << 13) - 1
_MOVE_ACROSS_FOLDERS: Final = 1 << 13  # since version 2
_TRUNCATE: Final = 1 << 14  # since version 3
#: Binding and connecting TCP sockets; since version 4. No rule is added, so both are refused.
_TCP: Final = 0b11
_FOR_FILES: Final = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE


def see_only(*, readable: Iterable[Path], writable: Iterable[Path], sockets: Iterable[Path] = ()) -> bool:
    """Refuse this process, and all it starts, every other path from here on; False where the kernel has no Landlock.

    `readable` may be read and run, `writable` changed too; in `sockets` a local socket may be made and
    entries removed. Paths that do not exist are passed over. TCP is refused as well where the kernel can.

    Raises:
        OSError: the kernel has Landlock and refuses the rules.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _ASK_VERSION)
    if version < 1:
        return False
    files = _ALL_OF_VERSION_1
    files |= _MOVE_ACROSS_FOLDERS if version >= 2 else 0
    files |= _TRUNCATE if version >= 3 else 0
    attributes = struct.pack("=QQ", files, _TCP) if version >= 4 else struct.pack("=Q", files)
    ruleset = _checked(libc.syscall(_CREATE_RULESET, attributes, ctypes.c_size_t(len(attributes)), 0))
    try:
        for path in readable:
            _allow(libc, ruleset, path, _EXECUTE | _READ_FILE | _READ_DIR)
        for path in writable:
            _allow(libc, ruleset, path, files)
        for path in sockets:
            _allow(libc, ruleset, path, _MAKE_SOCKET | _REMOVE_FILE)
        _checked(libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
        _checked(libc.syscall(_RESTRICT_SELF, ruleset, 0))
    finally:
        os.close(ruleset)
    return True


def _allow(libc: ctypes.CDLL, ruleset: int, path: Path, access: int) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        rule = struct.pack("=Qi", access if path.is_dir() else access & _FOR_FILES, descriptor)
        _checked(libc.syscall(_ADD_RULE, ruleset, _RULE_PATH_BENEATH, rule, 0))
    finally:
        os.close(descriptor)


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result
