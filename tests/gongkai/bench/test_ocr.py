from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from gongkai.bench.ocr import accuracy_rows
from gongkai.bench.pages.conditions import CLEAN, LETTERHEAD, ROTATED, SIGNED, Part
from gongkai.bench.pages.drawing import SealShape, draw
from gongkai.bench.pages.given import NoPages, read_given
from gongkai.bench.pages.measuring import measure, peak_of_children_bytes
from gongkai.bench.pages.scoring import Score, compare, edit_distance, text_within
from gongkai.bench.pages.sheet import area_of, in_order, texts
from processors.extraction import OcrLine, PageText, Source
from processors.pool import ReaderPool


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReaderPool]:
    with ReaderPool(tmp_path_factory.mktemp("models")) as readers:
        yield readers


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        ("", "", 0),
        ("", "公开", 2),
        ("公开", "", 2),
        ("公开", "公开", 0),
        ("公升属性", "公开性", 2),
        ("甲乙丙", "乙丙丁", 2),
    ],
)
def test_the_edit_distance_counts_characters_put_in_left_out_and_exchanged(one: str, other: str, distance: int) -> None:
    assert edit_distance(one, other) == distance


def test_blanks_width_and_the_length_of_a_dash_are_no_errors_and_a_wrong_bracket_is_one() -> None:
    assert compare("附件 1：8:30-17:30\n", "附件1: 8：30—17：30") == Score(0, 14)
    assert compare("〔2026]1号", "〔2026〕1号") == Score(1, 8)


def test_only_lines_whose_centre_lies_in_the_area_count_there() -> None:
    text = "正文\n署名\n"
    lines = (OcrLine(0, 2, (0.1, 0.1, 0.3, 0.2), 0.9), OcrLine(3, 5, (0.5, 0.7, 0.8, 0.75), 0.9))
    page = PageText(1, text, Source.OCR, lines)
    assert text_within(page, (0.4, 0.6, 0.9, 0.8)) == "署名"


def test_a_bar_that_is_missed_is_said_and_turned_pages_are_held_against_the_upright_ones() -> None:
    upright, quarter, half, _ = ROTATED
    rows = accuracy_rows(
        {CLEAN: Score(6, 1000), upright: Score(10, 1000), quarter: Score(15, 1000), half: Score(16, 1000)}
    )
    assert [row.holds for row in rows] == [False, None, True, False]
    assert rows[0].result == "0.60%（6/1000 字）"


def test_under_the_seals_of_the_joint_notice_stand_both_organs_and_the_date() -> None:
    (joint,) = (sheet for sheet in texts() if len(sheet.stamps) == 2)
    assert in_order(joint.signed) == "示例区财政局示例区民政局2026年6月18日"
    x0, y0, x1, y1 = area_of(joint.signed)
    plain, sealed = draw(joint, dpi=50), draw(joint, dpi=50, seal=SealShape.ROUND)
    part = tuple(round(edge * side) for edge, side in zip((x0, y0, x1, y1), plain.size * 2, strict=True))
    assert plain.crop(part).tobytes() != sealed.crop(part).tobytes()


@pytest.mark.long
def test_every_condition_is_read_through_the_pool_and_scored_well(pool: ReaderPool) -> None:
    scores = measure(pool, every=28)
    assert {SIGNED, LETTERHEAD, CLEAN, *ROTATED[:1]} <= set(scores)
    for condition, score in scores.items():
        assert score.printed > 0, condition.name
        is_under_ink_like_print = condition.part is Part.SIGNED and condition is not SIGNED
        assert score.rate <= (0.4 if is_under_ink_like_print else 0.03), condition.name


def test_the_memory_of_the_ocr_child_is_that_of_a_loaded_engine(pool: ReaderPool, tmp_path: Path) -> None:
    draw(texts()[0], dpi=150).save(tmp_path / "甲.png")
    assert pool.read(tmp_path / "甲.png").pages
    assert 200e6 < peak_of_children_bytes() <= 1.2e9


def test_a_folder_of_scans_is_scored_against_the_texts_beside_them(pool: ReaderPool, tmp_path: Path) -> None:
    sheet = texts()[0]
    draw(sheet, dpi=150).save(tmp_path / "甲.png")
    (tmp_path / "甲.txt").write_text(sheet.text, encoding="utf-8")
    (tmp_path / "乙.png").write_bytes(b"no picture")
    (tmp_path / "乙.txt").write_text("印的字", encoding="utf-8")
    (tmp_path / "没有答案.png").write_bytes(b"left out")
    broken, read = read_given(pool, tmp_path)
    assert (read.name, read.refused) == ("甲.png", "")
    assert read.score.rate < 0.03
    assert broken.score == Score(3, 3)
    assert broken.refused


def test_a_folder_without_any_pair_is_refused(pool: ReaderPool, tmp_path: Path) -> None:
    with pytest.raises(NoPages):
        read_given(pool, tmp_path)


def test_the_number_of_a_page_is_no_part_of_what_is_printed(pool: ReaderPool, tmp_path: Path) -> None:
    (sheet,) = (sheet for sheet in texts() if sheet.name == "joint-1")
    assert "— 1 —" in sheet.page.lines()
    assert "— 1 —" not in sheet.text
    draw(sheet, dpi=150).save(tmp_path / "甲.png")
    (tmp_path / "甲.txt").write_text("\n".join(sheet.page.lines()), encoding="utf-8")
    (read,) = read_given(pool, tmp_path)
    assert read.score.rate < 0.03
