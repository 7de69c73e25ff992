"""A child is not believed: hidden content names a page of the file, is short, and cannot stop an approval."""

from __future__ import annotations

import pytest

from processors.contents import contents_of
from processors.extraction import PageText, Source
from processors.hidden.collector import Collector, merged
from processors.readers.draft import Draft
from processors.sandbox.messages import FileRead, NotUnderstood, decode_reply, encode
from processors.screening.model import MAX_QUOTE, WHOLE_FILE, Finding, FindingKind, Severity

GOOD = Finding(FindingKind.COMMENT, 1, "示例甲：批注", 0, 0, Severity.WARN)


def draft(finding: Finding, *, classified: bool = False) -> FileRead:
    pages = () if classified else (PageText(1, "正文\n", Source.TEXT),)
    draft = Draft("text/plain", "示例/1", pages, classified=classified, hidden=(finding,))
    return FileRead(draft, None if classified else contents_of(pages))


def test_hidden_content_arrives_as_it_was_sent() -> None:
    assert decode_reply(encode(draft(GOOD))) == draft(GOOD)


@pytest.mark.parametrize(
    "finding",
    [
        Finding(FindingKind.COMMENT, 2, "页码之外", 0, 0, Severity.WARN),
        Finding(FindingKind.COMMENT, -1, "页码之外", 0, 0, Severity.WARN),
        Finding(FindingKind.COMMENT, 1, "有位置", 0, 2, Severity.WARN),
        Finding(FindingKind.COMMENT, 1, "长" * (MAX_QUOTE + 1), 0, 0, Severity.WARN),
        Finding(FindingKind.COMMENT, 1, "阻断", 0, 0, Severity.BLOCK),
    ],
)
def test_hidden_content_that_cannot_be_is_not_believed(finding: Finding) -> None:
    with pytest.raises(NotUnderstood):
        decode_reply(encode(draft(finding)))


def test_of_a_classified_file_not_even_hidden_content_leaves_the_child() -> None:
    whole = Finding(FindingKind.COMMENT, WHOLE_FILE, "批注", 0, 0, Severity.WARN)
    with pytest.raises(NotUnderstood):
        decode_reply(encode(draft(whole, classified=True)))


def test_things_of_a_kind_on_a_page_are_one_short_finding() -> None:
    found = Collector()
    for number in range(2000):
        found.add(FindingKind.COMMENT, f"批注\n{number}\u202e", 3)
        found.add(FindingKind.COMMENT, "批注", 1)
    first, second = found.findings()
    assert (first.page, first.text) == (1, "批注")
    assert second.text.startswith("批注 0\n批注 1\n")
    assert len(second.text) == MAX_QUOTE
    assert decode_reply(encode(draft(first))) == draft(first)


def test_a_warning_wins_over_a_note() -> None:
    note = Finding(FindingKind.TEXT_LAYER, 1, "甲", 0, 0, Severity.NOTE)
    warning = Finding(FindingKind.TEXT_LAYER, 1, "乙", 0, 0, Severity.WARN)
    assert merged([note], [warning]) == (Finding(FindingKind.TEXT_LAYER, 1, "甲\n乙", 0, 0, Severity.WARN),)
