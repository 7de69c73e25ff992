"""What numbers of business are called: orders, projects, licences. No person is behind them."""

from __future__ import annotations

from typing import Final

from processors.screening.page import Label, label_ending

# Matches 订单号:, 项目编号, 许可证号, 缴款码. Must not match 身份证号, 个人编号, 卡号.
_BUSINESS: Final = label_ending(
    r"流水|活动|领取|订单|单号|工单|办件|受理|项目|采购(?:计划|合同)?|合同|协议|备案|注册|许可证?|证书|批准|执业|发票"
    r"|票据|缴款(?:书|码)?|查询"
    r"|回执|登记证?|物流|快递|运单|批号|批次|型号|设备|产品|商品|资产|文号|案号|档案|凭证|交易|招标|标段|地块"
    r"|宗地|单元号|报告"
    r"|货号|(?<!证)件号|图号|[房展座箱]号|航班|车次|班次|质保书?|(?:投诉|信访|举报|案件)(?=编)|门牌|序列|监管码?|追溯码?|样品|标本|保单|[出入]库单|运输单"
    r"|通知书|决定书|检测|检验|统一|信用|机构|代码|编码|条形?码|标识码|验证码|取号|办理|业务|咨询|单位|计划|船舶"
    r"|版本|标准|邮政编码|邮编"
)


def is_of_business(label: Label) -> bool:
    """Whether what is written directly before a number, or over its column, says that it is one of business."""
    return label.is_just(_BUSINESS)
