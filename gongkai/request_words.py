"""Requests for information in words: for the desk and for letters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

IDENTITY_NAMES: Final[Mapping[str, str]] = {
    "resident_id": "居民身份证",
    "passport": "护照",
    "permit": "通行证、居留证",
    "social_credit_code": "统一社会信用代码",
    "other": "其他证件",
}
PURPOSE_NAMES: Final[Mapping[str, str]] = {
    "disclosure": "公开",
    "rectification": "更正",
}
APPLICANT_NAMES: Final[Mapping[str, str]] = {
    "natural_person": "公民",
    "business": "商业企业",
    "research": "科研机构",
    "public_interest": "社会公益组织",
    "legal_service": "法律服务机构",
    "other": "其他组织",
}
DELIVERY_NAMES: Final[Mapping[str, str]] = {
    "paper_by_mail": "纸质，邮寄",
    "paper_collected": "纸质，自行领取",
    "email": "电子邮件",
    "inspection": "当面查阅、抄录",
}
CHANNEL_NAMES: Final[Mapping[str, str]] = {
    "in_person": "当面提交",
    "oral": "口头提出（代为填写）",
    "signed_mail": "邮寄（签收）",
    "ordinary_mail": "平常信函",
    "fax": "传真",
    "online": "网上提交",
}
STATE_NAMES: Final[Mapping[str, str]] = {
    "unconfirmed": "待确认",
    "registered": "已登记，待分办",
    "correction": "待申请人补正",
    "assigned": "科室承办",
    "consulting": "征求意见",
    "awaiting_fee": "待申请人缴费",
    "in_approval": "答复审批",
    "approved": "待送达",
    "answered": "已答复，待归档",
    "closed": "办结",
}
CLOSING_NAMES: Final[Mapping[str, str]] = {
    "answered": "答复",
    "not_corrected": "逾期不补正，视为放弃",
    "not_paid": "逾期不缴费，视为放弃",
    "withdrawn": "申请人撤回",
    "not_confirmed": "无法与申请人确认",
}
CONSULTED_NAMES: Final[Mapping[str, str]] = {
    "third_party": "第三方",
    "joint_organ": "共同制作机关",
    "other_organ": "其他机关",
}
OPINION_NAMES: Final[Mapping[str, str]] = {
    "agrees": "同意公开",
    "objects": "不同意公开",
    "silent": "逾期未提出意见",
}
GROUND_NAMES: Final[Mapping[str, str]] = {
    "state_secret": "国家秘密（第十四条）",
    "barred_by_law": "法律、行政法规禁止公开（第十四条）",
    "public_safety": "危及国家安全、公共安全、经济安全、社会稳定（第十四条）",
    "third_party": "商业秘密、个人隐私（第十五条）",
    "internal_affairs": "内部事务信息（第十六条第一款）",
    "process": "过程性信息（第十六条第二款）",
    "case_file": "行政执法案卷信息（第十六条第二款）",
}
DUTY_NAMES: Final[Mapping[str, str]] = {
    "request_confirm": "与申请人确认",
    "request_completeness": "审核并告知补正",
    "request_correction": "申请人补正",
    "request_opinion": "征求的意见",
    "request_fee": "申请人缴费",
    "request_reply": "答复申请人",
    "request_rectification": "答复更正申请",
}
OFTEN_NAMES: Final[Mapping[str, str]] = {
    "disclosed": "已经主动公开",
    "underway": "正在办理主动公开",
    "unsuitable": "不宜主动公开",
}
