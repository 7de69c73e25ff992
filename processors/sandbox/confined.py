"""Becomes a foreign program that works on a file of others, after giving up what the program has no business with.

Started as `python -m processors.sandbox.confined PARENT_PID LIMITS PROGRAM [ARGUMENT …]` with LIMITS as JSON, in the
only folder that the program may write. A forbidden network or folder is an error to the program, not to us.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Final

from processors.sandbox import landlock, lockdown
from processors.sandbox.limits import Limits

#: Programs, libraries, fonts and their settings. Not /etc as a whole: it holds the machine's accounts.
_READABLE: Final = (
    "/usr",
    "/opt",
    "/bin",
    "/lib",
    "/lib64",
    "/etc/alternatives",
    "/etc/fonts",
    "/etc/libreoffice",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/var/cache/fontconfig",
    "/var/lib/libreoffice",
    "/var/spool/libreoffice",
    "/dev/urandom",
    "/proc/self",
)
#: Where LibreOffice insists on its socket (sal/osl/unx/pipe.cxx), whatever TMPDIR says.
_SOCKETS: Final = "/tmp"  # noqa: S108


def main(parent: int, limits: Limits, program: list[str]) -> None:
    lockdown.die_with_parent(parent)
    lockdown.leave_network()
    lockdown.limit_resources(limits, address_space=True)
    lockdown.allow_cpu(limits.request_cpu_s)
    here = Path.cwd()
    landlock.see_only(
        readable=[Path(path) for path in _READABLE], writable=[here, Path(os.devnull)], sockets=[Path(_SOCKETS)]
    )
    os.execv(program[0], program)  # noqa: S606 - the parent names the program, the file does not


if __name__ == "__main__":
    main(int(sys.argv[1]), Limits(**json.loads(sys.argv[2])), sys.argv[3:])
