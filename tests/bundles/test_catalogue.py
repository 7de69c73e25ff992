"""The catalogue: what is public by column, who names whom, and how it learns of changes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from bundles.catalogue import Catalogue
from bundles.changes import CHANGES_NAME
from bundles.columns import read_columns
from bundles.reader import BundleReader
from bundles.relations import Relations
from bundles.writer import BundleWriter, Release

BUREAU = "shili-hrss"
ORGAN = "示例区人力资源和社会保障局"
LATER = dt.datetime(2026, 5, 1, tzinfo=dt.UTC)
REASON = "经重新审查，该公文不再公开。"


def numbered(number: int) -> str:
    return f"01JZX{number:021d}"


@pytest.fixture
def catalogue(reader: BundleReader) -> Catalogue:
    return Catalogue(reader, BUREAU)


@pytest.fixture
def publish(writer: BundleWriter, release: Release):
    """Number, title and attributes → a document that is public."""

    def publish(number: int, title: str = "关于开展技能培训的通知", *, listed_only: bool = False, **facts) -> str:
        facts = {"document_number": None, "column": "other-policies", **facts}
        writer.write(
            replace(
                release,
                id=numbered(number),
                published_at=release.published_at + dt.timedelta(days=number),
                attributes=release.attributes.model_copy(update={"title": title, **facts}),
                listed_only=listed_only,
            )
        )
        return numbered(number)

    return publish


def test_documents_are_counted_and_ordered_by_column_newest_first(catalogue: Catalogue, publish) -> None:
    for number in (1, 3, 2):
        publish(number)
    notice = publish(4, column="notices")

    assert catalogue.newest(limit=2) == [notice, numbered(3)]
    assert catalogue.newest({"other-policies"}, offset=1, limit=9) == [numbered(2), numbered(1)]
    assert catalogue.newest({"other-policies", "notices"}, limit=9) == [notice, *map(numbered, (3, 2, 1))]
    assert catalogue.counts() == {"other-policies": 3, "notices": 1}


def test_a_catalogue_that_was_read_learns_of_publication_correction_and_withdrawal(
    catalogue: Catalogue, writer: BundleWriter, release: Release, publish
) -> None:
    first = publish(1)
    assert catalogue.count() == 1

    second = publish(2)
    assert catalogue.newest(limit=9) == [second, first]

    publish(1, column="notices")  # written again with the same content: nothing changes
    assert catalogue.column_of(first) == "other-policies"
    attributes = release.attributes.model_copy(update={"column": "notices"})
    writer.write(replace(release, id=first, version=2, content_hash="b" * 64, attributes=attributes))
    assert catalogue.column_of(first) == "notices"

    writer.tombstone(BUREAU, second, reason=REASON, at=LATER)
    assert catalogue.newest(limit=9) == [first]
    assert catalogue.pages() == 1


def test_a_change_that_was_announced_and_came_later_is_seen(
    catalogue: Catalogue, reader: BundleReader, publish
) -> None:
    """A line is written before its change: a reader in between must not take the document as it was for good."""
    document_id = publish(1)
    log = reader.root / BUREAU / CHANGES_NAME
    current = reader.root / BUREAU / document_id / "current.json"
    pointer = current.read_bytes()
    current.unlink()
    assert catalogue.count() == 0

    current.write_bytes(pointer)

    assert log.read_text(encoding="ascii").splitlines()[-1] == document_id
    assert catalogue.count() == 1


@pytest.mark.parametrize("damage", ["", "no id\n", "01JZX000000000000000000001"])
def test_a_damaged_log_leads_to_a_look_at_everything(
    catalogue: Catalogue, reader: BundleReader, publish, damage
) -> None:
    publish(1)
    publish(2)
    assert catalogue.count() == 2
    log = reader.root / BUREAU / CHANGES_NAME

    log.write_text(damage, encoding="ascii")
    publish(3)

    assert catalogue.count() == 3


def test_other_columns_sort_everything_anew(catalogue: Catalogue, writer: BundleWriter, publish) -> None:
    publish(1)
    assert catalogue.counts() == {"other-policies": 1}

    writer.write_columns(BUREAU, read_columns('fallback = "all"\n[[column]]\nid = "all"\nname = "全部文件"\n'))

    assert catalogue.counts() == {"all": 1}


def test_a_row_without_a_page_is_listed_and_related_to_nothing(catalogue: Catalogue, publish) -> None:
    publish(1, "关于某检查的报告", listed_only=True, cites=("《关于开展技能培训的通知》",))
    other = publish(2)

    assert catalogue.count() == 2
    assert catalogue.pages() == 1
    assert catalogue.relations(other) == Relations()


def test_an_interpretation_and_its_policy_name_each_other(catalogue: Catalogue, publish) -> None:
    policy = publish(1, f"{ORGAN}关于调整培训补贴标准的通知", document_number="示人社发〔2026〕11号")
    law = publish(2, "示例区培训办法", document_number="示政发〔2020〕1号")
    explained = publish(
        3,
        "《关于调整培训补贴标准的通知》政策解读",
        column="interpretations",
        cites=("《关于调整培训补贴标准的通知》", "《示例区培训办法》"),
    )

    assert catalogue.relations(policy) == Relations(interpreted_by=(explained,))
    assert catalogue.relations(explained) == Relations(interprets=(policy,), cites=(law,))
    assert catalogue.relations(law) == Relations(cited_by=(explained,))


def test_what_repeals_a_document_is_found_by_number_even_if_two_bear_the_same_title(
    catalogue: Catalogue, publish
) -> None:
    old = publish(1, "示例区培训办法", document_number="示人社发〔2018〕5号")
    older = publish(2, "示例区培训办法", document_number="示人社发〔2012〕9号")
    new = publish(3, "示例区新培训办法", repeals=("《示例区培训办法》（示人社发〔2018〕5号）",))
    unclear = publish(4, "示例区其他办法", repeals=("《示例区培训办法》",))

    assert catalogue.relations(old).repealed_by == (unclear, new)
    assert catalogue.relations(new) == Relations(repeals=(old,))
    assert catalogue.relations(unclear) == Relations()
    assert older
