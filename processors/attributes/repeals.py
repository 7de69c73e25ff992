"""The documents that a document repeals (废止), which lose their validity with it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from processors.attributes.paper import Found, Paper, printed

# One document: 《示例办法》(示人社发〔2018〕5号), 示人社发〔2018〕5号 alone.
_YEAR = r"[〔\[(【]?(?:19|20)\d{2}年?[〕\])】]?"
_NUMBER = rf"(?:(?![的和及与原按])[\u4e00-\u9fff]){{2,14}}{_YEAR}第?\d{{1,5}}号"
_ITEM = re.compile(
    rf"《(?:[^《》]|《[^《》]*》)+》(?:\((?:{_NUMBER}|[^()]{{0,12}}第?\d+号[^()]{{0,8}})\))?|(?<!\()(?:原)?{_NUMBER}"
)
# Matches …同时废止, …即行废止, …自本办法施行之日起废止, …宣布失效. Must not match 自行废止 and 如需废止, which say when
# something will end, nor 废止后.
_REPEALED = re.compile(
    r"(?:同时|即行|即时|随之|相应|一并|均|予以|即|自[^,。;]{2,24}?起)(?:予以)?(?:废止|失效|停止执行|停止施行|不再执行)"
    r"|宣布(?:废止|失效)|^废止|决定废止|(?<=[》)号])(?:文件)?(?:废止|停止执行|不再执行)"
)
# What is repealed in part is amended: 《示例办法》第三条同时废止. So is what only its wording speaks of.
_PART = re.compile(
    r"(?:的|中)?(?:的)?(?:第[〇零一二三四五六七八九十百\d]+[章条款项]|有关(?:规定|条款|内容)|相关(?:规定|条款|内容))"
)
_CONDITIONAL = re.compile(r"如|若|可以|应当|需要|不得|评估|清理")
_TITLE = re.compile(r"(?:废止|宣布失效)[^。]{0,60}(?:决定|通知|公告|通报)$")
_LISTED = re.compile(
    rf"(?:\d{{1,3}}[.、]|\(\d{{1,3}}\)|[一二三四五六七八九十]{{1,3}}、)(?P<name>.+?(?:\({_NUMBER}\)|》))[。;]?"
)
_EFFECT_FIRST = re.compile(r"(?:施行|实施|执行|有效期[^,]{1,12}),")
_BEFORE_ITS_OBJECT = frozenset({"废止", "决定废止", "宣布废止", "宣布失效"})
_END = re.compile(r"[。;]")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Running:
    """The lines of a paper in one, from line `below` on; `starts[i]` is where line `below + i` begins in `text`."""

    paper: Paper
    below: int
    text: str
    starts: tuple[int, ...]

    def line_at(self, place: int) -> int:
        """The index in `paper.lines` of the line that has this place."""
        return self.below + bisect_right(self.starts, place) - 1

    def printed(self, span: Span) -> str:
        """The characters of `span` as the lines print them."""
        first, last = self.line_at(span[0]), self.line_at(span[1] - 1)
        pieces = []
        for index in range(first, last + 1):
            begin = self.starts[index - self.below]
            length = len(self.paper.lines[index].plain)
            pieces.append(self.paper.raw_of(index, (max(0, span[0] - begin), min(length, span[1] - begin))))
        return printed(" ".join(pieces))


def find_repeals(paper: Paper, below: int, title: str | None) -> Found[tuple[str, ...]] | None:
    """What the text from line `below` on repeals whole, with its number: 《示例办法》（示人社发〔2018〕5号）.

    A document that by its title repeals others lists them; every other one says so in a sentence.
    """
    running = _running(paper, below)
    spans = list(_in_sentences(running.text))
    if title and _TITLE.search(title):
        spans += _in_list(running)
    if not spans:
        return None
    names = tuple(dict.fromkeys(running.printed(span) for span in spans))
    first, last = min(spans)[0], max(end for _, end in spans)
    return paper.found(names, running.line_at(first), running.line_at(last - 1), "repealed", 0.85)


def _running(paper: Paper, below: int) -> _Running:
    plains = [line.plain for line in paper.lines[below:]]
    starts = tuple(accumulate((len(plain) for plain in plains[:-1]), initial=0))
    return _Running(paper, below, "".join(plains), starts)


def _in_sentences(text: str) -> Iterator[Span]:
    begin = 0
    for end in (*(match.start() for match in _END.finditer(text)), len(text)):
        sentence = text[begin:end]
        verbs = list(_REPEALED.finditer(sentence))
        if verbs and not _CONDITIONAL.search(sentence[max(0, verbs[-1].start() - 6) : verbs[-1].start()]):
            yield from ((begin + item.start(), begin + item.end()) for item in _items(sentence, verbs[-1]))
        begin = end + 1


def _items(sentence: str, verb: re.Match[str]) -> Iterator[re.Match[str]]:
    """The documents in front of the verb, or behind one that begins what is repealed: 决定废止《甲》《乙》."""
    is_behind = verb[0] in _BEFORE_ITS_OBJECT and _ITEM.match(sentence, verb.end())
    begin, end = (verb.end(), len(sentence)) if is_behind else (_object_begins(sentence), verb.start())
    for item in _ITEM.finditer(sentence, begin, end):
        if not _PART.match(sentence, item.end()):
            yield item


def _object_begins(sentence: str) -> int:
    """Where the part of a sentence begins that says what is repealed: behind …施行,有效期5年,."""
    return max((match.end() for match in _EFFECT_FIRST.finditer(sentence)), default=0)


def _in_list(running: _Running) -> Iterator[Span]:
    lines = running.paper.lines[running.below :]
    if any("继续有效" in line.plain for line in lines):
        return
    for start, line, below in zip(running.starts, lines, (*lines[1:], None), strict=True):
        match = _LISTED.fullmatch(line.plain) or (_LISTED.fullmatch(line.plain + below.plain) if below else None)
        if match:
            yield start + match.start("name"), start + match.end("name")
