"""A dispatch sheet in front of a document says its disclosure and nothing else, whatever the sheet calls itself."""

from __future__ import annotations

import pytest

from processors.attributes.form_page import split_form_pages
from processors.attributes.model import Disclosure
from processors.attributes.read import read_attributes
from processors.extraction import PageText, Source

DOCUMENT = "示例区民政局文件\n示民发〔2026〕5号\n关于示例工作的通知\n各科室：\n特此通知。\n示例区民政局\n2026年4月5日\n"


def pages(*texts: str) -> list[PageText]:
    return [PageText(number, text, Source.TEXT) for number, text in enumerate(texts, start=1)]


@pytest.mark.parametrize(
    "sheet",
    [
        "拟 文 处 理 单\n标题　关于示例工作的通知\n公开属性　依申请公开",
        "公文拟稿审批单\n文件名称：关于示例工作的通知\n信息公开选项：□主动公开 ☑依申请公开 □不予公开",
        "文件签发单\n标题：关于示例工作的通知\n公开形式（打√）：主动公开（　）依申请公开（√）不予公开（　）",
        "发文处理笺\n公开方式　依申请公开",
        "事由｜关于示例工作的通知\n公开属性｜依申请公开\n拟稿｜示例甲\n审核｜示例乙\n签发｜示例丙",
        "示例区民政局用笺\n签发：示例甲\n会签：\n主送：各科室\n拟稿单位：示例科\n公开属性\n"
        "（　）主动公开\n（√）依申请公开\n（　）不予公开",
    ],
)
def test_a_sheet_is_known_by_its_heading_or_by_its_fields(sheet: str) -> None:
    read = read_attributes(pages(sheet, DOCUMENT))
    assert read.disclosure is not None
    assert read.disclosure.value is Disclosure.ON_REQUEST
    assert read.title is not None
    assert read.title.value == "关于示例工作的通知"
    assert read.document_number is not None
    assert read.addressees is not None


@pytest.mark.parametrize(
    "page",
    [
        "附件1\n文件清单\n公文目录\n",
        "关于规范拟文处理单的通知\n各科室：\n请在拟文处理单中写明公开属性。\n",
        f"{DOCUMENT}抄送：示例区财政局。\n拟稿：示例甲　核稿：示例乙　校对：示例丙\n印数：30\n",
    ],
)
def test_a_page_of_the_document_is_no_sheet(page: str) -> None:
    forms, own = split_form_pages(pages(page, "第二页。"))
    assert not forms
    assert len(own) == 2
