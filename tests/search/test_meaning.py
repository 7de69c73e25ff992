from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from search.engine import SearchQuery, SearchUnavailable
from search.engines.tantivy import TantivyEngine
from search.meaning.bge import MODEL_FOLDER, BgeSmall
from search.meaning.embedding import Vector
from search.meaning.meanings import Meanings
from search.meaning.nearest import Nearest
from search.meaning.passages import MOST_PIECES, PIECE_CHARS, passages
from search.meaning.shelf import FILE_NAME, Learnt, Shelf, ShelfUnavailable, Waiting
from search.meaning.understanding import UnderstandingEngine
from search.meaning.vectors import DIMENSIONS, closeness, pack, signs_of, unpack
from search.meaning.wordpiece import WordPiece
from search.open import open_engine
from search.rewording import reworded
from tests.search.contract import doc, found
from tests.search.contract_meaning import NO_WOMEN
from tests.search.corpus import BUREAU, MATTERS_APART

chance = np.random.default_rng(711)


def vectors(count: int) -> list[Vector]:
    drawn = chance.normal(size=(count, DIMENSIONS)).astype(np.float32)
    return list(drawn / np.linalg.norm(drawn, axis=1, keepdims=True))


def learnt(id_: str, of: str, some: Sequence[Vector]) -> Learnt:
    packed = pack(some)
    return Learnt(id_, of, signs_of(unpack(packed)), packed)


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with Shelf(tmp_path) as opened:
        yield opened


def keep(shelf: Shelf, id_: str, some: Sequence[Vector], of: str = "1") -> None:
    shelf.wait([Waiting(id_, BUREAU, of, "[]")])
    shelf.learn([learnt(id_, of, some)])


class TestReadingText:
    def test_han_characters_stand_alone_and_words_are_cut_into_known_pieces(self) -> None:
        pieces = ["[UNK]", "[CLS]", "[SEP]", "失", "业", "，", "ap", "##p", "2"]
        known = WordPiece({piece: number for number, piece in enumerate(pieces)})
        assert known.numbers("失业，app 2 无", 20) == [1, 3, 4, 5, 6, 7, 8, 0, 2]

    def test_reads_as_the_model_was_trained(self) -> None:
        """The numbers of bert-base-chinese, whose vocabulary the model has."""
        tokens = WordPiece.of(MODEL_FOLDER / "tokenizer.json")
        assert tokens.numbers("失业了怎么领钱", 512) == [101, 1927, 689, 749, 2582, 720, 7566, 7178, 102]

    def test_a_long_text_is_cut_and_keeps_its_end_mark(self) -> None:
        numbers = WordPiece.of(MODEL_FOLDER / "tokenizer.json").numbers("业" * 900, 512)
        assert (len(numbers), numbers[0], numbers[-1]) == (512, 101, 102)

    def test_a_document_is_its_title_and_pieces_of_whole_sentences(self) -> None:
        sentence = "申请人应当在三十日内提出申请。"
        title, *pieces = passages(doc("a", "失業保險", sentence * 60, attachments=("附件内容。",)))
        assert title == "失业保险"
        assert all(len(piece) <= PIECE_CHARS and piece.endswith("。") for piece in pieces)
        assert "".join(pieces) == sentence * 60 + "附件内容。"

    def test_a_very_long_document_has_a_bounded_number_of_pieces(self) -> None:
        assert len(passages(doc("a", body="无标点" * 9_000))) == 1 + MOST_PIECES


class TestVectors:
    def test_a_packed_vector_points_the_same_way(self) -> None:
        first, second = vectors(2)
        packed = unpack(pack([first, second]))
        assert closeness(packed, first) == pytest.approx([1, float(first @ second)], abs=0.01)

    def test_the_nearest_of_many_are_those_that_an_exact_search_finds(self, shelf: Shelf) -> None:
        asked = vectors(1)[0]
        near = [asked + 0.01 * level * other * np.sqrt(DIMENSIONS) for level, other in enumerate(vectors(12), 1)]
        every = [each / np.linalg.norm(each) for each in (*near, *vectors(1_988))]
        shelf.wait(Waiting(f"{number:04}", BUREAU, "1", "[]") for number in range(2_000))
        shelf.learn(learnt(f"{number:04}", "1", [each]) for number, each in enumerate(every))
        found_near = Nearest(shelf, BUREAU).find(asked)
        best = sorted(found_near, key=lambda id_: -found_near[id_])[:8]
        assert best == [f"{number:04}" for number in np.argsort(-(np.stack(every) @ asked))[:8]]


