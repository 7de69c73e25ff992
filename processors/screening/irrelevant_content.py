"""Finds what does not belong into an official document: advertisements, template texts, words of a chatbot."""

from __future__ import annotations

import re
from collections.abc import Iterator

from processors.screening.line_mark import hits_on, lines_with
from processors.screening.model import Severity
from processors.screening.page import Hit, Page, any_of

# Matches 此处输入正文, 【单击此处添加副标题】. Must not match 请在报名表相应位置填写姓名.
_PLACEHOLDER = re.compile(
    r"(?:(?:单击|点击|双击|请)?(?:在)?此(?:处)?)(?:输入|填写|添加|插入|键入)(?:您的)?(?:正文|副?标题|文字|内容|文本|姓名|日期)"
    r"|【请输入[^】]{1,6}】|TO[D]O:|loremipsum(?:dolorsitamet)?|(?:测试){3,}|(?:test){3,}|(?<!软件)(?<!压力)测试(?:文本|文档|页面)[,.]?(?:请忽略|请?勿发布)"
    r"|[X×x]{2,}[\u4e00-\u9fff]{0,6}关于[X×x]{2,}[\u4e00-\u9fff]{0,6}的?(?:通知|公告|通告|意见|函|报告|决定)",
    re.IGNORECASE,
)
# Matches 作为一个人工智能语言模型,我, 希望以上内容对您有所帮助. Must not match 帮助企业解决用工难题.
_CHATBOT = re.compile(
    r"作为(?:一个|一款|一名)?(?:人工智能|AI)(?:语言|大)?(?:语言)?(?:模型|助手)[,.]?我|我是(?:一个|您的)?(?:AI|人工智能)(?:语言)?(?:助手|模型)"
    r"|以下是(?:根据|为)(?:您|你)[^。:]{0,12}(?:生成|起草|撰写|整理|准备)|希望(?:以上|这些|上述)?[^。]{0,8}对(?:您|你)有(?:所)?帮助"
    r"|如果?(?:您|你)还?需要[^。]{0,14}告诉我",
    re.IGNORECASE,
)
_ADVERTISEMENT = re.compile(
    r"(?:加|添加)(?:我)?(?:微信|V信|QQ)(?:号)?[^。]{0,16}(?:领|红包|优惠|抢购|免费|兼职|进群|赚)|(?:兼职|日结|日赚|赚钱|名额有限)[^。]{0,16}加(?:微信|QQ)"
    r"|(?:扫码|二维码)[^。]{0,10}(?:抽奖|领红包|赢(?:手机|大奖|取))|(?:集满?\d{0,3}个?赞|点赞转发|集赞)[^。]{0,8}(?:送|免费|领)"
    r"|包邮到家|全国包邮|立即下单|点击购买|限时抢购|旺铺招租|广告位招租|澳门[^。]{0,8}(?:娱乐城|赌场|葡京)|注册送彩金|首存送|百家乐|真人(?:棋牌|视讯)"
    r"|六合彩|时时彩[^。]{0,8}(?:平台|计划|结果)|专业代开|代开(?:各类)?(?:增值税)?发票[,.]?(?:联系|电话|微信|QQ|加)"
    r"|(?:无抵押|无需征信|免征信|信用贷款)[^。]{0,12}(?:秒批|秒到|当天放款|当日放款|极速放款)|办证刻章|专业办理[^。]{0,4}证件|刷单兼职|足不出户日赚"
    r"|成人(?:视频|电影)|高清无码|美女直播|裸聊|领取?(?:大礼包|红包封面)|关注[^。]{0,8}领(?:取)?(?:红包|礼品)|首充[^。]{0,4}返"
    r"|欢迎(?:选购|订购|下单)|电话订购|厂家直销|买一送一|高价回收|快速下款|领取福利",
    re.IGNORECASE,
)
# 严厉打击…, 防范…, 谨防…: the same words in a warning against it.
_AGAINST = re.compile(r"打击|防范|警惕|查处|整治|取缔|严禁|禁止|不得|谨防|诈骗|违法|骗局|案件|识别.{0,4}陷阱")
_PATTERNS = ((_PLACEHOLDER, Severity.WARN), (_CHATBOT, Severity.WARN), (_ADVERTISEMENT, Severity.WARN))
WORDS = any_of(
    "请输入 ODO: 买一送 高价回 下款 福利",
    "此处 在此 oremipsum OREMIPSUM 测试测试 测试文 测试页 testtest TESTTEST TestTest Testtest",
    "关于X 关于x 关于× 语言模型 大模型 能模型 AI模型 助手 以下是根据 以下是为 对您有 对你有",
    "告诉我 微信 QQ V信 扫码 二维码 个赞 集赞 点赞 包邮 下单 点击购买 抢购 招租 澳门 彩金 首存",
    "百家乐 真人棋 真人视 六合彩 时时彩 代开 放款 秒批 秒到 刻章 专业办理 刷单 日赚 兼职 日结",
    "赚钱 名额有限 美女直播 裸聊 礼包 红包 礼品 首充 欢迎选 欢迎订 欢迎下 电话订 厂家直 成人视",
    "成人电 高清无码",
)


def find_irrelevant_content(page: Page) -> Iterator[Hit]:
    """All warn: a person decides what belongs to the document."""
    for _, line in lines_with(page, WORDS):
        if not _AGAINST.search(line.tight):
            yield from hits_on(line, _PATTERNS)
