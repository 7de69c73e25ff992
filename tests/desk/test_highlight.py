"""Text is cut at findings, evidence and doubtful lines without losing or changing a character."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from review_desk.highlight import Span, cut

_KINDS = ("finding-block", "finding-warn", "finding-note", "evidence", "doubtful")
_spans = st.lists(
    st.builds(
        lambda start, length, kind, at: Span(start, start + length, kind, kind, f"{kind}-{at}"),
        st.integers(-2, 30),
        st.integers(0, 12),
        st.sampled_from(_KINDS),
        st.integers(0, 99),
    ),
    max_size=6,
)


def test_text_without_spans_is_one_piece():
    (piece,) = cut("关于示例工作的通知", [])
    assert (piece.text, piece.span) == ("关于示例工作的通知", None)


def test_a_span_is_marked_from_its_first_to_its_last_character():
    span = Span(2, 4, "finding-block", "居民身份证号", "finding-0")
    before, marked, after = cut("甲乙丙丁戊", [span])
    assert (before.text, marked.text, after.text) == ("甲乙", "丙丁", "戊")
    assert marked.span is span
    assert marked.opens
    assert marked.closes


def test_a_finding_inside_evidence_stays_visible_and_the_evidence_is_labelled_once():
    evidence = Span(0, 6, "evidence", "标题", "evidence-title")
    finding = Span(2, 4, "finding-block", "手机号码", "finding-0")
    first, middle, last = cut("甲乙丙丁戊己", [evidence, finding])
    assert [piece.span for piece in (first, middle, last)] == [evidence, finding, evidence]
    assert (first.opens, first.closes) == (True, False)
    assert (last.opens, last.closes) == (False, True)


def test_empty_text_has_no_pieces():
    assert cut("", [Span(0, 3, "doubtful", "识别存疑", "line-1-0")]) == ()


@given(st.text(max_size=24), _spans)
def test_the_pieces_joined_are_the_text_again(text: str, spans: list[Span]):
    assert "".join(piece.text for piece in cut(text, spans)) == text


@given(st.text(max_size=24), _spans)
def test_every_character_of_a_blocking_finding_is_marked_as_such(text: str, spans: list[Span]):
    at = 0
    for piece in cut(text, spans):
        for position in range(at, at + len(piece.text)):
            if any(s.kind == "finding-block" and s.start <= position < s.end for s in spans):
                assert piece.span is not None
                assert piece.span.kind == "finding-block"
        at += len(piece.text)


@given(st.text(max_size=24), _spans)
def test_each_span_opens_once_and_closes_once(text: str, spans: list[Span]):
    pieces = [piece for piece in cut(text, spans) if piece.span]
    for span in {id(piece.span): piece.span for piece in pieces}.values():
        own = [piece for piece in pieces if piece.span is span]
        assert sum(piece.opens for piece in own) == 1
        assert sum(piece.closes for piece in own) == 1
