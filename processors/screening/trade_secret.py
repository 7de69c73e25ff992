"""Finds marks of commercial secrets (商业秘密): a firm's own mark, or its words that a document holds some.

Regulations on open government information (2019), article 15: not public unless the firm agrees. The words in running
text (涉及商业秘密的, 保守商业秘密) are no mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from processors.screening.line_mark import LONGEST_MARK, hits_on, lines_with, parts_of, whole_line
from processors.screening.model import Severity
from processors.screening.page import Hit, Page, any_of
from processors.screening.restriction import LEAVE, ORDERS_OF_THIS, TREATMENT

WORDS = any_of(
    "秘密 機密 机密 绝密 商密 保密 密级 专有 商业敏感 技术诀窍 独家 核心 工艺 配方 版权所有 © (c) 仅限公司 仅限企业",
    "仅限集团 薪酬 算法 渠道 图纸 经营信息 客户 报价 底价 成本 财务 源代码 技术文 技术资 技术参 技术图",
    "设计图 设计文 设计资 设计参",
    "onfiden ONFIDEN roprietary PROPRIETARY ecret ECRET opyright OPYRIGHT onotdis ONOTDIS oNotDis",
)
_CLASSIFIED = (
    r"(?:商业(?:秘密|机密)|商业敏感信息|商密(?:信息|内容|数据)|商業(?:秘密|機密)|营业秘密|经营秘密|技术(?:秘密|机密)"
    r"|(?:公司|企业|集团|我司|我厂)(?:的?内部)?(?:机密|秘密|绝密)|(?:专有)?保密(?:资料|信息|文件)(?!袋|柜)"
    r"|专有(?:信息|资料))"
)
_LEVEL = (
    r"(?:(?:公司|企业|集团|本公司|核心|普通|一般|重要|敏感)?(?:内部)?(?:商业|商業|营业|经营|技术)(?:秘密|机密|機密)"
    r"|(?:核心|普通|一般|重要|企业|公司|集团|内部)商密|商业敏感信息|商密(?:[A1-3]{1,3}级?|[一二三]级)?"
    r"|(?:企业|公司|集团)(?:内部)?商密|专有(?:资料|信息|文件)"
    r"|(?:本公司|公司|企业|集团)(?:内部)?(?:(?:机密|秘密|绝密)(?:文件|资料)?|保密(?:资料|信息|文件)(?!袋|柜)))"
)
_PERIOD = r"(?:[★☆▲*·]?(?:\d{1,2}年|长期))"
_ORDER = (
    rf"(?:{TREATMENT}|(?:请|请予以?|予以|请严格|严格)保密|未经[^。;,]{{0,8}}(?:授权|许可|同意)的?,?(?:不得"
    rf"|严禁|禁止|请勿)[\u4e00-\u9fff、]{{2,10}}"
    r"|(?:不得|严禁|禁止)(?:复制|披露|公开|转载|使用))"
)
_NO_DEFINITION = r"(?!是指|指|系指|包括|是否|[否无]|不涉|不含|□|的)"
_FIELD = (
    r"(?:(?:文件|资料|信息|文档)?(?:密级(?:标识|标志)?|秘级|保密等级|保密级别|机密等级|安全等级|涉密等级"
    r"|文件类别|资料类别)[:：|]?)"
)
# Matches 【商业秘密】, 核心商密★5年, 商业秘密注意保密, 密级:商密. Must not match 商业秘密保护条例.
_DEGREE = (
    r"(?:[一二三1-3A-C]{1,3}级|重要|核心|普通|一般|(?:保密)?(?:期限?|年限):?(?:\d{1,2}"
    r"|[一二三五十]{1,2})年|长期|内部使用)"
)
_NO_SIGN = r"[★☆▲【】\[\]()<>,、·:;!。\-—|]{0,3}"
# Nothing but the words of such marks, in any order: 企业商密 二级 保密期5年, 商密【重要】, 专有资料 未经许可不得复制.
_ONLY_WORDS = re.compile(
    rf"{_NO_SIGN}(?:{_DEGREE}{_NO_SIGN}){{0,2}}(?:{_LEVEL}|技术诀窍|专有技术){_NO_SIGN}(?:(?:{_DEGREE}|{_ORDER}"
    rf"|{LEAVE}{ORDERS_OF_THIS}){_NO_SIGN}){{1,4}}"
)
_ALONE = re.compile(
    rf"{_FIELD}?[★☆【\[(<]{{0,2}}{_LEVEL}(?:文件|资料"
    rf"|材料)?(?:[A-C]{{1,3}}级)?[★☆▲】\])>]{{0,2}}{_PERIOD}?[】\])]?(?:[,、·:;!]?{_ORDER}){{0,2}}[。!]?"
)
# Matches 商业秘密·内部使用, 商业机密,仅限评委查阅, 企业机密 请勿复印. Must not match 商业秘密,是指不为公众知悉的信息.
_LEADS = re.compile(
    rf"(?P<mark>{_FIELD}?[★☆【\[(<]{{0,2}}{_LEVEL}(?:[★☆】\])>]{{1,5}}|[★☆】\])>]{{0,2}}(?:[·:,!。\-–—|/(]"
    rf"|{ORDERS_OF_THIS}))){_NO_DEFINITION}.{{0,40}}"
)
_MARKED = re.compile(
    rf"(?P<mark>^(?:商业秘密|商密)(?:保护)?(?:范围|内容|事项):(?![^。]{{0,4}}(?:[包含]|指))|^(?:商业秘密"
    rf"|商密)(?:标识|标志|等级|级别):?[★☆一二三四1-4A-C]|^(?:投标人|供应商|我公司|本公司"
    rf"|我司|我厂|企业){_CLASSIFIED}[,。:]"
    rf"|^(?:机密|绝密|秘密)(?:文件|资料)?.{{0,10}}(?:集团|公司)商业秘密$|^保密(?:信息|资料),?{_ORDER}"
    r"|^(?:版权所有|©|\(c\)|copyright)[^。;]{0,24}?(?:商业(?:秘密|机密)|(?:机密|保密|绝密)(?:文件|资料)|技术秘密)"
    rf"|^(?![^。;]{{0,20}}(?:保护|尊重|加强|严守|[与的我本属系是含涉]))[\u4e00-\u9fff()]{{2,20}}?(?:公司"
    rf"|集团|厂)(?:{_LEVEL}|(?:内部)?(?:机密|绝密)(?:文件|资料)?)(?:[·,:!;(](?!是|指).{{0,24}})?$"
    rf"|^(?:专有技术|技术诀窍|(?:独家|核心)(?:配方|技术|工艺)|(?:技术|设计|工艺)(?:图纸|文件|资料"
    rf"|参数)),?(?:严格|请予?)?(?:保密|{TREATMENT})[。!]?$"
    r"|^(?:公司|企业|集团|我司)?(?:内部)?(?:绝密|机密)(?:文件|资料)?(?:禁止|严禁|不得|请勿)(?:复印|复制"
    r"|外传|翻印|拍照|外泄)"
    r"|^[【\[(](?:保密|机密|内部)[】\])][^。;]{0,16}(?:公司|集团|厂)|^保密声明:(?=[^。;]{0,30}(?:公司"
    r"|集团|厂|我方|投标|方案))"
    r"|^[【\[(](?:绝密|机密|秘密|保密)[·,:]?仅限(?:于)?(?:公司|企业|集团)内部[】\])])",
    re.IGNORECASE,
)
_STARTS = re.compile(rf"^(?P<mark>[【\[(](?:{_LEVEL}|企业商密|公司商密|集团商密)[】\])])")
_WITH_PERIOD = re.compile(rf"(?P<mark>(?:核心|普通)商(?:业秘)?密{_PERIOD}|{_LEVEL}[★☆▲]{_PERIOD})")
_AS_FIELD = re.compile(rf"(?P<mark>{_FIELD}{_LEVEL})")
_REASON = re.compile(
    rf"(?P<mark>(?:不(?:予)?公开|拒绝公开|不同意公开)的?(?:理由|原因|依据):[^。;]{{0,12}}?{_CLASSIFIED})"
)
_AS_LABEL = re.compile(r"^(?P<mark>(?:商业|技术)(?:秘密|机密)(?:声明|提示|说明)?):(?![是否无]|不涉|不含|□|指)")
_ORDERED = re.compile(rf"(?P<mark>{_LEVEL}[,、:;!]?{_ORDER})")
# The secret itself is spoken of, not a rule or an office's work for it.
_ITSELF = (
    r"(?![的等](?!内容|资料|材料|信息|部分)|、个人隐私|和个人隐私|或者?个人隐私|[、或和]国家秘密|保护|管理"
    r"|制度|分级|工作|培训|泄露|侵权|纠纷|案|权|服务|维权|意识)"
)
_FIRM = r"(?:[我本](?:公司|企业|单位|厂|司|方|集团|院|所|店|社|行|矿|场|机构)|甲方|乙方|双方|(?:公司|企业)自身|申请人)"
# Matches 本文件含有商业秘密, 上述数据系本企业商业秘密, 内容属商业秘密.
# Must not match 不涉及商业秘密, 本办法所称商业秘密, 涉及商业秘密的.
_HOLDS = r"(?:含有?|包含|包括|载有|属于?|系|为|涉及|是|涵盖|构成|(?:标注|标记|标明|列|界定|认定|视)为)"
_THING = (
    r"(?:(?:投标人|供应商|我方|我司)认为|[本此该](?!办法|规定|条例|通知|法|指引|细则|机关|政策|市|省|区|县|局"
    r"|企业|公司|单位)|以[下上]|上述"
    r"|所(?:附|列|载|提交)|附件|附表|内容|材料|文件|条款|参数|数据|资料|图纸|方案|报表|价格|名单|工艺|配方|部分|章节)"
)
_SAID = re.compile(
    rf"(?P<mark>{_THING}[^。;不未是否]{{0,22}}?{_HOLDS}[^。;不,]{{0,10}}?{_CLASSIFIED})(?![的等]){_ITSELF}"
)
# Matches 属我公司商业秘密, 涉及本企业技术秘密,不同意公开. Must not match 本单位商业秘密保护制度.
_OURS = re.compile(rf"(?P<mark>{_FIRM}[^。;!,]{{0,12}}?{_CLASSIFIED}){_ITSELF}")
# Matches 专有技术,请求保密, 本文件中的商业秘密.
_HELD = re.compile(
    rf"(?P<mark>(?:专有技术|技术诀窍|独家(?:配方|工艺)),?(?:恳请|请求?|要求|望)[^。;]{{0,8}}(?:保密|不予公开|不公开)"
    rf"|[此本该](?:文件|材料|资料|标书|报告|方案|合同)[中内]?(?:所[含载列]"
    rf"|包含)?的?{_CLASSIFIED}(?![^。;]{{0,6}}(?:保护|管理)))"
)
# Matches (含商业秘密), 商业秘密,请贵局不予公开.
_ASKED = re.compile(
    rf"(?P<mark>[(【\[](?:[^()]{{0,6}}含|涉及|属于?)[^()]{{0,4}}{_CLASSIFIED}[^()]{{0,14}}[)】\]]"
    rf"|{_CLASSIFIED}(?:内容|信息|资料|部分)?[,;。]?(?:恳请|敬请|特?请(?!求)|望|要求|希望|不同意"
    rf"|请求)[^。;]{{0,10}}(?:保密|公开|外传"
    rf"|披露|遮盖|删除|隐去|提供))"
)
# Matches 已将报价明细标注为商业秘密. Must not match 不得将中标结果列为商业秘密.
_DECLARED = re.compile(
    rf"(?P<mark>(?:已|业已|现)(?:将|把|对)[^。;,]{{2,24}}?(?:标注|标记|标明|列|声明|申明"
    rf"|注明)为?[^。;,]{{0,4}}?{_CLASSIFIED})"
)
# Whose secret it is is not said by the word alone, where somebody refuses: 涉及其商业秘密,不同意公开.
_REFUSED = re.compile(
    rf"(?P<mark>(?:涉及|属于?|系|含有?|构成|为)[^。;,]{{0,12}}?{_CLASSIFIED}[,。;]?(?:故|因此|所以|对此"
    rf"|我方|我公司|本公司)?"
    r"(?:不同意|拒绝|反对|不愿意?)[^。;,的]{0,8}(?:公开|提供|披露)(?!的))"
)
# Matches 涉及本公司核心工艺,附件2请勿对外公开: what a firm keeps is told by its own words.
_KEPT = re.compile(
    r"(?P<mark>(?:[我本](?:公司|企业|厂|司|方|集团|店|社|行|矿|场)|[甲乙]方|(?:公司|企业)自身)[^。;,]{0,12}?"
    r"(?:工艺|技术|配方|参数|算法|代码|客户|渠道|图纸|价格|成本|报价|底价|经营(?:信息|数据|状况)|财务(?:信息|数据|报表)"
    r"|薪酬|商业(?:信息|数据|计划))[^。;]{0,30}?(?:请勿|请不要|不要|请|恳请|请求|不同意|不宜|不便"
    r"|望)[^。;]{0,8}(?:公开|披露|外传|外泄|保密|提供))"
)
# Matches 内含商业机密,非授权人员不得翻阅. Must not match 不含商业秘密.
_CONTAINED = re.compile(
    rf"(?P<mark>(?:^|[,。;!(])(?:内含|内有|含有?|附有|包含)[^。;,]{{0,6}}?{_CLASSIFIED})(?![的等]){_ITSELF}"
)
# Matches 商业秘密归示例公司所有.
_OWNED = re.compile(rf"(?P<mark>(?:{_CLASSIFIED}|专有技术)[^。;]{{0,12}}归[^。;]{{2,20}}(?:公司|集团|厂|我方)所有)")
# Matches 供应商已书面声明报价构成属商业秘密. Must not match 第三方认为涉及商业秘密的.
_CLAIMED = re.compile(
    rf"(?P<mark>(?:投标人|供应商|中标人|公司|企业|集团|厂|[甲乙丙]方|对方|该单位"
    rf"|我单位)[^。;,]{{0,8}}?(?:声明|主张|认为|提出|表示|函告|称)[^。;不]{{0,16}}?"
    rf"(?:属于?|系|为|涉及|构成|含有?){_CLASSIFIED})(?![的等]){_ITSELF}"
)
# A firm, what it keeps and a wish, in whatever order: 我单位不同意公开,理由是涉及商业秘密.
_WHOSE = re.compile(
    r"(?:[我本](?:公司|企业|单位|厂|司|方|集团|店|社|行|矿|场)|[甲乙丙]方的|^(?:公司|企业|集团)(?:内部"
    r"|核心|的?机密|的?秘密|商密))"
)
_WHAT_IS_KEPT = re.compile(
    rf"{_CLASSIFIED}|(?:机密|专有|未公开|未申请专利|配方|工艺|底价|成本|源代码|客户名单|图纸|薪酬|报价"
    rf"|技术(?:资料|诀窍)|算法|渠道|商密)"
)
_WISH = re.compile(
    r"(?:切?勿|不要|不同意|不宜|望|请|恳请|拒绝|不得(?!使用)|禁止|严禁)[^。;,]{0,10}(?:公开|公示|外泄|对外"
    r"|外传|公布|披露|复制|翻阅|提供"
    r"|泄露|保密|隐去|遮盖)"
)
# Laws, duties of officials and offences speak of such secrets without holding any.
_IN_GENERAL = re.compile(
    r"对[^。,;我本]{0,14}秘密予以保密|依法|应当|实施中|非法|违法|是指|经营者|(?:泄露|泄漏)[^。;,]{0,8}秘密"
    r"|保守|知悉|履职|侵犯|窃取|涉嫌|违反|处分|追究|诉讼|行政机关|本机关|我局|不涉及|不属于|是否|规定"
    r"|条例|可以|用人单位|劳动者|(?<!仅供)(?<!仅限)评审专家|所称|第三方合法|征求"
)
# Matches CONFIDENTIAL, StrictlyConfidential, TradeSecret. Must not match confidentiality, non-confidential.
_ENGLISH = re.compile(
    r"(?:(?<![a-z\-])|(?<=[a-z])(?=(?-i:C)))(?P<mark>(?:strictly|highly|company|business|commercial(?:ly"
    r"|in)?|corporate|client|internal"
    r"|private(?:and|&)|proprietary(?:and|&)?){0,2}(?:confiden(?:tial(?!i|l)|ce$))|companyproprietary"
    r"|proprietary(?:information|data|materials?)(?!(?:shall|must|is|are|means)[a-z])|businesssecrets?(?![a-z])"
    r"|tradesecrets?(?![a-z])|tradesecretsof(?!the|a|others)|(?:this|the)?(?:document|file|report"
    r"|material)s?contains?[a-z]{0,20}tradesecrets?|^topsecret)",
    re.IGNORECASE,
)
_ENGLISH_IN_GENERAL = re.compile(
    r"confidentialinformation|confidential(?:documents?|records?|data)(?:shall|must|should|are|is|of)"
    r"|tradesecretlaw|theconfidential",
    re.IGNORECASE,
)
_IN_CONFIDENCE = re.compile(r"(?P<mark>commercial[- ]?in[- ]?confidence)", re.IGNORECASE)
_SHORT_LINE = 20
_TITLE_GOES_ON = re.compile(r"^(?:保护|管理|侵权|案件|权利|认定|培训|的|、|和|条例|规定|办法)")
_TITLE_BEFORE = re.compile(r"(?:[的和或与、]|关于|加强|保护|保守|泄露|涉及|侵犯|企业|公司|隐私|许可)$")


_MARKS = tuple((pattern, Severity.BLOCK) for pattern in (_MARKED, _STARTS, _WITH_PERIOD, _AS_FIELD, _AS_LABEL))
# Matches 严守商业秘密,不得泄露: a duty of somebody.
_DUTY = re.compile(
    r"(?:对|获|知|提供)[^。;请我]{0,40}(?:秘密|机密)[^。;请]{0,4}(?:予以|严格)保密|(?:严守|保守|恪守|知悉"
    r"|接触|掌握|尊重|保护|获取|了解)[^。,;]{0,12}(?:秘密|机密)|对[^。,;我本]{0,14}秘密予以保密"
)
_CLAIMS = tuple((pattern, Severity.WARN) for pattern in (_SAID, _OURS, _ASKED, _HELD, _OWNED))
_STATEMENTS = tuple((pattern, Severity.WARN) for pattern in (_DECLARED, _REFUSED, _KEPT, _CONTAINED, _CLAIMED, _REASON))
_ENGLISH_MARKS = ((_ENGLISH, Severity.BLOCK), (_IN_CONFIDENCE, Severity.WARN))


def find_trade_secrets(page: Page) -> Iterator[Hit]:
    """A mark blocks; a sentence that claims a secret warns."""
    for number, line in lines_with(page, WORDS):
        yield from hits_on(line, _MARKS)
        if _DUTY.search(line.tight) is None:
            yield from hits_on(line, ((_ORDERED, Severity.BLOCK),))
        if _IN_GENERAL.search(line.tight) is None:
            yield from hits_on(line, _CLAIMS)
            if _is_wish(line.tight):
                yield whole_line(line, Severity.WARN)
        yield from hits_on(line, _STATEMENTS)
        if _ENGLISH_IN_GENERAL.search(line.tight) is None:
            yield from hits_on(line, _ENGLISH_MARKS)
        if len(line.tight) > LONGEST_MARK or _is_of_title(page, number):
            continue
        parts = [part for part in parts_of(line) if _ALONE.fullmatch(part.tight)]
        if parts:
            yield from (whole_line(part, Severity.BLOCK) for part in parts)
        elif _ALONE.fullmatch(line.tight) or _ONLY_WORDS.fullmatch(line.tight):
            yield whole_line(line, Severity.BLOCK)
        elif _LEADS.fullmatch(line.tight) and not _goes_on(page, number):
            yield from hits_on(line, ((_LEADS, Severity.BLOCK),))


def _is_wish(text: str) -> bool:
    """Whether a short line names a firm as the writer, what it keeps, and that it wants it kept."""
    return len(text) <= LONGEST_MARK and all(sign.search(text) for sign in (_WHOSE, _WHAT_IS_KEPT, _WISH))


def _is_of_title(page: Page, number: int) -> bool:
    """Whether a line that is only 商业秘密 is the middle of a title: 关于 / 商业秘密 / 保护的若干意见."""
    before = page.lines[number - 1].tight if number else ""
    after = page.lines[number + 1].tight if number + 1 < len(page.lines) else ""
    return _TITLE_BEFORE.search(before) is not None or _TITLE_GOES_ON.match(after) is not None


def _goes_on(page: Page, number: int) -> bool:
    """Whether the line above is part of the same sentence, so that the words only happen to begin a line."""
    above = page.lines[number - 1].tight if number else ""
    return len(above) > _SHORT_LINE and not above.endswith(("。", ":", ";", "!", ")"))
