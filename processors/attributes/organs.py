"""Recognises the names of organs (机关名称) and splits lines that hold several."""

from __future__ import annotations

import re

_SUFFIXES = (
    "国务院|人民政府|政府|委员会|常委会|管委会|办公厅|办公室|秘书处|人民法院|法院|检察院|党委|党组|工委|军委|团委|市委|省委|区委|"
    "县委|纪委|监委|经贸委|发改委|教委|体委|科委|计委|国资委|卫健委|编委|部|厅|局|总局|署|总署|院|会|社|中心|总队|支队|大队|处|科|"
    "司|所|站|室|馆|台|学校|大学|学院|公司|集团|银行|联合会|协会|总会|商会|领导小组|指挥部|街道|办事处|分局|分中心|队|领事馆|代表大会|"
    "工会|妇联|残联|工商联|联社|基金|交易所|管理处|服务中心|服务局|窗口|公安厅|司令部|政治部|后勤部|武警|委|海关|法庭|监狱|检查站|"
    "中学|小学|幼儿园|支行|分行|党总支|党支部|(?<![督承主协举交开兴创])办|联席会议|专班|次会议|林场|农场|牧场|茶场|厂|文工团|代表团|"
    "(?:秘书|工作|巡察|巡视|督导|督查|纪检监察|调查|筹备|专项|普查)组"
)
PLACE_CHARS = 3  # a place's name and its rank: 示例区
LONGEST_LINE = 200  # characters; a longer line is prose

# Matches 示例区人力资源和社会保障局, 示例区财政局(示例区国资局). Must not match 请向示例区财政局, 示例局。
_ORGAN = re.compile(rf"[\u4e00-\u9fff·]{{1,38}}?(?:{_SUFFIXES})(?:\([\u4e00-\u9fff、,]{{2,40}}\))?")
# What careless web pages leave of a blank: &nbsp; &sp;
_ENTITY = re.compile(r"&\w{1,8};")
_SEAL_WORDS = re.compile(r"(?:\((?:章|代章|盖章|公章|印|印章|签章|加盖公章|签字)\)|[^\u4e00-\u9fff)]+)$")
# Ends of names that are no organ without their beginning.
_PARTS = {"办公室", "办公厅", "委员会", "秘书处", "分局", "中心", "服务中心", "管理处", "管理局", "管理委员会"}
# What a line break inside a name leaves: 示例区卫生健康委|员会.
_TORN = ("员会", "公室", "公厅")
# The end of one organ before the place of another. Matches 示例区民政局|样例县财政局.
# Must not match 示例市公安局示例区分局, 示例区人民政府示例街道办事处: these are one organ.
_SEAM = re.compile(
    r"(?:局|委员会|厅|办公室|总工会|联合会|法院|检察院)"
    r"(?=[\u4e00-\u9fff]{2,10}?[省市县区州](?!分局)[\u4e00-\u9fff]{2,30}?"
    r"(?:局|委员会|厅|总工会|联合会|人民政府|法院|检察院)(?:$|[\u4e00-\u9fff]{2,10}?[省市县区州]))"
)
# Words that run through sentences but not through names of organs.
_SENTENCE = re.compile(
    r"请|应当|根据|按照|关于|以及|进行|负责|报送|印发|转发|落实|为了|做好|本通知|可以|或者|如有|不得|需要|已经|的"
)
_REPUBLIC = "中华人民共和国国务院"
# The end of an organ's name in front of what it does: 示例区财政局|关于…, 示例区民政局|2021年…, 示例局|对…
_PREFIX = re.compile(
    rf"(?P<organs>[\u4e00-\u9fff、\s()]{{1,80}}?(?:{_SUFFIXES})(?:\([\u4e00-\u9fff、]{{2,40}}\))?)"
    r"(?=关于|对|转发|印发|批转|发布|公布|(?:19|20)\d{2}年|(?:嘉奖|任免)?令$)"
)


def is_organ(plain: str) -> bool:
    """Whether `plain` (folded, without blanks) reads as the name of one organ and nothing else."""
    return _ORGAN.fullmatch(plain) is not None and not _SENTENCE.search(plain)


def split_organs(text: str) -> tuple[str, ...]:
    """The organs on a line, as printed: () if it is anything else.

    '示例区民政局　示例区财政局' → two; '示 例 区 民 政 局' and '示例区 民政局' → one (示例区 alone is no organ).
    """
    if len(text) > LONGEST_LINE:
        return ()
    text = _SEAL_WORDS.sub("", _ENTITY.sub("", text).strip().replace("（", "(").replace("）", ")"))
    pieces = [piece for piece in re.split(r"[\s、]+", text) if piece]
    names = _names(pieces)
    if not all(is_organ(name) for name in names):
        names = ["".join(pieces)]
    if not all(is_organ(name) for name in names):
        return ()
    names = [part for name in names for part in _parted(name)]
    return tuple(_full_width(official_name(name)) for name in names)


def _names(pieces: list[str]) -> list[str]:
    """The pieces between blanks, those joined that are no organ by themselves: 示例区|民政局, 示例区政府|办公室."""
    names: list[str] = []
    for piece in pieces:
        if names and (piece in _PARTS or piece.startswith(_TORN) or len(names[-1]) <= 2 or not is_organ(names[-1])):
            names[-1] += piece
        else:
            names.append(piece)
    return names


def _parted(name: str) -> list[str]:
    """Organs whose blank was lost, of one place or of several: 示例区民政局样例县财政局 → both."""
    again = name.find(name[:PLACE_CHARS], PLACE_CHARS)
    ends = [again, *(match.end() for match in _SEAM.finditer(name))]
    for at in ends:
        if at > 0 and is_organ(name[:at]) and is_organ(name[at:]) and not name.startswith(("国家", "中国", "中华")):
            return [name[:at], *_parted(name[at:])]
    return [name]


def organs_before_matter(title: str) -> tuple[str, ...]:
    """The organs that a title begins with: '示例区民政局 示例区财政局关于…的通知' → both."""
    match = _PREFIX.match(title.replace("（", "(").replace("）", ")"))
    return split_organs(match["organs"]) if match else ()


def official_name(name: str) -> str:
    """The State Council signs as 国务院, also where an order's head gives the name in full."""
    return "国务院" if name == _REPUBLIC else name


def _full_width(name: str) -> str:
    return name.replace("(", "（").replace(")", "）")
