"""What a published version consists of on disk.

<bureau>/<id>/v<N>/meta.json   BundleMeta
<bureau>/<id>/v<N>/body.html   clean body: no script, no style
<bureau>/<id>/v<N>/page.html   the rendered article
<bureau>/<id>/v<N>/files/…     public renditions
<bureau>/<id>/current.json     Pointer or Tombstone, replaced atomically

Only the version that current.json names is public; the folder of a superseded version is removed.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

BUNDLE_SCHEMA = 1

META_NAME = "meta.json"
BODY_NAME = "body.html"
PAGE_NAME = "page.html"
CURRENT_NAME = "current.json"
FILES_FOLDER = "files"

_ULID = r"^[0-9A-HJKMNP-TV-Z]{26}$"

#: Matches `shili-hrss`, not `../shili`.
BureauId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Ulid = Annotated[str, Field(pattern=_ULID)]
#: Matches `policy-interpretations`, not `../policy`.
ColumnId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{1,40}$")]
#: One path segment without control characters, slashes or a leading dot: matches `通知.pdf`, not `a/b` or `.htaccess`.
FileName = Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f/\\.][^\x00-\x1f\x7f/\\]*$", max_length=120)]
#: Matches `body.html` and `files/通知.pdf`, not `files/../meta.json`.
BundlePath = Annotated[str, Field(pattern=r"^(body\.html|page\.html|files/[^\x00-\x1f\x7f/\\.][^\x00-\x1f\x7f/\\]*)$")]


class BundleInvalid(ValueError):
    """What was handed over cannot become a bundle: an id, a name or the body breaks the format."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PublicFile(_Frozen):
    """One file of the bundle. `path` is relative to the version's folder, with forward slashes."""

    path: BundlePath
    sha256: Sha256
    size_bytes: int = Field(ge=0)
    media_type: str
    label: str | None = None

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return self.path.rpartition("/")[2]


class ListFacts(_Frozen):
    """What a structured list (清单) says of itself: its kind, its rows, and the columns by which one may look."""

    kind: Annotated[str, Field(pattern=r"^[a-z][a-z_]{1,40}$")]
    kind_name: str
    row_count: int = Field(ge=1)
    filters: tuple[str, ...] = ()


class PublicAttributes(_Frozen):
    """The attributes that the public may see.

    `effective_on` and `expires_on` are the first and the last day of validity; `repeals` names the documents that end
    with this one, `cites` the documents that its text names, both as printed. `column` is where it stands on the site.
    `structured` is set for a list alone: its rows lie in files/<id>.json (bundles/list_data.py).
    """

    title: str
    document_number: str | None = None
    issuing_organs: tuple[str, ...] = ()
    addressees: str | None = None
    adopted_on: dt.date | None = None
    document_type: str | None = None
    attachments: tuple[str, ...] = ()
    unit: str | None = None
    subject: str | None = None
    effective_on: dt.date | None = None
    expires_on: dt.date | None = None
    repeals: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    column: ColumnId | None = None
    structured: ListFacts | None = None


class Correction(_Frozen):
    """An earlier version that was corrected (更正), and when; of its content nothing is left."""

    version: int = Field(ge=1)
    at: AwareDatetime


class BundleMeta(_Frozen):
    """meta.json. `listed_only`: on request, title row alone, where the law allows; then no files but meta.json.

    `files` holds body.html, page.html and everything below files/, each with its SHA-256.
    `corrections` are the earlier versions that were corrected, oldest first.
    """

    bundle_schema: int = BUNDLE_SCHEMA
    bureau: BureauId
    id: Ulid
    version: int = Field(ge=1)
    content_hash: Sha256
    index_number: str
    published_at: AwareDatetime
    attributes: PublicAttributes
    files: tuple[PublicFile, ...]
    listed_only: bool = False
    corrections: tuple[Correction, ...] = ()

    def correction_of(self, version: int) -> Correction | None:
        """How that earlier version ended, if it was corrected."""
        return next((each for each in self.corrections if each.version == version), None)

    @property
    def downloads(self) -> tuple[PublicFile, ...]:
        """The files a citizen may download, in the order they were handed over."""
        return tuple(file for file in self.files if file.path.startswith(f"{FILES_FOLDER}/"))


class Pointer(_Frozen):
    """current.json of a document that is public: which version, and its meta.json's hash."""

    kind: Literal["published"] = "published"
    version: int = Field(ge=1)
    meta_sha256: Sha256


class Tombstone(_Frozen):
    """current.json of a document that is no longer public: when and why, and nothing of its content."""

    kind: Literal["suspended", "withdrawn"]
    at: AwareDatetime
    reason: str


Current = Annotated[Pointer | Tombstone, Field(discriminator="kind")]
CURRENT: TypeAdapter[Pointer | Tombstone] = TypeAdapter(Current)

_BUREAU: TypeAdapter[str] = TypeAdapter(BureauId)
_ID: TypeAdapter[str] = TypeAdapter(Ulid)
_NAME: TypeAdapter[str] = TypeAdapter(FileName)


def to_json(model: BundleMeta | Pointer | Tombstone) -> bytes:
    """The bytes that are stored."""
    return model.model_dump_json(indent=1).encode()


def is_document_id(name: str) -> bool:
    """Whether a folder may be a document's, judged by its name."""
    return re.fullmatch(_ULID, name) is not None


def check_place(bureau: str, document_id: str) -> None:
    """Make sure that both may be folder names.

    Raises:
        BundleInvalid: one of them has another form.
    """
    _check(_BUREAU, bureau, "bureau")
    _check(_ID, document_id, "document id")


def check_file_name(name: str) -> None:
    """Make sure that `name` may be a file in files/.

    Raises:
        BundleInvalid: it is no plain file name, or longer than a file system takes (255 bytes).
    """
    _check(_NAME, name, "file name")
    if len(name.encode("utf-8", "surrogatepass")) > 255:
        raise BundleInvalid("file name: longer than 255 bytes")


def _check(adapter: TypeAdapter[str], value: str, what: str) -> None:
    try:
        adapter.validate_python(value)
    except ValidationError as error:
        raise BundleInvalid(f"{what}: not of the required form") from error
