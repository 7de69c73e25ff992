"""One version as it is handed to the airlock, checked before anything touches the disk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from bundles.format import (
    BundleInvalid,
    BundleMeta,
    Correction,
    PublicAttributes,
    PublicFile,
    check_file_name,
    check_place,
)
from bundles.markup import refuse_unclean


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """A file to be published. `path` is where it lies now; `name` is what citizens get; `label` what the link says."""

    path: Path
    name: str
    media_type: str
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Release:
    """One version as it is handed to the airlock. `listed_only`: the title row alone; body and files are left out.

    `as_of` (aware) is when it was last known to be public, `published_at` if None: a tombstone younger than that wins.
    A page that a re-review restores keeps its `published_at` and comes with a later `as_of`.
    """

    bureau: str
    id: str
    version: int
    content_hash: str
    index_number: str
    published_at: dt.datetime
    attributes: PublicAttributes
    body_html: str
    files: Sequence[ReleaseFile] = ()
    listed_only: bool = False
    as_of: dt.datetime | None = None
    corrections: Sequence[Correction] = ()

    def check(self) -> None:
        """Make sure that a bundle can be made of this.

        Raises:
            BundleInvalid: an id, a file name, an attribute or the body breaks the format.
        """
        check_place(self.bureau, self.id)
        names = [file.name for file in self.files]
        for name in names:
            check_file_name(name)
        if len(set(names)) != len(names):
            raise BundleInvalid("files: two have the same name")
        refuse_unclean(self.body_html)
        self.meta(())

    def meta(self, files: tuple[PublicFile, ...]) -> BundleMeta:
        """meta.json of this release with these files.

        Raises:
            BundleInvalid: a field is not of the required form.
        """
        try:
            return BundleMeta(
                bureau=self.bureau,
                id=self.id,
                version=self.version,
                content_hash=self.content_hash,
                index_number=self.index_number,
                published_at=self.published_at,
                attributes=self.attributes,
                files=files,
                listed_only=self.listed_only,
                corrections=tuple(self.corrections),
            )
        except ValidationError as error:
            # The fields alone: the values may be text of the document.
            fields = ", ".join(".".join(map(str, fault["loc"])) for fault in error.errors())
            raise BundleInvalid(f"release: not of the required form: {fields}") from error
