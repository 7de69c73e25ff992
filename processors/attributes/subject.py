"""The subject classification (主题分类) of a document: as it is printed, else a proposal from its title.

The classes are those of the State Council's own policy library: a first level, and below it a second one.
"""

from __future__ import annotations

import re
from typing import Final

from processors.attributes.paper import Found, Paper, printed

SEPARATOR: Final = "\\"  # between the two levels, as the library prints it: 劳动、人事、监察\劳动就业
HEAD_LINES: Final = 30
_LABEL: Final = re.compile(r"(?:主题分类|信息分类|主题类别):(?P<subject>.{2,60})")
_PROPOSED: Final = 0.5  # for people to confirm

#: Words of a title → class, the telling ones first: 就业 says more than 资金, 培训 or 服务.
_WORDS: Final[tuple[tuple[str, str], ...]] = (
    (r"办理情况的函|号建议|号提案", "其他"),
    (r"组成人员|联席会议|协调机构|领导小组|机构设置|机构改革", r"国务院组织机构\其他"),
    (r"政务公开|信息公开|政府网站|政务新媒体|执法公示|政务服务", r"综合政务\政务公开"),
    (r"督查|督察|真抓实干", r"综合政务\政务督查"),
    (r"应急预案|应急救援|应急管理|突发事件", r"综合政务\应急管理"),
    (r"公文|值班|保密|档案|会议|印章", r"综合政务\文秘工作"),
    (r"失业|就业|创业|招聘|岗位|职业技能|职业培训|劳动力|稳岗|见习", r"劳动、人事、监察\劳动就业"),
    (r"社会保险|养老保险|工伤|社保|养老金|退休", r"劳动、人事、监察\社会保障"),
    (r"公务员|事业单位|人事|干部|职称|人才|任免|任职|免职|录用|聘用|工资|奖励|表彰", r"劳动、人事、监察\人事工作"),
    (r"劳动合同|劳动关系|劳动保障|劳动争议|欠薪|农民工|仲裁", r"劳动、人事、监察\劳动关系"),
    (r"纪检|监察|廉政", r"劳动、人事、监察\监察"),
    (r"医疗保险|医保|药品|医药|医疗器械", r"卫生、体育\医药管理"),
    (r"医院|卫生|疾病|疫情|健康|护理|医疗", r"卫生、体育\卫生"),
    (r"体育|运动会|健身", r"卫生、体育\体育"),
    (r"知识产权|专利|商标", r"科技、教育\知识产权"),
    (r"学校|教育|幼儿园|教师|学生|教材|中小学|高校|招生", r"科技、教育\教育"),
    (r"科技|科研|创新", r"科技、教育\科技"),
    (r"扶贫|脱贫|乡村振兴", r"民政、扶贫、救灾\扶贫"),
    (r"救灾|减灾|灾害", r"民政、扶贫、救灾\减灾救济"),
    (
        r"低保|最低生活保障|救助|养老服务|社会组织|殡葬|婚姻|残疾人|优抚|退役|儿童福利|孤儿|社区",
        r"民政、扶贫、救灾\社会福利",
    ),
    (r"安全生产|煤矿|事故|消防", r"市场监管、安全生产监管\安全生产监管"),
    (r"食品", r"市场监管、安全生产监管\食品药品监管"),
    (r"市场监管|双随机|工商|营商环境|企业登记|个体工商户|价格", r"市场监管、安全生产监管\工商"),
    (r"税", r"财政、金融、审计\税务"),
    (r"预算|决算|财政|专项资金|国库|政府采购", r"财政、金融、审计\财政"),
    (r"审计", r"财政、金融、审计\审计"),
    (r"银行|贷款|证券|保险公司|金融|黄金", r"财政、金融、审计\其他"),
    (r"农业|农机|粮|棉|畜牧|渔业|农村|种植", r"农业、林业、水利\农业、畜牧业、渔业"),
    (r"林业|森林|草原", r"农业、林业、水利\林业"),
    (r"水利|防汛|抗旱|河长|水库", r"农业、林业、水利\水利"),
    (r"节能|废弃物|垃圾|无废|循环经济", r"城乡建设、环境保护\节能与资源综合利用"),
    (r"污染|环境|生态|排污|大气", r"城乡建设、环境保护\环境监测、保护与治理"),
    (r"气象|水文|测绘|地震", r"城乡建设、环境保护\气象、水文、测绘、地震"),
    (r"住房|公租房|租赁|房屋|城镇|城市|物业|建设工程|拆迁|征收|供水|供热|园林", r"城乡建设、环境保护\城市规划"),
    (r"土地|矿产|不动产", r"国土资源、能源\土地"),
    (r"电力|煤炭|能源|石油|天然气", r"国土资源、能源\其他"),
    (r"公路|交通|道路|运输|停车", r"工业、交通\公路"),
    (r"民航|机场", r"工业、交通\民航"),
    (r"铁路", r"工业、交通\铁路"),
    (r"工业|制造业|通信|信息化", r"工业、交通\信息产业"),
    (r"旅游|景区", r"商贸、海关、旅游\旅游"),
    (r"贸易|商务|消费|外资|招商|展会|海关", r"商贸、海关、旅游\对外经贸合作"),
    (r"文化|文物|非物质|图书馆|博物馆|广播|电视|新闻|出版", r"文化、广电、新闻出版\文化"),
    (r"计划生育|妇女|儿童|人口|托育|未成年", r"人口与计划生育、妇女儿童工作\妇女儿童"),
    (r"公安|治安|户籍|禁毒|出入境|养犬", r"公安、安全、司法\公安"),
    (r"法治|司法|律师|公证|普法|行政复议|法律", r"公安、安全、司法\司法"),
    (r"民族|宗教", r"民族、宗教\民族事务"),
    (r"港澳|香港|澳门", r"港澳台侨工作\港澳工作"),
    (r"台湾|台胞|侨", r"港澳台侨工作\对台工作"),
    (r"国防动员|化学武器|征兵|人防|民兵", r"国防\国防动员"),
    (r"武警|军", r"国防\国防建设"),
    (r"统计|规划|项目|投资|信用", r"国民经济管理、国有资产监管\宏观经济"),
    (r"国有企业|国资", r"国民经济管理、国有资产监管\国有资产监管"),
)


def find_subject(paper: Paper, title: Found[str] | None) -> Found[str] | None:
    """The class that a portal's table prints, else the first whose words the title has; then nobody may rely on it."""
    for index, line in enumerate(paper.lines[:HEAD_LINES]):
        match = _LABEL.fullmatch(line.plain)
        if match:
            return paper.found(printed(paper.raw_of(index, match.span("subject"))), index, index, "subject_label", 0.95)
    return _proposed(paper, title) if title else None


def _proposed(paper: Paper, title: Found[str]) -> Found[str] | None:
    for words, subject in _WORDS:
        if re.search(words, title.attribute.value):
            return paper.found(subject, title.first, title.last, "subject_of_title", _PROPOSED)
    return None