class TestCertainty:
    def test_a_question_about_a_matter_of_no_document_is_less_certain_until_one_is_about_it(
        self, meanings: Meanings
    ) -> None:
        asked = "结婚登记能不能在网上预约"
        meanings.note([doc("tenancy", "房屋租赁登记备案可以网办吗", "可以在网上预约办理登记。")])
        meanings.learn()
        (before,) = meanings.near(BUREAU, asked)
        assert before.certainty < before.closeness
        meanings.note([doc("marriage", "婚姻登记办事指南", "结婚登记可以在网上预约，当事人应当亲自到场。")])
        meanings.learn()
        after = {each.id: each for each in meanings.near(BUREAU, asked)}
        assert after["tenancy"].closeness == pytest.approx(before.closeness)
        assert after["marriage"].certainty > after["tenancy"].certainty > before.certainty

    def test_a_question_is_also_read_in_the_words_of_documents(self) -> None:
        assert reworded("炒鱿鱼补偿") == "解除劳动合同赔偿"
        assert reworded("老板欠薪,房东催我") == "用人单位拖欠劳动报酬,出租人催我"
        assert reworded("量子纠缠 xyz") == "量子纠缠 xyz"


class TestShelf:
    def test_what_was_forgotten_is_in_no_file(self, shelf: Shelf, tmp_path: Path) -> None:
        secret = vectors(3)
        shelf.wait([Waiting("gone", BUREAU, "1", '["秘密词甲乙丙丁"]')])
        keep(shelf, "stays", vectors(3))
        shelf.learn([learnt("gone", "1", secret)])
        piece = pack(secret)[:64]
        assert any(piece in file.read_bytes() for file in tmp_path.iterdir())
        shelf.forget(["gone"])
        for file in tmp_path.iterdir():
            assert piece not in file.read_bytes()
            assert "秘密词甲乙丙丁".encode() not in file.read_bytes()

    def test_what_changed_while_it_was_read_is_not_kept(self, shelf: Shelf) -> None:
        shelf.wait([Waiting("a", BUREAU, "1", "[]")])
        shelf.wait([Waiting("a", BUREAU, "2", "[]")])
        shelf.learn([learnt("a", "1", vectors(1))])
        assert shelf.packed(["a"]) == {}
        assert [each.of for each in shelf.waiting()] == ["2"]

    def test_a_reader_follows_what_others_write(self, shelf: Shelf, tmp_path: Path) -> None:
        first, second = vectors(2)
        keep(shelf, "a", [first])
        with Shelf(tmp_path, read_only=True) as reader:
            near = Nearest(reader, BUREAU)
            assert set(near.find(first)) == {"a"}
            keep(shelf, "b", [second])
            shelf.forget(["a"])
            assert set(near.find(first)) == {"b"}

    def test_a_reader_never_writes_and_says_so_if_there_is_nothing(self, tmp_path: Path) -> None:
        with Shelf(tmp_path / "none", read_only=True) as reader, pytest.raises(ShelfUnavailable):
            reader.changes(BUREAU, 0)
        assert not (tmp_path / "none").exists()


class TestWithoutMeaning:
    def test_search_goes_on_by_words_where_the_model_is_missing_and_says_so(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        monkeypatch.setattr("search.open._model", lambda load: load())  # this process may have one already
        monkeypatch.setattr("search.meaning.bge.MODEL_FOLDER", tmp_path / "none")
        monkeypatch.setattr(BgeSmall.__init__, "__defaults__", (tmp_path / "none",))
        engine = open_engine(f"tantivy://{tmp_path}/index", meanings=tmp_path / "meanings")
        engine.put([doc("a", "失业保险条例")])
        assert found(engine, "失业保险") == ["a"]
        assert [record.levelno for record in caplog.records] == [logging.WARNING]
        assert not (tmp_path / "meanings").exists()

    def test_a_broken_file_hinders_neither_publishing_nor_search_but_removing(self, tmp_path: Path) -> None:
        (tmp_path / FILE_NAME).write_bytes(b"no database" * 400)
        engine = open_engine(f"tantivy://{tmp_path}/index", meanings=tmp_path)
        engine.put([doc("a", "失业保险条例"), doc("b", "节约用水倡议书")])
        assert engine.rebuild([doc("a", "失业保险条例"), doc("b", "节约用水倡议书")]) == 2
        assert found(engine, "失业保险") == ["a"]
        assert engine.search(SearchQuery(BUREAU, "没有工作了找谁帮忙")).total == 0
        with pytest.raises(SearchUnavailable):
            engine.remove(["a"])
        assert found(engine, "失业保险") == []

    def test_what_was_never_read_is_read_after_a_rebuild(self, tmp_path: Path) -> None:
        documents = [doc("a", "失业保险条例")]
        TantivyEngine(tmp_path / "index").put(documents)
        meanings = Meanings(Shelf(tmp_path), BgeSmall())
        engine = UnderstandingEngine(TantivyEngine(tmp_path / "index", near=meanings.near), meanings)
        assert engine.rebuild(documents) == 1
        assert [each.id for each in meanings.near(BUREAU, "没有工作了找谁帮忙")] == ["a"]
        engine.close()


def test_an_answer_of_before_a_text_was_read_is_not_given_after(tmp_path: Path, meanings: Meanings) -> None:
    writer = TantivyEngine(tmp_path / "index")
    writer.put(MATTERS_APART)
    meanings.note(MATTERS_APART)
    reader = TantivyEngine(tmp_path / "index", read_only=True, near=meanings.near, near_state=meanings.state)
    assert found(reader, NO_WOMEN) == []
    meanings.learn()
    assert found(reader, NO_WOMEN) == ["women"]
