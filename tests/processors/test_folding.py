from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from processors.folding import fold, is_blank, plain, plain_text


@given(st.text(alphabet=st.sampled_from("示人社发〔２０２６〕3号（①ﬁ㎡\u3000 \t\n\x1c\u200b\u00ad\ufeff😀ＡｂＣ")))
def test_folding_a_line_is_folding_its_characters_one_by_one(text: str) -> None:
    folded = fold(text, offset=7)
    shown = [index for index, character in enumerate(text) if not is_blank(character)]
    assert folded.text == "".join(plain(text[index]) for index in shown)
    assert folded.origins == tuple(7 + index for index in shown)


def test_plain_text_keeps_every_character_at_its_offset() -> None:
    assert plain_text("示人社发〔２０２６〕３ 号①ﬁ😀") == "示人社发〔2026〕3 号①ﬁ😀"


def test_what_is_dropped_is_the_callers_choice() -> None:
    assert fold("一、二 三", drop=lambda character: character == "、").text == "一二 三"
