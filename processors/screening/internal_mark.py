"""Finds marks that keep a document inside: 内部资料 注意保存, 工作秘密, 阅后收回, 此件不予公开.

工作秘密 is a class of its own beside the state secrets (保密法实施条例 2024, article 73). The same words in running
text (泄露工作秘密的, 依法不予公开的) are no mark: a mark stands alone, speaks of this document, or is the value of
its field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from processors.screening.line_mark import LONGEST_MARK, hits_on, lines_with, whole_line
from processors.screening.model import Severity
from processors.screening.page import Hit, Page, any_of

WORDS = any_of(
    "内部 外传 内参 不予公开 不公开 不得公开 不宜公开 免予公开 工作秘密 阅后 收回 外泄",
    "传播 注意保 参阅 扩散 妥善保 销毁 翻印 复印",
)
HEAD_LINES = 6

_KIND = r"内部(?:资料|文件|材料|使用|参考|传阅|掌握|刊物|信息|发行|明电)"
_ORDER = (
    r"(?:注意保[存管密]|妥善保[存管]|(?:请|切)?勿(?:外传|扩散|转发)|不宜公开|传阅完毕收回"
    r"|(?:不得|严禁|禁止)(?:外传|外泄|扩散|转载|复印|翻印|复制|引用|对外传播|公开)"
    r"|(?:阅|会|用|看)后(?:即焚|收回|销毁|退回))"
)
_OPEN, _CLOSE = r"[\[(【《<★☆*]{0,3}", r"[\])】》>★☆*]{0,3}"
_BETWEEN = r"[,、·.:;!★*\-—]{0,2}"
# Matches 内部资料注意保存, (内部文件,严禁外传), 仅供内部使用, 阅后收回, ★内部★.
# Must not match 内部控制制度, 内部资料管理.
_WHAT = (
    rf"(?:(?:仅供|仅限|只限|限)?(?:{_KIND}|内部(?=[\])】★])|内参|工作秘密(?=[★\])】]|\d+年$))"
    r"|供?领导参阅|(?:阅|会|用)后(?:即焚|收回|销毁))"
)
_ALONE = re.compile(
    rf"{_OPEN}{_WHAT}{_CLOSE}(?:{_BETWEEN}{_OPEN}(?:{_KIND}|{_ORDER}|内参|\d+年|长期){_CLOSE}){{0,3}}[。!]?"
)
_ORDER_ALONE = re.compile(rf"{_OPEN}{_ORDER}{_CLOSE}[。!]?(?:{_BETWEEN}{_KIND}{_CLOSE})?")
# 注意保存 alone is said of goods too: it needs the head of a page.
_UNSURE_ALONE = re.compile(
    rf"{_OPEN}(?:工作秘密|不予公开|不公开|不得公开|不宜公开|{_ORDER})(?:\([^)]{{2,20}}\))?{_CLOSE}"
)
_SENTENCE_GOES_ON = re.compile(r"(?:[的和或与、,:]|国家|商业|保守|泄露|涉及|属于|依法|应当)$")
# Matches 此件不予公开, (不予公开), 【内部】. Must not match 依法不予公开的, 本件不公开审理.
_OF_THIS = re.compile(
    r"(?P<mark>[此本][件文](?:不予|不宜|不得|不)公开(?!审理|开庭|的)|^[(【\[](?:内部|(?:不予|不宜|不)公开)[)】\]])"
)
# Matches 公开属性:不予公开, ☑不予公开, 密级:内部. Must not match □不予公开.
_FIELD = re.compile(
    r"(?P<mark>公开(?:属性|方式|选项|类型|形式|类别):?(?:不予公开|不公开|免予公开)(?![、/□☐])"
    r"|[☑☒✓✔√■](?:不予公开|不公开|免予公开)|密级:?内部)"
)
# Matches 本材料为内部资料, 此文属于工作秘密, 本资料仅供参会人员使用,请勿外传, 内部资料,不得外传.
# Must not match 不得将内部资料外传的, 本单位工作秘密管理办法.
_THIS = r"(?:本|此|该|以下|以上)(?:件|材料|资料|文件|文|内容|报告|通讯录|数据|信息)(?:内容)?"
_SAID = re.compile(
    rf"(?P<mark>{_THIS}(?:为|系|属|属于|是|仅供|仅限|只供)(?:我局|我市|本局)?(?:{_KIND}|工作秘密(?![的管保]))"
    rf"|(?:{_KIND}|工作秘密(?:事项|内容|信息)?|(?:会议|参阅|传阅)(?:材料|文件|资料)|[此本](?:件|文|文件|材料|资料))[,、·:;]?请?{_ORDER}"
    rf"|(?:仅供|仅限|只限)(?:{_KIND}|[\u4e00-\u9fff]{{2,8}}(?:参阅|使用|参考)[,。]?{_ORDER}))"
)


def find_internal_marks(page: Page) -> Iterator[Hit]:
    """All block: to publish what bears such a mark, somebody has to say why it may be."""
    for number, line in lines_with(page, WORDS):
        yield from hits_on(line, ((_OF_THIS, Severity.BLOCK), (_FIELD, Severity.BLOCK), (_SAID, Severity.BLOCK)))
        if len(line.tight) > LONGEST_MARK:
            continue
        shown = sum(1 for above in page.lines[: min(number, 4 * HEAD_LINES)] if above.tight)
        in_head = shown < HEAD_LINES and number < 4 * HEAD_LINES
        before = page.lines[number - 1].tight if number else ""
        if _SENTENCE_GOES_ON.search(before):
            continue
        sure = _ALONE.fullmatch(line.tight) or (in_head and _ORDER_ALONE.fullmatch(line.tight))
        if sure or (in_head and _UNSURE_ALONE.fullmatch(line.tight)):
            yield whole_line(line, Severity.BLOCK)
