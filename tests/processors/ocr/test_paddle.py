from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from processors.ocr.models import DETECTOR, RECOGNISER, prepare_models
from processors.ocr.paddle import PageReader

ORGAN = "示例区人力资源和社会保障局"


@pytest.fixture(scope="module")
def text_of_sealed_notice(reader: PageReader, sealed_notice: Image.Image) -> str:
    return reader.read(sealed_notice)[0]


def test_signature_and_date_under_a_red_seal_are_read_as_lines_of_their_own(text_of_sealed_notice: str) -> None:
    lines = text_of_sealed_notice.splitlines()
    signature = lines.index(ORGAN)
    assert lines[signature + 1] == "2026年2月18日"


def test_the_red_letterhead_is_still_read(text_of_sealed_notice: str) -> None:
    assert text_of_sealed_notice.splitlines()[:2] == [f"{ORGAN}文件", "示人社发〔2026〕12号"]


def test_no_place_is_read_twice_and_the_seals_rim_adds_nothing(text_of_sealed_notice: str) -> None:
    assert len(text_of_sealed_notice.splitlines()) == 8


def test_two_boxes_far_apart_on_one_row_become_one_line_with_a_tab(text_of_sealed_notice: str) -> None:
    assert text_of_sealed_notice.splitlines()[-1] == f"{ORGAN}办公室\t2026年2月19日印发"


def test_lines_carry_their_place_in_text_and_picture(reader: PageReader, sealed_notice: Image.Image) -> None:
    text, lines = reader.read(sealed_notice)
    by_text = {text[line.start : line.end]: line for line in lines}
    date = by_text["2026年2月18日"]
    assert 0.5 < date.box[0] < date.box[2] < 0.85
    assert 1600 / 2339 < (date.box[1] + date.box[3]) / 2 < 1680 / 2339
    assert all(0 <= line.score <= 1 for line in lines)


def test_an_empty_page_has_no_lines(reader: PageReader) -> None:
    assert reader.read(Image.new("RGB", (1654, 2339), "white")) == ("", ())


def test_a_tiny_picture_is_no_error(reader: PageReader) -> None:
    assert reader.read(Image.new("RGB", (3, 2), "white")) == ("", ())


def test_model_folders_hold_what_paddleocr_wants_and_are_left_alone_the_second_time(models: Path) -> None:
    for name in (DETECTOR, RECOGNISER):
        assert sorted(path.name for path in (models / name).iterdir()) == ["inference.onnx", "inference.yml"]
    before = {path: path.stat().st_mtime_ns for path in models.rglob("*")}
    assert prepare_models(models) == models
    assert {path: path.stat().st_mtime_ns for path in models.rglob("*")} == before


def test_a_half_written_model_folder_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / DETECTOR).mkdir()
    (tmp_path / DETECTOR / "inference.onnx").write_bytes(b"half")
    prepare_models(tmp_path)
    assert (tmp_path / DETECTOR / "inference.onnx").stat().st_size > 1_000_000
