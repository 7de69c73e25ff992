"""One public document as programs get it: in the API and in the open-data dump alike."""

from __future__ import annotations

import datetime as dt
from urllib.parse import quote

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from bundles.article import shanghai_day
from bundles.columns import Columns
from bundles.format import BundleMeta


class _Public(BaseModel):
    model_config = ConfigDict(frozen=True)


class PublicDownload(_Public):
    """A file to download; `path` is relative to the site."""

    name: str
    label: str | None
    media_type: str
    size_bytes: int
    sha256: str
    path: str


class PublicCorrection(_Public):
    """A version (1-based) that was corrected at that time."""

    version: int
    at: AwareDatetime


class PublicRecord(_Public):
    """The facts of a public document. `path` is its address on this site, which never changes.

    `has_page` is false for a document that is only listed by its title (依申请公开). `published_on` is the day in
    Shanghai, as on the page.
    """

    id: str = Field(description="永久编号")
    path: str = Field(description="页面地址，相对于本站")
    has_page: bool = Field(description="是否有正文页面；依申请公开的只列标题")
    version: int = Field(description="现行版本")
    index_number: str = Field(description="索引号")
    title: str = Field(description="标题")
    document_number: str | None = Field(description="发文字号")
    issuing_organs: tuple[str, ...] = Field(description="发文机关")
    document_type: str | None = Field(description="文种")
    subject: str | None = Field(description="主题分类")
    unit: str | None = Field(description="公开科室")
    column: str = Field(description="栏目编号")
    column_name: str = Field(description="栏目")
    adopted_on: dt.date | None = Field(description="成文日期")
    published_on: dt.date = Field(description="发布日期")
    published_at: AwareDatetime = Field(description="发布时间")
    effective_on: dt.date | None = Field(description="施行日期")
    expires_on: dt.date | None = Field(description="有效期截止")
    repeals: tuple[str, ...] = Field(description="本文件废止的文件")
    attachments: tuple[str, ...] = Field(description="附件名称")
    list_kind: str | None = Field(description="清单的类别；不是清单的没有")
    corrections: tuple[PublicCorrection, ...] = Field(description="更正记录")
    downloads: tuple[PublicDownload, ...] = Field(description="可以下载的文件")


def public_record(meta: BundleMeta, columns: Columns) -> PublicRecord:
    """The record of a published version; a column that the site does not have is the fallback."""
    facts = meta.attributes
    column = columns.find(facts.column) or columns.find(columns.fallback) or columns.column[0]
    return PublicRecord(
        id=meta.id,
        path=f"/d/{meta.id}",
        has_page=not meta.listed_only,
        version=meta.version,
        index_number=meta.index_number,
        title=facts.title,
        document_number=facts.document_number,
        issuing_organs=facts.issuing_organs,
        document_type=facts.document_type,
        subject=facts.subject,
        unit=facts.unit,
        column=column.id,
        column_name=column.name,
        adopted_on=facts.adopted_on,
        published_on=shanghai_day(meta.published_at),
        published_at=meta.published_at,
        effective_on=facts.effective_on,
        expires_on=facts.expires_on,
        repeals=facts.repeals,
        attachments=facts.attachments,
        list_kind=facts.structured.kind if facts.structured else None,
        corrections=tuple(PublicCorrection(version=each.version, at=each.at) for each in meta.corrections),
        downloads=tuple(
            PublicDownload(
                name=file.name,
                label=file.label,
                media_type=file.media_type,
                size_bytes=file.size_bytes,
                sha256=file.sha256,
                path=f"/d/{meta.id}/files/{quote(file.name)}",
            )
            for file in meta.downloads
        ),
    )
