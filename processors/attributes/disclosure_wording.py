"""Lines that state the disclosure in words: notes (附注), labelled lines, the margin of the number's line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from processors.attributes.disclosure_boxes import WORD, WORDS, is_restricted
from processors.attributes.model import Disclosure

# In a note 公开 alone says it too: (此件公开), and some say how or to whom: (此件社会公开).
_IN_NOTE = {**WORDS} | dict.fromkeys(
    ("公开", "予以公开", "社会公开", "向社会公开", "对外公开", "全文公开"), Disclosure.PROACTIVE
)
_ONLY_IN_NOTE = r"(?:予以|向?社会|对外|全文)?公开(?=[)\]】〕,])"
_THIS = r"(?:(?:此|本|该)(?:件|文件?|公文)|本(?:通知|通报|意见|办法|方案|决定|批复|复函|函|报告))"
_IS = r"(?:可以?|属于?|为|予以|应当?)?"
_KIND = r"(?:类|件|文件|信息)?"
# Matches (此件公开发布), 【此件依申请公开】, (本文主动公开,请登载), 附注:此件不公开. Must not match (本文有删减),
# (联系科室:示例科), (此件拟公开), (此件暂不公开).
_NOTE = re.compile(
    rf"(?:附注:|备注:|注:)?(?:[(\[【〔]{_THIS}{_IS}(?P<word>{WORD}|{_ONLY_IN_NOTE})[^()]{{0,100}}[)\]】〕]?"
    rf"|[(\[【〔](?:属于?)?(?P<alone>{WORD}){_KIND}[)\]】〕]|[★*]?{_THIS}{_IS}(?P<bare>{WORD})。?)"
)
_LABEL = (
    r"(?:信息公开|政务公开|政府信息公开|公文公开|文件公开|公开)(?:属性|方式|选项|类型|类别|形式|性质)"
    r"|(?:政府信息|政务|信息)公开|是否公开"
)
_ASIDE = r"校对|拟稿|核稿|印数|共印|联系|承办|经办|份数|(?:法律|公开)?依据|理由"
# Matches 公开方式:主动公开, 公开属性依申请公开, (公开属性:主动公开), 公开属性|主动公开 (cells of a table).
# Must not match 公开方式包括主动公开和依申请公开, 例1:公开方式:主动公开.
_LABELLED = re.compile(
    rf"(?!.{{0,4}}(?:例|样式|格式)[\d一二三四五六]{{0,2}}[:,])(?:[^。]{{0,60}}[^\u4e00-\u9fff])?(?:{_LABEL})"
    rf"[:|\]】]?(?:[1-3A-C][.、])?(?P<word>{WORD})类?(?:[)\]】〕]|[。.(;|].{{0,60}}|\d.*|(?:{_ASIDE}).{{0,60}})?"
)
# Matches 主动公开示民发〔2023〕29号: the class at the left margin of the number's line.
_BESIDE_NUMBER = re.compile(rf"(?P<word>{WORD})[\u4e00-\u9fff]{{2,20}}〔\d{{4}}〕\d{{1,5}}号")
# Matches (附件不公开), (附件1依申请公开). Must not match (此件公开发布).
_ANNEX_KEPT = re.compile(rf"[(\[【]?附[件表]\d{{0,2}}(?:不予|不|免予|依申请|暂不)?(?:{WORD})?(?:公开)?[)\]】]?。?")


@dataclass(frozen=True, slots=True)
class Worded:
    """What a line says: several classes if it withholds a part of what it opens. `span` is of the folded line."""

    disclosures: tuple[Disclosure, ...]
    span: tuple[int, int]
    rule: str
    certainty: float


def worded(plain: str) -> Worded | None:
    """What the folded line `plain` states in words; None for any other line."""
    if "公开" not in plain:
        return None
    if note := _NOTE.fullmatch(plain):
        first = _IN_NOTE[note["word"] or note["alone"] or note["bare"]]
        return Worded(_unrestricted(first, plain), note.span(), "disclosure_note", 0.97)
    if labelled := _LABELLED.fullmatch(plain):
        said = _unrestricted(WORDS[labelled["word"]], plain[labelled.end("word") :])
        return Worded(said, labelled.span(), "disclosure_line", 0.97)
    if head := _BESIDE_NUMBER.fullmatch(plain):
        return Worded((WORDS[head["word"]],), head.span("word"), "disclosure_word", 0.9)
    return None


def keeps_annex(plain: str) -> bool:
    """Whether a line of its own keeps an annex from the public: (附件不公开)."""
    return _ANNEX_KEPT.fullmatch(plain) is not None and plain.rstrip(")]】。").endswith("公开")


def _unrestricted(first: Disclosure, rest: str) -> tuple[Disclosure, ...]:
    """`first`, and the stricter classes that `rest` names; nothing if it takes back an unnamed part of 主动公开."""
    if first is not Disclosure.PROACTIVE:
        return (first,)
    named = {WORDS[word] for word in re.findall(WORD, rest)} - {first}
    if named:
        return (first, *(disclosure for disclosure in Disclosure if disclosure in named))
    return () if is_restricted(rest) else (first,)
