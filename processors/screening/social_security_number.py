"""Finds numbers under which a person is insured: 社会保障号, 个人编号, 医保号, 公积金账号."""

from __future__ import annotations

import re
from collections.abc import Iterator

from processors.screening.digits import GAP
from processors.screening.model import Severity
from processors.screening.page import Hit, Page, any_of, label_ending

WORDS = any_of(
    "个人编号 人员编号 个人账户 个人帐户 社保 社会保障 医保 医疗 个人代码 人员代码 职工代码 保险 参保",
    "公积金 电脑号 养老金",
    "低保 领取编号 领取人编号 养老手册 养老证 退休证",
)
_INSURANCE = (
    r"(?:社保|社会保障|社会保险|医保|医疗保险|医疗保障|养老保险|养老金|养老(?=手册|证|账户)|失业保险"
    r"|工伤保险|生育保险|职工保险"
    r"|参保|公积金|新农合|合作医疗|大病保险|低保|居民保险)"
)
_OF_PERSON = (
    r"(?:登记|领取|发放|缴费|待遇|电脑|个人|人员|职工|参保人员?|人|客户|手册|本|存折|卡|证|账户|帐户"
    r"|(?:电子)?凭证){0,2}"
)
# Matches 个人编号:, 社保卡卡号, 职工养老保险号. Must not match 单位编号, 经办机构代码, 医保定点机构编号.
_NAMED = label_ending(
    rf"(?<!单位)(?<!机构)(?:(?<!采购)(?<!设备)(?:(?:个人|人员)(?:社保)?编[号码]|(?:个人|人员|职工)代码)|电脑号"
    rf"|{_INSURANCE}{_OF_PERSON}(?:编[号码]|[账帐]号|[账帐]户|号码?|卡号|证号|代码(?:\(个人\))?(?=.{{0,2}}$))"
    rf"|个人{_INSURANCE}号?|(?<!外科)(?<!执业)医疗(?:卡|证)(?:编?号)?|个人[账帐]户(?:编号)?"
    rf"|(?<!单位)保险编号(?=\(个人\))|退休证(?:编?号)"
    rf"|(?:养老金?|待遇)领取人?(?:证|编)号)"
)
# The employer's number says so before or after the word: 公积金账号(单位).
_OF_EMPLOYER = re.compile(
    r"单位|机构|项目|工程|登记证|缴款书|经办|企业|定点|药品|征收|统筹区|基金|网点|中心|机关|局"
    r"|(?<!个人)(?<!人员)(?<!职工)代码$|子目"
)
# Whose number it is, said last, outweighs the scheme: 企业职工养老保险个人编号.
_OF_ONE = re.compile(r"(?:个人|人员|参保人)[\u4e00-\u9fff]{0,4}[:(/|]?$")
_SHORTEST = 8
# Matches 1003456789, A12345678. Must not match 12000张.
_NUMBER = re.compile(rf"(?<![0-9A-Za-z])(?=([A-Z]?[0-9](?:{GAP}[0-9]){{7,17}})(?![0-9A-Za-z]|[ \t]{{0,3}}[元人万]))")


def find_social_security_numbers(page: Page) -> Iterator[Hit]:
    """A number directly behind one of the names, or in a column of that name. It has no check digit and warns."""
    if page.longest_number < _SHORTEST or not page.says(WORDS):
        return
    for match in _NUMBER.finditer(page.text):
        label = page.label(match.start())
        of_one = _OF_ONE.search(label.before) or not _OF_EMPLOYER.search(label.before[-16:])
        if of_one and label.is_just(_NAMED):
            yield Hit(match.start(1), match.end(1), Severity.WARN)
