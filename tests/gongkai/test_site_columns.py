"""From an approved document to its column: the bureau's own columns, or those of the Regulations."""

from __future__ import annotations

from pathlib import Path

import pytest

from bundles.columns import default_columns
from bundles.format import BundleMeta, PublicAttributes
from bundles.reader import Published
from bundles.writer import Release
from gongkai.site_columns import ColumnsUnusable, bureau_columns
from records.domain.document import DocumentId
from search.engine import IndexDocument
from tests.gongkai.home import Home, approve_at_all_levels, document_of

POLICY = "03-职业技能培训补贴标准.pdf"
SHEETS = f"文件名,拟稿科室,拟稿人\n{POLICY},就业促进科,示例经办员乙\n"
OTHER_ID = "01JZX000000000000000000099"
OWN = """\
fallback = "rest"
[[column]]
id = "rest"
name = "其他信息"
[[column]]
id = "employment"
name = "就业促进"
[[rule]]
column = "employment"
units = ["就业促进科"]
"""


def publish(home: Home, papers: Path) -> Published:
    (home.inbox / "dispatch.csv").write_text(SHEETS, encoding="utf-8")
    document_id = document_of(home.ingest(papers / POLICY), POLICY)
    with home.open() as app:
        approve_at_all_levels(app, document_id)
        app.publishing.publish_cleared(limit=10)
        app.deliver_outbox()
        current = app.bundles.current(app.bureau.id, document_id)
    assert isinstance(current, Published)
    return current


def test_a_published_document_carries_its_column_its_dates_and_whom_it_names(home: Home, papers: Path) -> None:
    facts = publish(home, papers).meta.attributes

    assert facts.column == "normative-documents"
    assert facts.subject == "劳动、人事、监察\\劳动就业"
    assert facts.effective_on is not None
    assert facts.expires_on is not None


def test_a_bureaus_own_columns_are_used_inside_and_told_to_the_public_side(home: Home, papers: Path) -> None:
    home.settings.columns_file.write_text(OWN, encoding="utf-8")

    published = publish(home, papers)

    assert published.meta.attributes.column == "employment"
    with home.open() as app:
        assert [column.name for column in app.bundles.columns(app.bureau.id).column] == ["其他信息", "就业促进"]


def test_without_a_file_the_columns_are_those_of_the_regulations(home: Home) -> None:
    assert bureau_columns(home.settings) is default_columns()


@pytest.mark.parametrize("text", ["fallback = 1", OWN.replace('"rest"', '"none"', 1), "\udcff"])
def test_columns_that_cannot_be_used_stop_publication_with_the_place(home: Home, text: str) -> None:
    home.settings.columns_file.write_bytes(text.encode("utf-8", "surrogateescape"))

    with pytest.raises(ColumnsUnusable, match=r"columns\.toml"):
        bureau_columns(home.settings)


def test_the_index_knows_the_column_and_what_another_document_ends(
    home: Home, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy = publish(home, papers).meta
    with home.open() as app:
        index = app.public.index
        (entry,) = index.everything()
        assert (entry.column, entry.validity) == ("normative-documents", "effective")

        app.public.writer.write(repealing(policy))
        updated = list[IndexDocument]()
        monkeypatch.setattr(app.engine, "put", updated.extend)
        index.update(DocumentId(OTHER_ID))

        assert {each.id: each.validity for each in updated} == {OTHER_ID: "effective", policy.id: "repealed"}
        assert {each.id: each.validity for each in index.everything()} == {OTHER_ID: "effective", policy.id: "repealed"}


def repealing(policy: BundleMeta) -> Release:
    """Another document, which ends this one."""
    title = "关于印发职业技能培训补贴新标准的通知"
    attributes = PublicAttributes(
        title=title, column="normative-documents", repeals=(policy.attributes.document_number or "",)
    )
    return Release(
        bureau=policy.bureau,
        id=OTHER_ID,
        version=1,
        content_hash="e" * 64,
        index_number="SLQ-RS/2026-90001",
        published_at=policy.published_at,
        attributes=attributes,
        body_html="<p>即日起施行。</p>\n",
    )
