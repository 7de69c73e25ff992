"""Finds marks that keep a document inside: 内部资料 注意保存, 工作秘密, 阅后收回, 此件不予公开.

工作秘密 is a class of its own beside the state secrets (保密法实施条例 2024, article 73). The same words in running
text (泄露工作秘密的, 依法不予公开的) are no mark: a mark stands alone, speaks of this document, or is the value of
its field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from processors.screening.line_mark import LONGEST_MARK, hits_on, lines_with, parts_of, whole_line
from processors.screening.model import Severity
from processors.screening.page import Hit, Line, Page, any_of
from processors.screening.restriction import (
    AFTER,
    DONE_WITH,
    FORBIDDEN,
    LEAVE,
    ORDER,
    ORDER_OF_THIS,
    ORDERS,
    ORDERS_OF_THIS,
    THIS,
    TREATMENT,
)

WORDS = any_of(
    "范围 属性 定密 主动公开 不发媒 报道 不对外 即退 不能外",
    "内部 外传 内参 公开 公布 工作秘密 阅后 阅毕 会后 用后 用毕 看后 收回 退回 交回 外泄 外流 外发",
    "传播 注意保 参阅 扩散 妥善保 销毁 即毁 即焚 翻印 翻拍 复印 复制 转发 截图 上网 登报 上传 泄露 透露 流出",
    "带出 抄录",
    "带离 带出 携出 速退 归还 退还 缴回 内部 不要 敏感 密件 仅供 仅限 只限 县团级 级以上 专人专",
    "交还 送回 上交 对外提 对外公 对外发 对外宣 工作秘 严防",
    "处理 传输 互联网 审阅 阅示 供局 供领导 供党组 供会议 供与会 供参会 限系统 限局 限本 限机关 限单位 限科 只发",
    "仅发 限发 非公开件 非公开文 非公开资 非公开材 摘抄 留底 散发 散布 拍照 录音 引用 密存 内刊 底稿",
    "整理稿 保密提 保密要 告知 告诉 谈论 转告 发至 线索 口径",
    "考务 题本 保密期 勿外 勿传 不对外",
)
HEAD_LINES = 6
FOOT_LINES = 3

_OF_US = r"(?:机关|单位|本单位|部门|系统|局|我局|本局|党组|行业|企业|公司)?"
_KIND = (
    rf"(?:{_OF_US}内部(?:工作|会议|学习|业务|培训|情况|传阅|参考|交流|分析|调研|研判|汇总|研讨|统计){{0,2}}"
    r"(?:资料|文件|材料|使用|参考|传阅|参阅件?|掌握|刊物|信息|发行|明电|简报|通讯录|电话(?:号码)?[本表簿]|专报"
    r"|快报|通报|通讯|控制使用|动态"
    r"|文稿|传达|专用|阅读|密件"
    r"|讨论稿|征求意见稿?|教材|手册|读物|名单|数据|版本?|件)(?:之[一二三四五六七八九十])?)"
)
_READERS = (
    r"(?:内部|领导|班子|成员|(?<!行政)(?<!司法)(?<!公安)机关|本单位|本局|我局|局内|局长|主任|书记|代表"
    r"|委员|参会|与会|会议|会上|办公会"
    r"|党组|常委|系统|工作人员|审阅人|评审|评委|专家"
    r"|专班|工作组|有关(?:单位|部门|人员)|相关(?:单位|部门|人员|科室)|科室|同志|干部|本人|收件人|密级)"
)
_CIRCLE = (
    rf"(?:(?:[仅只]限?供|[仅只]?限|[仅只][送发报向]|(?<![提保])供)(?:于|本"
    rf"|在)?[\u4e00-\u9fff]{{0,6}}?{_READERS}[\u4e00-\u9fff]{{0,8}}?"
    r"(?:使用|参考|参阅|传阅|掌握|阅读|审阅|查阅|讨论|交流|发行|提供|研究|学习|知悉|知晓|查看|浏览|观看|传看|保管|阅))"
)
_OPEN, _CLOSE = r"[\[(【《<★☆*]{0,3}", r"[\])】》>★☆*]{0,3}"
_BETWEEN = r"[,、·.:;!。★*\-—]{0,2}"
_NOT_PUBLIC = (
    r"(?:不上(?:互联)?网|不登报|不广播|不公开登报|不公开发表|不对外提供|不见报|不发媒体|不(?:作|做)?(?:公开)?报道"
    r"|对外不公开|不对外(?:公开|公布|发布|宣传|报道|透露|提供|散发)"
    r"|暂?不(?:宜|得|予)?对外(?:公开|宣传|报道|透露|散发))"
)
_RANK = (
    r"(?:[此本]件)?(?:只|仅)?限?(?:发|传达|阅|下发)(?:至"
    r"|到)(?:[省地县市团师处科股乡镇军厅司局]{1,3}级)(?:以上)?(?:干部|党员|单位)?"
)
_SENT = r"(?:[此本]件(?:只|仅|限)发(?:至|到|给)?[\u4e00-\u9fff、]{2,14})"
_PERIOD = r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})年|长期"
# Matches 内部资料注意保存, (内部文件,严禁外传), 仅供内部使用, 阅后收回, ★内部★, 不上网、不登报.
# Must not match 内部控制制度, 内部资料管理.
_WHAT = (
    rf"(?:{_KIND}|内部(?=[\])】★])|按工作秘密管理|(?:本页|此页)?属工作秘密|未公开(?:资料|材料|文件)"
    rf"|非公开(?:件|文件|资料|材料|信息)"
    rf"|(?:领导|内部)?参阅件?(?:〔\d{{4}}〕|\[\d{{4}}\]|\(\d{{4}}\)|\d{{4}}年)?[·.]?第\d+期|领导参阅件?"
    rf"|内参(?:[·.]?\d{{4}}年)?(?:[·.]?第\d+期)?|工作秘密(?:件|文件|事项|材料)"
    rf"|工作秘密(?=[★\])】]|\d+年$|长期$)|{_CIRCLE}|{AFTER}|{_NOT_PUBLIC}|{_RANK}|{_SENT}"
    rf"|密件,?(?:处理|专送|亲启|亲收|亲阅|专递|密送|专人[传专送递呈]?[送递阅]?|密封|注意保[密存管]))"
)
# What a head or foot has beside the mark: 编号:0017, 第3页共12页.
_COUNTED = r"(?:(?:编号|份号|序号|NO\.?|第)?:?\d{1,7}(?:号|份|页)?,?(?:[/共]\d{1,4}页)?)"
_ALONE = re.compile(
    rf"{_COUNTED}?(?:注:|说明:|提示:|注意:)?{_OPEN}{_WHAT}{_CLOSE}"
    rf"(?:{_BETWEEN}{_OPEN}(?:{_WHAT}|{TREATMENT}|(?:{LEAVE})?{ORDERS_OF_THIS}|(?:不予|不宜|不)公开|免费交流"
    rf"|请?注意(?:安全|保密)|专人专[送管]"
    rf"|{_PERIOD}){_CLOSE}){{0,4}}"
    rf"[。!]{{0,2}}(?:第\d{{1,4}}期|{_COUNTED})?"
)
_ORDER_ALONE = re.compile(
    rf"{_OPEN}{TREATMENT}{_CLOSE}[。!]?(?:{_BETWEEN}(?:{TREATMENT}|{_KIND}){_CLOSE}[。!]?){{0,3}}"
)
# 注意保存 alone is said of goods too: it needs the head of a page.
_UNSURE_ALONE = re.compile(
    rf"{_OPEN}(?:工作秘密|密件|(?:不予|不|不得|不宜)公开|{TREATMENT})(?:\([^)]{{2,20}}\))?{_CLOSE}"
)
_SENTENCE_GOES_ON = re.compile(r"(?:[的和或与、,:]|国家|商业|保守|泄露|涉及|属于|依法|应当)$")
# Matches 此件不予公开, (不予公开), 【内部】. Must not match 依法不予公开的, 本件不公开审理.
_OF_THIS = re.compile(
    r"(?P<mark>[此本该](?:[件文稿表]|文件|材料|文稿|纪要|简报|报告)(?:暂|拟|依法)?(?:不予|不宜|不得|不"
    r"|免予)(?:对外|主动)?(?:公开|公布|发布"
    r"|上网)(?!审理|开庭|的)"
    rf"|{THIS}(?:暂|拟)?(?:不予|不宜|不得|不)(?:对外)(?:公开|公布|发布)(?!的)|^涉及?工作秘密,?(?:不得|不予"
    rf"|不宜|请勿)(?:公开|外传)[。]?$"
    rf"|^[(【\[](?:{_KIND}|{_CIRCLE}|{_NOT_PUBLIC}|{TREATMENT}|内部|(?:不予|不宜|不)公开)[)】\]]"
    rf"|(?<=[。;])\((?:不予|不宜|不)公开\)|★工作秘密|工作秘密★|[(【\[](?:不对外(?:公开|发布)?|此件不上网|不上网"
    rf"|内部掌握)[)】\]])"
)
_CLOSED = r"(?:不予公开|不公开|不宜公开|免予公开|不主动公开|不对外公开)"
# Matches 公开属性:不予公开, ☑不予公开, 主动公开□不予公开☑, 是否公开:否, 密级:内部. Must not match □不予公开.
_FIELD = re.compile(
    rf"(?P<mark>(?:公开(?:属性|方式|选项|类型|形式|类别|范围|性质|与否|情况|意见|审查意见|标识)|公开审核"
    rf"|公开审查):?{_CLOSED}(?![、/□☐])"
    rf"|(?:是否|可否|能否)(?:主动|对外|予以|可以|同意|上网|可)?(?:公开|发布|公布"
    rf"|上网)(?:发布)?(?:\([^)]{{1,8}}\))?[:|]?(?:[□☐]是)?[☑☒✓✔√■]?(?:否(?!认|决|则)|{_CLOSED}|不可(?!以))"
    r"|(?:公开|发布|传播|传阅|知悉|阅读|发放|印发)范围:?(?:仅限于?|限于?)?(?:内网|内部|机关内部|系统内|局内|本单位)"
    r"|(?:传播|传阅|知悉|知晓|接触|阅读|发放|印发|传达)范围:?(?:仅限于?|限于?)?[^。;,]{0,8}(?:党组|党委"
    r"|班子|领导|[科处局县厅]级|[科处]长"
    r"|专班|承办人|经办人)"
    r"|(?:信息|文件|材料|公开)?属性:?(?:内部|工作秘密)|定密(?:情况|意见|结果)?:?工作秘密|^主动公开:?否$"
    rf"|不予公开的?(?:依据|理由|原因|条款):(?=[\u4e00-\u9fff《“]{{2}})|是否同意(?:公开|上网|发布):?不同意"
    rf"|{_CLOSED}[(\[][√✓☑✔vV][)\]]"
    rf"|[☑☒✓✔√■](?:\]|\))?{_CLOSED}|公开[□☐](?:[^☑☒✓✔√■]{{0,20}})?{_CLOSED}[☑☒✓✔√■]"
    r"|(?:密级|秘级|(?:涉密|保密|机密|秘密|安全|敏感)(?:等级|级别)):?(?:内部(?!商)|工作秘密|敏感))"
)
# Matches 本材料为内部资料, 此文属于工作秘密, 本资料仅供参会人员使用,请勿外传, 内部资料,不得外传.
# Must not match 不得将内部资料外传的, 本单位工作秘密管理办法.
_SAID = re.compile(
    rf"(?P<mark>{THIS}[^。;!,]{{0,12}}?(?:为|系|属|属于|是|涉及|含有?|仅供|仅限|只供|只限|限"
    rf"|供)[^。;!,的]{{0,10}}?(?:{_KIND}|工作秘密(?![的管保清]))"
    rf"|{THIS}[^。;!,]{{0,6}}?{_CIRCLE}"
    rf"|(?:{_KIND}|(?<!泄露)(?<!保守)(?<!涉及)工作秘密(?:事项|内容|信息)?|(?:会议|参阅|传阅)(?:材料|文件"
    rf"|资料)|[此本](?:件|文|文件|材料"
    rf"|资料))[,、·:;!]?请?{TREATMENT}"
    rf"|{THIS}[^。;!,的]{{0,8}}?(?:按照?|作为|列为|定为|确定为|纳入)工作秘密"
    rf"|(?:试题|试卷|题库|题本|名单|方案|口径|底数|数据|内容|事项)(?:均|都)?(?:属于?|系|列为|定为"
    rf"|按)工作秘密(?![的管保清])"
    rf"|{THIS}(?:仅|只|限)(?:限)?(?:发|送|印发|下发)(?:至|到|给)?[\u4e00-\u9fff、]{{2,16}}"
    rf"|请[^。;!,]{{0,10}}?(?:注意|严格|务必|做好)保密(?:工作)?[,。;!][^。;!,]{{0,4}}?{FORBIDDEN}"
    rf"|{_CIRCLE}[,。;!]?{TREATMENT}|(?<=[,:。;!(])(?:{_NOT_PUBLIC})(?=[。;!,)]|$))"
)
# Laws speak of 该信息 and 上述信息 of others, never of 本件 or 以上内容.
_ITSELF = rf"(?=[本此这以所]){THIS}"
# Matches 本名单请勿截图、转发, 严禁将本文件上传微信群, 未经许可不得向社会公开本方案, 本件会后三日内退回办公室.
_THIS_ORDER = re.compile(
    rf"(?P<mark>{THIS}[^。;!]{{0,24}}?{ORDERS_OF_THIS}"
    rf"|(?:不得|不准|严禁|禁止|请?勿|不要)[\u4e00-\u9fff]{{0,10}}?(?:将|把|对|让){THIS}[^。;!]{{0,24}}?{DONE_WITH}"
    rf"|^(?:请于)?会?后?将{THIS}(?:交还|交回|退回|退还)|^请于会后将{THIS}[^。;]{{0,4}}(?:交还|交回|退回|退还)"
    rf"|{ORDERS_OF_THIS}{_ITSELF}|{ORDER}的[\u4e00-\u9fff]{{0,4}}内部|{LEAVE}(?:{ORDERS_OF_THIS}"
    rf"|不得[^。;!,]{{0,6}}公开){_ITSELF}"
    rf"|[此本该](?:[件文稿]|文件|材料|资料|文稿|名单|表)[^。;!的]{{0,16}}?(?:退回|交回|收回|退还|归还|清退|销毁))"
)
# Matches 会后由会务组统一收回, 阅后请速退办公室, 会议结束后请将材料交回会务组, 请勿带离办公室.
# Must not match 考试结束后交回试卷, 严禁泄露服务对象信息.
_AFTERWARDS = re.compile(
    r"(?P<mark>(?:(?<=^)|(?<=[,。;!:(【\[]))请?于?(?:会议?(?:结束)?|阅|审阅|传阅|看|议|用|使用|学习|查阅|研究"
    r"|讨论)(?:完毕?)?(?:之)?[后毕],?[^。;!]{0,14}?"
    r"(?:收回|交回|交还|送回|上交|退回|退还|归还|送还|清退|销毁|焚毁|删除|速退|缴回|回收))"
    rf"|(?:^|[,。;!:])(?P<order>(?:{LEAVE})?{ORDERS}(?:出)?(?:本?(?:名单|内容|数据|材料|信息"
    rf"|事项))?(?:办公室|会场|会议室|单位|机关|阅文室|本室)?)(?=$|[,。;!)])"
)
# What a short line says of the document, and what it forbids or asks: both together are a mark in whatever order.
_SAYS_INSIDE = re.compile(
    rf"内部|内参|未公开|非公开|工作秘密|密件|涉密|敏感(?:信息|数据|内容)|{THIS}|发至|会议(?:材料|资料|内容)"
    rf"|讨论稿|口径|线索"
    rf"|底数|测算|考务|题本|内刊|底稿|整理稿"
)
_SAYS_KEEP = re.compile(
    rf"{FORBIDDEN}|{ORDER_OF_THIS}|(?:仅|只|限)[供限发][^。;,]{{1,10}}(?:掌握|使用|参考|讨论|知悉|查看|阅"
    rf"|参阅|研究)|不对外(?!开放|营业|服务|经营)|勿外|勿传"
    r"|保密期限?|注意(?:保存|保管|保密)|妥善保管|(?:会|阅|用)后[^。;,]{0,10}(?:收回|退回|交回|销毁)"
)
# Of people and firms such lines speak of duties; of cards, cases and exhibits they speak of other things.
_OF_DUTY = re.compile(
    r"(?:人员|干部|公务员|职工|单位|机关|机构|部门|企业|任何人|公司|者|人)(?:均|一律)?(?:应|不得|必须|须|严禁|禁止|要)"
    r"|(?:泄露|透露|扩散|公开)[^。;,]{0,6}(?:工作秘密|个人信息|隐私|试题)|公司|集团|企业|绝密|商密|司法"
    r"|公安|行政|制度|办法|管理|规定|培训|防控"
    r"|控制|审计|装修|评审"
)
_OTHER_THINGS = re.compile(
    r"问卷|回执|服务台|前台|门卫|借用|租用|轮椅|签字|评审表|试[卷题]|答题|答卷|证件|[证票章卡券]|签到|桌牌"
    r"|钥匙|设备|工具|样品|保证金"
    r"|押金|餐|垃圾|图书"
    r"|器材|物资|档案|服装|统计|信用|病历|涉密"
)
_LONGEST_ORDER = 44
# What is said of secrets and of other people's matters in general, and what only claims a right of authors.
_IN_GENERAL = re.compile(
    r"依法|(?<!公开)依据|根据|规定不|保守|严守|恪守|保密(?:信息|文件)|专有|尊重|遵守|案卷|国家秘密|按照规定"
    r"|规定,|涉及|隐私|申请人|(?:商业|营业|经营|技术|企业|公司|集团)(?:内部)?(?:秘密|机密|绝密)|商密"
    r"|商业敏感|保密资料|处分"
    r"|追究|责任|考生|试[题卷]|用人单位|网站|著作权|版权|证件|本证|公民|当事人"
)


def find_internal_marks(page: Page) -> Iterator[Hit]:
    """All block: to publish what bears such a mark, somebody has to say why it may be."""
    for number, line in lines_with(page, WORDS):
        hits = [*_said_on(line), *_alone_on(page, number, line)]
        yield from hits
        if not hits and _is_two_signs(line.tight):
            yield whole_line(line, Severity.BLOCK)


def _said_on(line: Line) -> Iterator[Hit]:
    """Marks within a line: what it says of the document, a field, an order."""
    yield from hits_on(line, ((_OF_THIS, Severity.BLOCK), (_FIELD, Severity.BLOCK), (_SAID, Severity.BLOCK)))
    if _IN_GENERAL.search(line.tight) is None:
        yield from hits_on(line, ((_THIS_ORDER, Severity.BLOCK),))
        if len(line.tight) <= _LONGEST_ORDER and _OTHER_THINGS.search(line.tight) is None:
            yield from hits_on(line, ((_AFTERWARDS, Severity.BLOCK),))


def _alone_on(page: Page, number: int, line: Line) -> Iterator[Hit]:
    """Marks that are a line of their own, or stand apart on a line of the head or the foot."""
    if len(line.tight) > LONGEST_MARK:
        return
    shown = sum(1 for above in page.lines[: min(number, 4 * HEAD_LINES)] if above.tight)
    in_head = shown < HEAD_LINES and number < 4 * HEAD_LINES
    before = page.lines[number - 1].tight if number else ""
    if _SENTENCE_GOES_ON.search(before):
        return
    sure = _ALONE.fullmatch(line.tight) or (in_head and _ORDER_ALONE.fullmatch(line.tight))
    if sure or (in_head and _UNSURE_ALONE.fullmatch(line.tight)):
        yield whole_line(line, Severity.BLOCK)
    elif in_head or number >= len(page.lines) - FOOT_LINES:
        yield from (whole_line(part, Severity.BLOCK) for part in parts_of(line) if _ALONE.fullmatch(part.tight))


def _is_two_signs(text: str) -> bool:
    """Whether a short line says that it is of the inside, and that it has to stay there."""
    if len(text) > _LONGEST_ORDER or any(other.search(text) for other in (_IN_GENERAL, _OTHER_THINGS, _OF_DUTY)):
        return False
    return _SAYS_INSIDE.search(text) is not None and _SAYS_KEEP.search(text) is not None
