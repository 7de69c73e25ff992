"""Two hashes: what is approved is everything the public would see, and nothing a reviewer decides."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.domain.canonical import canonical
from records.domain.content_hash import content_hash
from records.domain.document import PersonId
from records.domain.reading import Attribute, ReadLine, ReadPage
from records.domain.redaction import Redaction
from tests.records.office_kit import ARTICLE_15, blocking, reading_of

_SHA = "a" * 64
_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


def test_another_original_text_or_title_is_another_content() -> None:
    known = content_hash(_SHA, reading_of())
    assert content_hash("b" * 64, reading_of()) != known
    assert content_hash(_SHA, reading_of("通知。")) != known
    assert content_hash(_SHA, replace(reading_of(), pages=(ReadPage(2, "通知\n", "text"),))) != known
    taken_out = Redaction(1, 0, 2, "■■", "text", "个人隐私", PersonId("clerk"))
    assert content_hash(_SHA, replace(reading_of(), redactions=(taken_out,))) != known
    assert content_hash(_SHA, reading_of(), attachment_hashes=(_SHA,)) != known


def test_what_the_chain_decides_and_what_only_explains_is_no_part_of_the_content() -> None:
    known = content_hash(_SHA, reading_of())
    withheld = reading_of(disclosure="withheld", legal_basis=ARTICLE_15, reason="含个人信息", findings=(blocking(),))
    assert content_hash(_SHA, withheld) == known
    read_by_ocr = replace(
        reading_of(), reader="ocr/2", pages=(ReadPage(1, "通知\n", "ocr", (ReadLine(0, 2, (0, 0, 1, 1), 0.9),)),)
    )
    assert content_hash(_SHA, read_by_ocr) == known


def test_an_attribute_that_is_missing_and_one_that_is_empty_are_the_same() -> None:
    reading = reading_of()
    unset = replace(reading, attributes={**reading.attributes, "signatory": Attribute(None)})
    assert content_hash(_SHA, unset) == content_hash(_SHA, reading)


@given(_json)
def test_the_canonical_form_is_one_and_reads_back(value: object) -> None:
    form = canonical(value)  # type: ignore[arg-type]
    assert json.loads(form) == value
    assert canonical(json.loads(form)) == form


@given(st.dictionaries(st.text(), st.integers(), min_size=2))
def test_the_order_of_keys_does_not_matter(value: dict[str, int]) -> None:
    assert canonical(value) == canonical(dict(reversed(value.items())))


def test_floats_have_no_canonical_form() -> None:
    with pytest.raises(TypeError):
        canonical({"score": 0.5})  # type: ignore[dict-item]
