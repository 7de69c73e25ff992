"""Finds marks of commercial secrets (商业秘密): a firm's own mark, or its words that a document holds some.

Regulations on open government information (2019), article 15: not public unless the firm agrees. The words in running
text (涉及商业秘密的, 保守商业秘密) are no mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from processors.screening.line_mark import LONGEST_MARK, hits_on, lines_with, whole_line
from processors.screening.model import Severity
from processors.screening.page import Hit, Page, any_of

WORDS = any_of(
    "商业秘密 商业机密 商密 技术秘密 公司机密 公司秘密 公司绝密 企业机密 企业秘密",
    "onfidential ONFIDENTIAL onfidence ONFIDENCE",
    "roprietary PROPRIETARY radeSecret radesecret",
    "TRADESECRET",
)
_LEVEL = (
    r"(?:(?:公司|企业|本公司)?商业(?:秘密|机密)|(?:核心|普通)商(?:业秘)?密|商密(?:A{1,3}级?)?"
    r"|(?:公司|企业)(?:机密|秘密|绝密))"
)
_PERIOD = r"(?:[★☆▲*·]?(?:\d{1,2}年|长期))"
_ORDER = (
    r"(?:注意保[密管存]|(?:请|切)?勿(?:外传|扩散)|(?:不得|严禁|禁止)(?:外传|外泄|扩散|复制|披露|公开)"
    r"|未经(?:授权|许可|书面同意)(?:不得|严禁)(?:复制|披露|外传|使用)|请予?保密)"
)
# Matches 【商业秘密】, 核心商密★5年, 商业秘密注意保密, 密级:商密. Must not match 商业秘密保护条例.
_ALONE = re.compile(
    rf"(?:(?:密级|保密等级|保密级别)[::]?)?[★☆【\[(<]{{0,2}}{_LEVEL}(?:文件|资料|材料)?[★☆▲】\])>]{{0,2}}{_PERIOD}?[】\])]?(?:[,、·:;!]?{_ORDER}){{0,2}}[。!]?"
)
_STARTS = re.compile(rf"^(?P<mark>[【\[(]{_LEVEL}[】\])])")
_WITH_PERIOD = re.compile(rf"(?P<mark>(?:核心|普通)商(?:业秘)?密{_PERIOD}|{_LEVEL}[★☆▲]{_PERIOD})")
_AS_LABEL = re.compile(r"^(?P<mark>商业(?:秘密|机密)):(?![是否无]|不涉|不含|□)")
_ORDERED = re.compile(rf"(?P<mark>{_LEVEL}[,、:;]?{_ORDER})")
# Matches 本文件含有商业秘密, 上述数据系本企业商业秘密.
# Must not match 不涉及商业秘密, 本办法所称商业秘密, 涉及商业秘密的.
_SAID = re.compile(
    r"(?P<mark>(?:本|此|该|以下|上述|以上)(?!办法|规定|条例|通知|法|指引|细则|机关|政策|市|省|区|县|局)[^。,;不未是否]{1,14}?(?:含有?|包含|属于?|系|为|涉及|是)"
    r"[^。,;不]{0,8}?(?:商业秘密|技术秘密|商业机密)(?!的|案|保护|权|等|、))"
)
_CONTAINS = re.compile(r"(?P<mark>(?:内容|材料|文件)含有?商业秘密)(?![的、])")
# Matches CONFIDENTIAL, StrictlyConfidential, TradeSecret. Must not match confidentiality, non-confidential.
_ENGLISH = re.compile(
    r"(?<![a-z\-])(?P<mark>(?:strictly|company|commercialin|private(?:and|&)|proprietary(?:and|&)?){0,2}(?:confiden(?:tial(?!i|l)|ce$))|companyproprietary|tradesecrets?(?![a-z]))",
    re.IGNORECASE,
)
_IN_CONFIDENCE = re.compile(r"(?P<mark>commercial[- ]?inconfidence)", re.IGNORECASE)
_TITLE_GOES_ON = re.compile(r"^(?:保护|管理|侵权|案件|权利|认定|培训|的|、|和|条例|规定|办法)")
_TITLE_BEFORE = re.compile(r"(?:[的和或与、]|关于|加强|保护|保守|泄露|涉及|侵犯|企业|公司|隐私|许可)$")


def find_trade_secrets(page: Page) -> Iterator[Hit]:
    """A mark blocks; a sentence that claims a secret warns."""
    marks = tuple((pattern, Severity.BLOCK) for pattern in (_STARTS, _WITH_PERIOD, _AS_LABEL, _ORDERED, _ENGLISH))
    claims = tuple((pattern, Severity.WARN) for pattern in (_SAID, _CONTAINS, _IN_CONFIDENCE))
    for number, line in lines_with(page, WORDS):
        yield from hits_on(line, marks + claims)
        if len(line.tight) <= LONGEST_MARK and _ALONE.fullmatch(line.tight) and not _is_of_title(page, number):
            yield whole_line(line, Severity.BLOCK)


def _is_of_title(page: Page, number: int) -> bool:
    """Whether a line that is only 商业秘密 is the middle of a title: 关于 / 商业秘密 / 保护的若干意见."""
    before = page.lines[number - 1].tight if number else ""
    after = page.lines[number + 1].tight if number + 1 < len(page.lines) else ""
    return _TITLE_BEFORE.search(before) is not None or _TITLE_GOES_ON.match(after) is not None
