"""The ways in which offices write a disclosure mark, a document number and a date."""

from __future__ import annotations

import datetime as dt

_REGULATIONS = "《中华人民共和国政府信息公开条例》"
_FORM_PAGE = "{organ}拟文处理单\n标题：见附件\n公开属性：%s\n拟稿科室：示例科\f"

#: By disclosure class, how the document says it; "none" are remarks that say nothing of disclosure.
#: A wording that begins with `FORM` is printed on a form page in front of the document instead of below its date.
FORM = "\f"
MARKS: dict[str, tuple[str, ...]] = {
    "proactive": (
        "（此件主动公开）",
        "（此件公开发布）",
        "公开方式：主动公开",
        "信息公开选项：主动公开",
        "公开属性：☑主动公开 □依申请公开 □不予公开",
        "（主动公开）",
        FORM + "主动公开",
        "（此件主动公开，联系人：示例乙）",
        "（公开属性：主动公开）",
        "【公开方式】主动公开",
        "公开属性：[x]主动公开 [ ]依申请公开 [ ]不予公开",
        "公开类别：1.主动公开（√） 2.依申请公开（ ） 3.不予公开（ ）",
        "（√）主动公开\n（ ）依申请公开\n（ ）不予公开",
        "附注：此件主动公开",
        "公开属性：主动公开　　校对：示例乙　　份数：60份",
        "（此件公开，网上发布）",
    ),
    "on_request": (
        "（此件依申请公开）",
        f"（此件依申请公开，依据{_REGULATIONS}第二十七条）",
        "公开属性：依申请公开",
        "□主动公开 ☑依申请公开 □不予公开",
        "信息公开类别：依申请公开",
        FORM + "依申请公开",
        "公开方式：依申请公开",
        "主动公开□ 依申请公开√ 不予公开□",
        "（信息公开类别：依申请公开）",
        "【依申请公开】",
        "公开属性｜依申请公开",
        "公开属性：主动公开 √依申请公开 不予公开",
        "○主动公开 ●依申请公开 ○不予公开",
        "附注：此件依申请公开",
        "公开形式：依申请公开；理由：内部管理",
        "（此件属依申请公开文件）",
    ),
    "withheld": (
        "（此件不予公开）",
        "（此件不公开）",
        "公开属性：不予公开",
        f"（此件不予公开，依据{_REGULATIONS}第十六条）",
        "公开方式：□主动公开 □依申请公开 ■不予公开",
        FORM + "不予公开",
        "信息公开选项：不予公开",
        "（此件不宜公开）",
        "（政府信息公开选项：不予公开）",
        "（此件不对外公开）",
        "□主动公开\n□依申请公开\n☑不予公开（理由：人事管理信息）",
        "公开类别：A.主动公开 B.依申请公开 C.不予公开√",
        "（此件不公开，仅供内部使用）",
        f"不予公开\n不予公开依据：{_REGULATIONS}第十六条",
        "是否公开：不公开",
        "政府信息公开选项：不予公开　依据：《示例条例》第十五条",
    ),
    "none": (
        "",
        "（本文有删减）",
        "（此件发至乡镇一级）",
        "公开属性：□主动公开 □依申请公开 □不予公开",
        "（联系人：示例乙，电话略）",
        "（此件传达到群众）",
        "公开属性：",
        "（此件不主动公开）",
        "（附件不予公开）",
        "（此件公开发布，附件除外）",
        "公开属性：1.主动公开 2.依申请公开 3.不予公开（填2）",
        "是否主动公开：□是 ☑否",
        "□主动公开（全文）☑主动公开（部分）□依申请公开 □不予公开",
        "（此件拟主动公开）",
        "公开方式：网站公开",
        "（此件在内网公开）",
    ),
}

NUMBER_FORMS = (
    "{code}〔{year}〕{serial}号",
    "{code}[{year}]{serial}号",
    "{code}（{year}）{serial}号",
    "{code}【{year}】{serial}号",
    "{code}〔{year}〕第{serial}号",
    "{code}［{wide_year}］{wide_serial}号",
    "{code} 〔 {year} 〕 0{serial} 号",
    "{code}〔{slipped_year}〕{serial}号",
)

_NUMERALS = "〇一二三四五六七八九"


def number_forms(code: str, year: int, serial: int, variant: int) -> str:
    """One way of writing a number, right or as a typist or a reader of pictures slips."""
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    return NUMBER_FORMS[variant % len(NUMBER_FORMS)].format(
        code=code,
        year=year,
        serial=serial,
        wide_year=str(year).translate(wide),
        wide_serial=str(serial).translate(wide),
        slipped_year=str(year).replace("0", "O"),
    )


def date_forms(date: dt.date, variant: int) -> str:
    """One way of writing a date."""
    arabic = f"{date.year}年{date.month}月{date.day}日"
    numerals = f"{_digits(date.year)}年{_spoken(date.month)}月{_spoken(date.day)}日"
    forms = (
        arabic,
        arabic,
        numerals,
        f"{date.year}年{date.month:02}月{date.day:02}日",
        numerals.replace("〇", "O"),
        f"{date.year}年 {date.month}月 {date.day} 日",
        numerals.replace("〇", "○"),
        arabic.replace("0", "O"),
    )
    return forms[variant % len(forms)]


def mark_on(disclosure: str, variant: int, organ: str) -> tuple[str, str]:
    """The page in front of the document ("" for none) and the mark below its date."""
    mark = MARKS[disclosure][variant % len(MARKS[disclosure])]
    if mark.startswith(FORM):
        return _FORM_PAGE.format(organ=organ) % mark.removeprefix(FORM), ""
    return "", mark


def _digits(year: int) -> str:
    return "".join(_NUMERALS[int(digit)] for digit in str(year))


def _spoken(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_NUMERALS[tens]}十"
    return head + (_NUMERALS[ones] if ones else "")
