"""What one of several bureaus is told: the installation's variables with its name in them, then its `settings.env`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

from gongkai.bureau_names import bureau_names

P = ParamSpec("P")
T = TypeVar("T")

#: Stands for the bureau's name in a variable of the installation.
PLACEHOLDER: Final = "{bureau}"
FILE_NAME: Final = "settings.env"
#: Two bureaus that shared one of these would read each other's documents. Set for all, each has the placeholder.
_OWN: Final = (
    "GONGKAI_INBOX",
    "GONGKAI_RECORDS_URL",
    "GONGKAI_SEARCH_URL",
    "GONGKAI_BUREAU_FILE",
    "GONGKAI_SCREENING_WORDS",
    "GONGKAI_COLUMNS_FILE",
    "GONGKAI_REMINDERS_FOLDER",
    "GONGKAI_BACKUP_FOLDER",
)
#: A group robot tells one group: it is a bureau's alone.
_NEVER_SHARED: Final = ("GONGKAI_WEBHOOK_URL", "GONGKAI_WEBHOOK_KIND", "GONGKAI_WEBHOOK_SECRET")
#: What a bureau may say for itself.
_OF_A_BUREAU: Final = (
    *_OWN,
    *_NEVER_SHARED,
    "GONGKAI_SMTP_URL",
    "GONGKAI_SMTP_USER",
    "GONGKAI_SMTP_PASSWORD",
    "GONGKAI_MAIL_FROM",
)

_chosen: ContextVar[str | None] = ContextVar("chosen bureau", default=None)


@contextmanager
def at_bureau(name: str | None) -> Iterator[None]:
    """Settings that are loaded within are this bureau's; None where there is one bureau."""
    token = _chosen.set(name)
    try:
        yield
    finally:
        _chosen.reset(token)


def in_bureau(name: str | None, job: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """Do a job at this bureau."""
    with at_bureau(name):
        return job(*arguments, **named)


def chosen_bureau(environment: Mapping[str, str], faults: list[str]) -> str | None:
    """The bureau that this process, or this part of it, works for; None where there is one bureau.

    That there are several and none, or an unknown one, is chosen is a fault.
    """
    folder = environment.get("GONGKAI_BUREAUS")
    if not folder:
        return None
    name, known = _chosen.get() or environment.get("GONGKAI_BUREAU"), bureau_names(Path(folder))
    if name in known:
        return name
    choice = f"现有 {'、'.join(known)}" if known else f"{folder} 中还没有"
    faults.append(
        f"没有机关 {name}（{choice}）"
        if name
        else f"本机有多个机关，请用 --bureau 指明是哪一个，或者用 --all-bureaus 逐个执行（{choice}）"
    )
    return None


def variables_of(bureau: str, environment: Mapping[str, str], faults: list[str]) -> dict[str, str]:
    """The variables of this bureau; what would be shared with another one is a fault."""
    variables = {name: value for name, value in environment.items() if name not in _NEVER_SHARED}
    faults += [
        f"本机有多个机关：{name} 中须有 {PLACEHOLDER}，代表机关编号"
        for name in _OWN
        if variables.get(name) and PLACEHOLDER not in variables[name]
    ]
    faults += [
        f"本机有多个机关：{name} 只能写在各机关自己的 {FILE_NAME} 中" for name in _NEVER_SHARED if environment.get(name)
    ]
    replaced = {
        name: value.replace(PLACEHOLDER, bureau) if name in _OWN else value for name, value in variables.items()
    }
    return {**replaced, **_own_file(Path(environment["GONGKAI_BUREAUS"]) / bureau / FILE_NAME, faults)}


def _own_file(path: Path, faults: list[str]) -> dict[str, str]:
    """Lines `NAME=value`; empty ones and those that begin with # say nothing."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError):
        faults.append(f"{path} 无法读取")
        return {}
    said: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        name, is_set, value = line.strip().partition("=")
        if not name or name.startswith("#"):
            continue
        if not is_set or name not in _OF_A_BUREAU:
            faults.append(f"{path} 第 {number} 行不是机关自己的设置")
        else:
            said[name] = value
    return said
