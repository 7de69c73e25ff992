"""The parent's side of one child: start it, ask it, watch it, end it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

import psutil

from processors.extraction import ReadersUnavailable, Unreadable
from processors.sandbox import wire
from processors.sandbox.limits import Limits
from processors.sandbox.messages import NotUnderstood, Ready, Reply, Request, Start, decode_reply, encode
from processors.sandbox.staging import Staging

_ROOT: Final = Path(__file__).resolve().parents[2]
#: How often a waiting parent looks at the child's memory, in seconds.
_WATCH_S: Final = 0.2
#: Freed memory that a child keeps for its next file, in bytes: giving it back and asking again costs a third of the
#: time of a DOCX.
_KEPT_BYTES: Final = 64 * 1024 * 1024

_TIMED_OUT: Final = "读取该文件超过时限，已停止处理，请拆分或重新导出后再投递。"
_CRASHED: Final = "读取该文件时解析程序异常退出，文件可能损坏或有害，请核对来源后重新导出。"
_TOO_LARGE: Final = "处理该文件所需内存超过上限，请拆分或降低分辨率后再投递。"


class Interrupted(Exception):
    """The child was killed from outside while it worked: the file may be asked for again."""


class Worker:
    """One warm child. After an exception from `ask` it is gone; `alive` says whether it can be asked again."""

    def __init__(self, limits: Limits, models: Path | None) -> None:
        """Start the child and wait until it is ready.

        Raises:
            ReadersUnavailable: it ended or did not answer within `limits.start_timeout_s`.
        """
        self._limits = limits
        self._resident_limit = None if models is None else limits.ocr_resident_bytes
        self._scratch = tempfile.TemporaryDirectory(prefix="gongkai-reader-")
        self._staging = Staging(Path(self._scratch.name))
        self._staging.prepare()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "processors.sandbox.child", str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self._staging.work,
            env=_environment(str(self._staging.work)),
        )
        self.answered = 0
        try:
            self._send(encode(Start(limits, None if models is None else str(models))))
            reply = self._receive(limits.start_timeout_s)
        except (wire.WireBroken, wire.WireTimeout, NotUnderstood, Unreadable) as fault:
            self.close()
            raise ReadersUnavailable(f"reader process did not start: {type(fault).__name__}") from fault
        if not isinstance(reply, Ready):
            self.close()
            raise ReadersUnavailable("reader process answered before it was ready")
        self.confinement = reply

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def resident_bytes(self) -> int:
        """Memory that the child occupies now; 0 when it has ended."""
        try:
            return int(psutil.Process(self._process.pid).memory_info().rss)
        except psutil.Error:
            return 0

    def ask(self, request: Request, timeout_s: float) -> Reply:
        """Send a request and wait for its reply.

        Raises:
            Unreadable: `timed_out`, `crashed` or `too_large` (memory); the child is gone.
            Interrupted: somebody else killed the child.
            OSError: the file cannot be copied to the child.
        """
        staged = self._staging.take_in(request)
        try:
            self._send(encode(staged))
            reply = self._receive(timeout_s)
            self._staging.bring_out(request)
        except wire.WireTimeout:
            self.close()
            raise Unreadable("timed_out", _TIMED_OUT) from None
        except NotUnderstood:
            self.close()
            raise Unreadable("crashed", _CRASHED) from None
        except wire.WireBroken:
            raise self._ended() from None
        except BaseException:
            # Whoever interrupts us must not leave a child that still answers the old question.
            self.close()
            raise
        self.answered += 1
        self._staging.clear()
        return reply

    def close(self) -> None:
        """End the child and wait for it."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._scratch.cleanup()

    def _ended(self) -> Exception:
        """Why the child's pipe closed, as the exception to raise."""
        try:
            code = self._process.wait(timeout=10.0)  # its pipe closes before it has ended
        except subprocess.TimeoutExpired:
            code = 0
        self.close()
        if code == -signal.SIGKILL:
            return Interrupted("reader process killed from outside")
        if code == -signal.SIGXCPU:
            return Unreadable("timed_out", _TIMED_OUT)
        return Unreadable("crashed", _CRASHED)

    def _send(self, body: bytes) -> None:
        if self._process.stdin is None:
            raise wire.WireBroken("no pipe")
        wire.send(self._process.stdin.fileno(), body)

    def _receive(self, timeout_s: float) -> Reply:
        if self._process.stdout is None:
            raise wire.WireBroken("no pipe")
        body = wire.receive(
            self._process.stdout.fileno(),
            max_bytes=self._limits.max_reply_bytes,
            deadline=time.monotonic() + timeout_s,
            watch=self._check_memory,
            watch_s=_WATCH_S,
        )
        return decode_reply(body)

    def _check_memory(self) -> None:
        if self._resident_limit is not None and self.resident_bytes() > self._resident_limit:
            self.close()
            raise Unreadable("too_large", _TOO_LARGE)


def _environment(scratch: str) -> dict[str, str]:
    """A child's whole environment: nothing of ours, so that no password can leak into a parser."""
    return {
        "PATH": os.defpath,
        "PYTHONPATH": str(_ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LANG": "C.UTF-8",
        "HOME": scratch,
        "TMPDIR": scratch,
        "PADDLE_PDX_CACHE_HOME": scratch,
        "PADDLE_PDX_DISABLE_MODEL_SOURCE_CHECK": "True",
        "MALLOC_TRIM_THRESHOLD_": str(_KEPT_BYTES),
        "MALLOC_TOP_PAD_": str(_KEPT_BYTES // 4),
    }
