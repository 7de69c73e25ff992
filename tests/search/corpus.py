"""Invented documents of the fictitious bureau, varied by combination; and articles of statutes if they are at hand."""

from __future__ import annotations

import datetime as dt
import itertools
import random
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from search.engine import IndexDocument

BUREAU = "shili-hrss"
OTHER_BUREAU = "moni-hrss"
STATUTES = "statutes"  # the bureau that the articles are put under
ORGAN = "示例区人力资源和社会保障局"
LAWS = Path(__file__).parents[3] / "shared" / "laws"

UNITS = ("就业促进科", "社会保险科", "劳动关系科", "办公室")
TYPES = ("通知", "意见", "批复", "公告")
MATTERS = (
    "失业保险稳岗返还",
    "职业技能培训补贴",
    "工伤认定",
    "“一网通办”改革",
    "高校毕业生就业见习",
    "农民工工资支付",
    "劳动人事争议调解",
)
ACTIONS = ("做好", "规范", "调整", "加强", "公布", "进一步优化")
PLACES = ("示例区", "模拟镇", "甲社区", "乙街道")
SENTENCES = (
    "各有关单位要按照《示例区办事指南》办理{matter}，不得另设条件。",
    "经研究，现将{matter}有关事项通知如下：一、申领对象；二、申领条件；三、办理流程。",
    "{place}的用人单位应当在30日内提出申请，逾期不予受理。",
    "自2021年1月1日起施行，有效期5年；此前文件与本文件不一致的，以本文件为准。",
    "补贴标准为每人每月1200元（含税），由就业补助资金列支。",
    "{place}要加强组织领导、压实责任，确保{matter}工作落到实处。",
    "咨询电话：示例热线；网址：www.shili.example/rsj。",
    "符合条件的人员可登录HRSS平台，上传A4扫描件，实行“网上办”“掌上办”。",
    "本通知由示例区人力资源和社会\n保障局负责解释。",
)


def documents() -> list[IndexDocument]:
    """168 documents, the same every time."""
    chance = random.Random(711)
    combined = itertools.product(MATTERS, ACTIONS, TYPES)
    return [_document(number, *parts, chance) for number, parts in enumerate(combined, 1)]


def _document(number: int, matter: str, action: str, kind: str, chance: random.Random) -> IndexDocument:
    chosen = chance.sample(SENTENCES, k=4)
    body = "\n\n".join(sentence.format(matter=matter, place=chance.choice(PLACES)) for sentence in chosen)
    adopted = dt.date(2019 + number % 4, 1 + number % 12, 1 + number % 28)
    return IndexDocument(
        id=f"{number:026d}",
        bureau=BUREAU,
        title=f"{ORGAN}关于{action}{matter}工作的{kind}",
        body=body,
        url=f"/d/{number:026d}",
        document_number=f"示人社发〔{adopted.year}〕{number}号",
        issuing_organs=(ORGAN, "示例区财政局") if number % 5 == 0 else (ORGAN,),
        unit=UNITS[number % len(UNITS)],
        document_type=kind,
        adopted_on=adopted,
        published_on=adopted + dt.timedelta(days=number % 9),
        attachments=(f"附件：{matter}申请表，第{number}号样式",) if number % 3 == 0 else (),
    )


def articles() -> list[IndexDocument]:
    """The articles of the statutes in ../shared/laws; none if that folder is not there."""
    return [
        IndexDocument(id=f"{path.stem}-{number}", bureau=STATUTES, title=path.stem, body=text, url=f"/laws/{number}")
        for path in sorted(LAWS.glob("*.md"))
        for number, text in enumerate(re.split(r"\n(?=第\S+条 )", path.read_text(encoding="utf-8")))
    ]


def contains(document: IndexDocument, wanted: str) -> bool:
    """Whether a text of the document holds `wanted`, said without any of the search package: the oracle of recall."""
    texts = (document.title, document.body, document.document_number or "", *document.issuing_organs)
    return any(wanted in re.sub(r"[\s“”‘’《》]", "", text) for text in (*texts, *document.attachments))


def _short(id_: str, title: str, body: str, **more: Any) -> IndexDocument:
    return IndexDocument(id=id_, bureau=BUREAU, title=title, body=body, url=f"/d/{id_}", **more)


#: A few documents about different matters.
TOLLS = "悬挂应急救援专用号牌的救援车辆免收车辆通行费，可以使用公路紧急车道。"
EQUALITY = "用人单位招用人员，不得以性别为由拒绝录用妇女或者提高对妇女的录用标准。"
MATTERS_APART: Sequence[IndexDocument] = (
    _short("tolls", "综合性消防救援车辆悬挂应急救援专用号牌有关事项的通知", TOLLS, document_number="示办发〔2019〕7号"),
    _short("women", "示例区促进就业办法", EQUALITY, unit="就业促进科"),
    _short("water", "示例区关于节约用水的倡议书", "倡议广大居民随手关闭水龙头，一水多用。"),
    _short("nursery", "示例区幼儿园招生公告", "年满三周岁的幼儿可以报名，报名时间为六月。"),
)
