"""Tells whether a few characters are a person's name, by length, surname, and words that are none."""

from __future__ import annotations

import re
from typing import Final

from processors.screening.page import tight

#: Two to four characters, or a name with a point in it: 示例甲, 示例·甲.
NAME: Final = r"(?:[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{2,8}·[\u4e00-\u9fff]{1,8})"
_IS_NAME: Final = re.compile(NAME)
# The commonest surnames of the mainland, and some of two characters.
_SURNAMES: Final = (
    "王李张刘陈杨黄赵周吴徐孙马朱胡林郭何高罗郑梁谢宋唐许邓冯韩曹曾彭萧肖蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹"
    "熊孟秦白江阎薛尹雷黎史龙陶贺毛段郝顾龚邵覃武钱孔汤康常温赖文施洪季樊伍齐兰万向严莫葛岳申易章倪庞聂柴尚耿路庄梅焦左关骆翟祁纪柳甘凌欧阮殷鲍单谷"
    "詹麦涂成明符牛童喻丘辛盛隋游时卜代乔安柯裴褚霍翁娄艾牟车鞠桑宫滕宁靳苗连闫冉边司管郁迟冷古匡简党卞荆佟屈卓蒲敖刁衣米应包曲房仇初毕桂巩窦苟栾解"
    "封蓝晏宗戚查蔺封巫项班雍邢池沙燕路花褚谌闵费缪祝席麻卫华计竺楚冀鹿鲁嵇劳展尤苑阚宿信亓商矫甄仝昌晋楼鄢扈阴"
)
_DOUBLE_SURNAMES: Final = (
    "欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯|长孙|宇文|端木|南宫|独孤|澹台|淳于"
)
_OF_SURNAME: Final = re.compile(
    rf"(?:[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}|(?:{_DOUBLE_SURNAMES})[\u4e00-\u9fff]{{1,2}})"
)
_NO_NAMES: Final = frozenset(
    word
    for line in (
        "村居 村组 村社 镇街 街镇 班级 学校 院系 学院 社区 街道 乡镇 县区 区县 岗位 工种 职务 职称 部门 科室 籍贯 学号",
        "合计 小计 总计 共计 备注 姓名 性别 填写 签名 签字 以下空白 空白 不限 其他 无 序号 单位 本人 配偶 男 女",
        "汉族 群众 党员 大学 本科 专科 高中 安置 高龄 常住 时间 时限 成绩 方式 方案 房屋 应急 应聘 连续 解除 解释",
        "管理 简介 计划 单价 包装 代码 代表 成立 明细 章程 查询 查看 车辆 安全 路线 项目 项次 关于 常规 向阳 边缘",
        "金额 齐全 石油 白酒 江苏 江西 贵州 云南 安徽 湖南 方法 方面 方便 安排 安装 高度 高校 高级 高中生 高等",
        "常见 常用 常务 成果 成本 成员 程序 程度 余额 于是 时候 时期 时段 单独 单元 解决 任务 任何 任职 任期 支持",
        "支出 支付 项目部 谢绝 许可 严格 严禁 严重 金融 金属 石材 水平 温度 黄金 黄河 白色 江北 向上 向社会 申请",
        "申报 申诉 施工 施行 明确 明年 和谐 经济 经费 经营 应当 应该 应用 应届 从事 从业 包括 包含 曾经 华东 国家",
        "广告 广场 全部 全区 全市 全年 公告 公开 公示 路面 路段 党支部 车间 车站 车位 房产 房租 童装 米面 花卉",
        "花园 万元 万人 万亩 左右 关键 关心 关系 闭 管线 管委会 空缺 别墅 查验 查处 武术 武装 平均 平台 平方 平安",
        "何时 祖籍 相关 相应 商业 商品 商户 劳动 劳务 费用 展览 展示 展会 信用 信息 信访 池塘 司机 司法 巡查 巡视",
        "巩固 宿舍 储备 储蓄 修改 能力 能源 越权 岳父 岳母 宫颈 桑树 艾草 盛大 游客 易燃 易爆 顾问 顾客 毛巾 边界",
        "边远 温馨 温泉 古迹 古树 连接 连年 冷链 麦收 符合 牛羊 通知 通过 通报 练习 卫生 民政 晋职 晋级",
        "晋升 昌盛 昌平 阴阳 楼房 楼层 楼道 楼宇 楼梯",
    )
    for word in line.split()
)


def is_name(cell: str) -> bool:
    """Whether a cell of a column of names holds one: two to four characters, or a name with a point in it."""
    name = tight(cell)
    return _IS_NAME.fullmatch(name) is not None and name not in _NO_NAMES


def has_surname(name: str) -> bool:
    """Whether a name begins with a common surname and has at most two characters more; no word that is none."""
    return _OF_SURNAME.fullmatch(name) is not None and name not in _NO_NAMES
