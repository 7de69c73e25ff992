"""What a government website prints around a document: navigation, links, and the table of metadata above it."""

from __future__ import annotations

import re

# Matches 当前位置:首页>政务公开, 【字体:大中小】. Must not match 关于首页改版的通知.
_CHROME = re.compile(
    r".*(?:当前所?在?的?位置|>|字体:|字号:|打印本页|分享到|浏览次数).*|-{2,}|[-—_=·.*]+|关注·.*|【.{2,6}】《.*|.{2,12}平台"
    r"|(?:[\[【(][大中小][\]】)]){1,3}|大中小"
)
# Matches 来源:示例区民政局, 时间:2026-05-06点击数:533, 索引号:…, 公开时限:长期公开. Must not match 关于成文日期的通知.
_METADATA = re.compile(
    r"(?:(?:信息)?索引号|(?:主题|组配|信息|体裁)?分类|主题词|关键词|内容(?:概述|摘要)|发(?:布|文)(?:机构|机关|单位)|制发机关"
    r"|公开(?:方式|时限|范围|属性|形式|日期|程序|责任部门)|(?:发文字|文|统一编|登记)号|(?:文件|信息)?(?:名称|标题)"
    r"|(?:成文|发布|生效|施行|实施|失效|废止|生成|印发)?(?:日期|时间)|有效性|(?:文件|效力)状态|(?:信息)?来源|作者|责任编辑|编辑"
    r"|(?:点击|浏览|阅读|访问)(?:数|量|次数)?)(?::.*)?|(?:现行|继续)?有效|已?(?:失效|废止)"
)


def is_chrome(plain: str) -> bool:
    """Whether a line (folded, without blanks) is navigation or decoration."""
    return _CHROME.fullmatch(plain) is not None


def is_metadata(plain: str) -> bool:
    """Whether a line is a labelled field of the site's own: 来源:示例区民政局."""
    return _METADATA.fullmatch(plain) is not None
