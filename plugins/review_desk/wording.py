"""The Chinese words of the desk for values that the records keep in English."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final
from zoneinfo import ZoneInfo

_SHANGHAI: Final = ZoneInfo("Asia/Shanghai")

DISCLOSURE: Final[Mapping[str, str]] = {
    "proactive": "主动公开",
    "on_request": "依申请公开",
    "withheld": "不予公开",
}
VERDICT: Final[Mapping[str, str]] = {
    "approve": "同意",
    "return": "退回修改",
    "withhold": "不予公开",
    "on_request": "依申请公开",
    "refer": "报请主管部门确定",
}
STATE: Final[Mapping[str, str]] = {
    "received": "已接收",
    "extracted": "待送审",
    "in_review": "审查中",
    "cleared": "审查通过",
    "published": "已公开",
    "quarantined": "隔离待处理",
    "sealed": "已封存",
    "withheld": "不予公开",
    "on_request": "依申请公开",
    "referred": "已报请确定",
    "suspended": "暂停公开",
    "withdrawn": "已撤回",
    "superseded": "已被更正替代",
}
FINDING: Final[Mapping[str, str]] = {
    "resident_id": "居民身份证号",
    "mobile": "手机号码",
    "bank_card": "银行卡号",
    "classification_mark": "密级标志",
    "passport": "护照号码",
    "permit": "通行证、居留证号码",
    "home_address": "家庭住址",
    "plate": "车牌号码",
    "social_security_number": "社保、医保、公积金编号",
    "person_contact": "个人联系方式（住宅电话、邮箱、微信、QQ）",
    "name_list": "名单中的姓名",
    "internal_mark": "内部标识或词表中的词",
    "trade_secret": "商业秘密标识",
    "irrelevant_content": "与公文无关的内容",
    "hidden_content": "看不见的字符（零宽、改变文字方向等）",
    "tracked_change": "修订痕迹",
    "comment": "批注",
    "hidden_text": "隐藏文字",
    "invisible_text": "看不见的文字（与底色相同、极小或透明）",
    "covered_text": "被遮盖的文字（遮盖物下仍有文字）",
    "off_page_text": "页面之外的文字",
    "text_layer": "扫描图下的文字层",
    "hidden_layer": "隐藏图层",
    "document_properties": "文档属性",
    "embedded_file": "嵌入的文件",
    "external_reference": "外部引用",
    "macro": "宏",
    "active_content": "脚本或自动动作",
    "earlier_revision": "历史版本",
    "picture_metadata": "图片附带信息",
    "thumbnail": "内嵌缩略图",
    "hidden_not_checked": "隐藏内容未能检查",
}
SEVERITY: Final[Mapping[str, str]] = {"block": "须处理", "warn": "请核对", "note": "提示"}
ROLE: Final[Mapping[str, str]] = {
    "clerk": "科室经办",
    "reviewer": "审查人员",
    "unit_head": "科室负责人",
    "officer": "保密员",
    "deputy": "分管领导",
    "head": "主要领导",
    "office": "办公室",
    "duty_officer": "值班人员",
    "confidentiality_officer": "保密员",
    "operator": "运维",
    "system": "系统",
}
#: Why a document is looked at again; the form of rereview_document in Airflow offers the same kinds.
REREVIEW_REASON: Final[Mapping[str, str]] = {
    "personal_data": "涉及个人信息",
    "classified": "涉及国家秘密或者工作秘密",
    "wrong_content": "内容有误，需要更正",
    "rule_changed": "公开的规定有变化",
    "other": "其他",
}
#: Why a round is a second look: also for what nobody asks by a form.
SECOND_LOOK_REASON: Final[Mapping[str, str]] = {**REREVIEW_REASON, "new_version": "清单的新版本"}
#: What a citizen says is wrong with a page; the portal's form offers the same kinds.
REPORT_FAULT: Final[Mapping[str, str]] = {
    "text": "正文有错字或者遗漏",
    "attributes": "标题、文号、日期等有误",
    "attachment": "附件打不开或者缺少",
    "privacy": "出现了不该公开的个人信息",
    "display": "网页显示不正常",
    "other": "其他",
}
REPORT_OUTCOME: Final[Mapping[str, str]] = {
    "corrected": "已更正",
    "rereview": "已提请重新审查",
    "no_error": "核对无误",
    "unrelated": "与公文无关",
}
#: In the order in which a reviewer reads them.
ATTRIBUTE: Final[Mapping[str, str]] = {
    "title": "标题",
    "document_number": "发文字号",
    "document_type": "文种",
    "issuing_organs": "发文机关",
    "addressees": "主送机关",
    "adopted_on": "成文日期",
    "disclosure": "公开属性",
    "legal_basis": "法律依据",
    "reason": "理由",
    "attachments": "附件",
    "signatory": "签发人",
    "copied_to": "抄送",
    "printing_organ": "印发机关",
    "printed_on": "印发日期",
    "effective_on": "施行日期",
    "expires_on": "有效期至",
    "repeals": "废止的文件",
    "notes": "附注",
    "subject": "主题分类",
    "letterhead": "发文机关标志",
    "classification": "密级",
    "urgency": "紧急程度",
    "copy_number": "份号",
}
DOOR: Final[Mapping[str, str]] = {"desk": "审查台", "airflow": "Airflow 待办"}


def word(table: Mapping[str, str], value: object) -> str:
    """Return the word for `value`, or the value itself when the table has none: never hide what is on record."""
    return table.get(str(value), str(value))


def at(moment: dt.datetime) -> str:
    """Return an aware moment as people here read it: 2026-03-05 09:07, Shanghai time."""
    return moment.astimezone(_SHANGHAI).strftime("%Y-%m-%d %H:%M")


def on(day: dt.date) -> str:
    """Return a date in the form of a 公文: 2026年3月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def size(size_bytes: int) -> str:
    """Return a file's size for people, in units of 1024 bytes."""
    if size_bytes < 1024:
        return f"{size_bytes} 字节"
    if size_bytes < 1024 * 1024:
        return f"{size_bytes / 1024:.0f} KB"
    return f"{size_bytes / 1024 / 1024:.1f} MB"
