"""What a backup holds of an installation, and where each part belongs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from bundles.copying import public_files
from gongkai.bureau import load_bureau
from gongkai.settings import Settings
from records.store.export import kept_originals
from records.store.originals import FolderOriginals

Part = Literal["configuration", "originals", "public", "dropbox", "reports", "annual"]


class BackedUpFile(BaseModel):
    """One file: `place` is relative to its part, `sha256` of the plain bytes, `object` its name in the backup."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    part: Part
    place: str
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    object: str = Field(pattern=r"^[0-9a-f]{64}$")


@dataclass(frozen=True, slots=True)
class Source:
    """A file to back up."""

    part: Part
    place: str
    sha256: str
    path: Path


#: By name in the backup. `seal-public.key` and `backup-public.key` are the public halves.
CONFIGURATION: Mapping[str, Callable[[Settings], Path]] = {
    "bureau.toml": lambda settings: settings.bureau_file,
    "screening-words.txt": lambda settings: settings.screening_words,
    "columns.toml": lambda settings: settings.columns_file,
    "working-days.toml": lambda settings: settings.working_days_file,
    "seal-public.key": lambda settings: settings.configuration / "seal-public.key",
    "backup-public.key": lambda settings: settings.home / "backup-public.key",
}

#: Parts that are folders. What was public waits in `held` until it may be shown again.
FOLDERS: Mapping[str, Callable[[Settings], Path]] = {
    "originals": lambda settings: settings.originals,
    "public": lambda settings: settings.held,
    "dropbox": lambda settings: settings.dropbox,
    "reports": lambda settings: settings.reports,
    "annual": lambda settings: settings.annual_folder,
}


def sources(settings: Settings) -> Iterator[Source]:
    """Every file but records and secrets. `sealed/` is never among them, nor the inbox."""
    for name, find in CONFIGURATION.items():
        if find(settings).is_file():
            yield _hashed("configuration", name, find(settings))
    originals = FolderOriginals(settings.originals)
    for sha256 in kept_originals(settings.records_url):
        path = originals.place(sha256)
        yield Source("originals", path.relative_to(settings.originals).as_posix(), sha256, path)
    for file in public_files(settings.bundles, load_bureau(settings.bureau_file).id):
        yield Source("public", file.place.as_posix(), file.sha256, settings.bundles / file.place)
    yield from _all_below("dropbox", settings.dropbox)
    yield from _all_below("reports", settings.reports)
    yield from _all_below("annual", settings.annual_folder)


def target(settings: Settings, file: BackedUpFile) -> Path:
    """Where a restored file belongs; a place that leads out of its part is refused by a ValueError."""
    place = PurePosixPath(file.place)
    if place.is_absolute() or ".." in place.parts:
        raise ValueError(f"{file.place} leads out of its folder")
    if file.part == "configuration":
        return CONFIGURATION[file.place](settings)
    return FOLDERS[file.part](settings) / place


def _all_below(part: Literal["dropbox", "reports", "annual"], folder: Path) -> Iterator[Source]:
    for path in sorted(folder.rglob("*")):
        hidden = any(each.startswith(".") for each in path.relative_to(folder).parts)
        if hidden or not path.is_file():
            continue
        with suppress(FileNotFoundError):  # a box that was taken in meanwhile: it is on record
            yield _hashed(part, path.relative_to(folder).as_posix(), path)


def _hashed(part: Part, place: str, path: Path) -> Source:
    with path.open("rb") as file:
        return Source(part, place, hashlib.file_digest(file, "sha256").hexdigest(), path)
