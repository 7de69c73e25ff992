"""What a published version consists of on disk.

<bureau>/<id>/v<N>/meta.json   BundleMeta
<bureau>/<id>/v<N>/body.html   clean body: no script, no style
<bureau>/<id>/v<N>/page.html   the rendered article
<bureau>/<id>/v<N>/files/…     public renditions
<bureau>/<id>/current.json     Pointer or Tombstone, replaced atomically
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

BUNDLE_SCHEMA = 1

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Ulid = Annotated[str, Field(pattern=r"^[0-9A-HJKMNP-TV-Z]{26}$")]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PublicFile(_Frozen):
    """One file of the bundle. `path` is relative to the version's folder, with forward slashes."""

    path: str
    sha256: Sha256
    size_bytes: int
    media_type: str
    label: str | None = None


class PublicAttributes(_Frozen):
    """The attributes that the public may see."""

    title: str
    document_number: str | None = None
    issuing_organs: tuple[str, ...] = ()
    addressees: str | None = None
    adopted_on: dt.date | None = None
    document_type: str | None = None
    attachments: tuple[str, ...] = ()
    unit: str | None = None


class BundleMeta(_Frozen):
    """meta.json. `listed_only`: on request, title row alone, where the law allows; then no files but meta.json."""

    bundle_schema: int = BUNDLE_SCHEMA
    bureau: str
    id: Ulid
    version: int = Field(ge=1)
    content_hash: Sha256
    index_number: str
    published_at: dt.datetime
    attributes: PublicAttributes
    files: tuple[PublicFile, ...]
    listed_only: bool = False


class Pointer(_Frozen):
    """current.json of a document that is public: which version, and its meta.json's hash."""

    kind: Literal["published"] = "published"
    version: int = Field(ge=1)
    meta_sha256: Sha256


class Tombstone(_Frozen):
    """current.json of a document that is no longer public: when and why, and nothing of its content."""

    kind: Literal["suspended", "withdrawn"]
    at: dt.datetime
    reason: str
