"""A release to publish and a folder to publish it in. Names are invented."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bundles.format import PublicAttributes
from bundles.reader import BundleReader
from bundles.writer import BundleWriter, Release, ReleaseFile

BUREAU = "shili-hrss"
DOCUMENT_ID = "01JZX000000000000000000001"
PUBLISHED_AT = dt.datetime(2026, 3, 1, 17, 30, tzinfo=dt.UTC)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "bundles"


@pytest.fixture
def writer(root: Path) -> BundleWriter:
    return BundleWriter(root)


@pytest.fixture
def reader(root: Path) -> BundleReader:
    return BundleReader(root)


@pytest.fixture
def release(tmp_path: Path) -> Release:
    """Version 1 of a notice, with one file to download."""
    rendition = tmp_path / "rendition.pdf"
    rendition.write_bytes(b"%PDF-1.4 public rendition of version 1")
    return Release(
        bureau=BUREAU,
        id=DOCUMENT_ID,
        version=1,
        content_hash="a" * 64,
        index_number="SLQ-RS/2026-00001",
        published_at=PUBLISHED_AT,
        attributes=PublicAttributes(
            title="示例区人力资源和社会保障局关于开展技能培训的通知",
            document_number="示人社发〔2026〕1号",
            issuing_organs=("示例区人力资源和社会保障局",),
            adopted_on=dt.date(2026, 2, 26),
        ),
        body_html="<p>第一版正文。</p>\n",
        files=(ReleaseFile(rendition, "通知.pdf", "application/pdf", "正文下载"),),
    )
