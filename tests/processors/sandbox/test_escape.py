"""What a parser can do that an attacker has taken over: native code, past Python's audit hook. Nothing gets out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from processors.pool import ReaderPool
from processors.sandbox.staging import Staging

ROOT = Path(__file__).resolve().parents[3]
#: Runs in a child that has confined itself as a reader does; calls the C library, which no audit hook sees.
ATTACKER = """
import ctypes, errno, json, os, sys, threading
from processors.sandbox import lockdown
from processors.sandbox.child import confine
from processors.sandbox.limits import DEFAULT_LIMITS
from processors.sandbox.messages import Start

libc = ctypes.CDLL(None, use_errno=True)
is_x86 = os.uname().machine == "x86_64"

def begin(path, flags=0):
    return libc.open(os.fsencode(path), flags, 0o600)

def attempt(attack):
    outcome = eval(attack)
    return "done" if outcome >= 0 else errno.errorcode[ctypes.get_errno()]

attacks = json.load(sys.stdin)
lockdown.leave_network()
held = confine(Start(DEFAULT_LIMITS, None))
print(json.dumps([held, {name: attempt(attack) for name, attack in attacks.items()}]))
"""
REFUSED = {
    "a socket for the internet": "libc.socket(2, 1, 0)",
    "a socket of this machine": "libc.socket(1, 1, 0)",
    "a netlink socket": "libc.socket(16, 3, 0)",
    "another process": "libc.fork()",
    "another process by the kernel's own call": "libc.syscall(57 if is_x86 else 220, 17, 0, 0, 0, 0)",
    "a thousand processes": "max(libc.fork() for _ in range(1000))",
    "another program": "libc.execv(b'/bin/true', None)",
    "debugging the parent": "libc.ptrace(16, os.getppid(), 0, 0)",
    "reading the parent's memory": "libc.process_vm_readv(os.getppid(), None, 0, None, 0, 0)",
    "ending the parent": "libc.kill(os.getppid(), 9)",
    "ending everything": "libc.kill(-1, 9)",
    "a new namespace": "libc.unshare(0x10000000)",
    "mounting": "libc.mount(b'none', b'/tmp', b'tmpfs', 0, None)",
    "a program in the kernel": "libc.syscall(321 if is_x86 else 280, 0, 0, 0)",
    "a ring of calls": "libc.syscall(425, 8, 0)",
}
WRITE = os.O_WRONLY | os.O_CREAT
CLOSED = {
    **{
        f"reading {path}": f"begin({path!r})"
        for path in ("/etc/passwd", "/etc/shadow", "/etc/hosts", "/root", "/var", "/tmp", str(ROOT))
    },
    "reading the parent's environment": "begin(f'/proc/{os.getppid()}/environ')",
    "reading the records beside it": "begin('../../records.db')",
    "writing beside it": f"begin('../../left', {WRITE})",
    "writing into the file in hand": f"begin('../given/file.pdf', {os.O_WRONLY})",
    "writing beside the file in hand": f"begin('../given/new', {WRITE})",
    "removing the file in hand": "libc.unlink(b'../given/file.pdf')",
    "writing into our program": f"begin({str(ROOT / 'processors' / 'new.py')!r}, {WRITE})",
}
ALLOWED = {
    "reading the file in hand": "begin('../given/file.pdf')",
    "writing what is made": f"begin('../made/x', {WRITE})",
    "writing where it works": f"begin('x', {WRITE})",
    "a thread": "[one.start() or one.join() for one in [threading.Thread(target=len, args=('',))]] and 0",
    "a signal to itself": "libc.kill(os.getpid(), 0)",
}


@pytest.fixture
def staging(tmp_path: Path) -> Staging:
    folder = tmp_path / "child"
    folder.mkdir()
    made = Staging(folder)
    made.prepare()
    return made


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What came of each attempt, all in one child: `done` or the name of the error."""
    folder = tmp_path_factory.mktemp("escape")
    (folder / "records.db").write_bytes(b"inside")
    (folder / "child").mkdir()
    staging = Staging(folder / "child")
    staging.prepare()
    (staging.given / "file.pdf").write_bytes(b"the file in hand")
    done = subprocess.run(
        [sys.executable, "-c", ATTACKER],
        input=json.dumps({**REFUSED, **CLOSED, **ALLOWED}),
        cwd=staging.work,
        env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    held, found = json.loads(done.stdout)
    assert held == [True, True], "this kernel has no Landlock or no seccomp"
    return found


@pytest.mark.parametrize("attempt", REFUSED)
def test_a_call_is_refused_by_the_kernel(outcomes: dict[str, str], attempt: str) -> None:
    assert outcomes[attempt] == "EPERM"


@pytest.mark.parametrize("attempt", CLOSED)
def test_a_folder_is_closed_by_the_kernel(outcomes: dict[str, str], attempt: str) -> None:
    assert outcomes[attempt] == "EACCES"


@pytest.mark.parametrize("attempt", ALLOWED)
def test_what_a_reader_needs_it_still_has(outcomes: dict[str, str], attempt: str) -> None:
    assert outcomes[attempt] == "done"


def test_the_readers_of_a_pool_are_so_confined(pool: ReaderPool, make_docx) -> None:
    pool.read(make_docx("通知"))
    (worker,) = pool._text.workers
    assert worker.confinement.closed_folders
    assert worker.confinement.refused_calls
    assert worker.confinement.network_namespace or os.geteuid() != 0


def test_nothing_of_one_file_is_left_to_the_next(pool: ReaderPool, make_docx) -> None:
    pool.read(make_docx("通知"))
    (worker,) = pool._text.workers
    staging = worker._staging
    assert [list(folder.iterdir()) for folder in (staging.given, staging.made, staging.work)] == [[], [], []]


def test_only_plain_files_are_brought_out(staging: Staging, tmp_path: Path) -> None:
    from processors.sandbox.messages import SplitArchive

    (staging.made / "a.docx").write_bytes(b"made")
    (staging.made / "link").symlink_to("/etc/passwd")
    (staging.made / "folder").mkdir()
    out = tmp_path / "out"
    out.mkdir()
    staging.bring_out(SplitArchive("x.zip", str(out)))
    assert [path.name for path in out.iterdir()] == ["a.docx"]
    staging.clear()
    assert list(staging.made.iterdir()) == []
