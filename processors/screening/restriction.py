"""How a document says that it must not go further: what it calls itself, and what it forbids. Parts of patterns.

They are put together by the rules for inside marks and trade secrets, and are matched against lines without blanks.
"""

from __future__ import annotations

from typing import Final

_THING: Final = (
    r"(?:(?<![条案事证])件|(?<![论公])文|(?<!代)表|(?<!注)册|[稿刊页]|文件|材料|资料|文稿|文档|稿件|刊物"
    r"|简报|快报|专报|报告|手册|汇编|通讯录|名单|名册"
    r"|清单|台账|数据|内容|方案|预案|纪要"
    r"|讲话|课件|讲义|教材|邮件|通报|通知|信息|情况|意见|图纸|参数|条款|文书|合同|协议|附件|报表|统计|测算"
    r"|底稿|档案|问卷|录像|照片)"
)
#: What speaks of the document itself: 本文件, 该稿, 以上数据, 本次会议材料. Must not match 本办法, 本网站.
THIS: Final = rf"(?:[本此该]|这[份个]|以[上下]|上述|所[附列载]|前述)(?:[\u4e00-\u9fff]{{0,6}}?){_THING}"

_NOT: Final = r"(?:不得|不准|不许|不可|不能|不要|不应|不宜|严禁|禁止|切?勿|请(?:不要|勿)|谢绝|(?:任何人)?不再)"
_HOW: Final = (
    r"(?:擅自|自行|随意|私自|对外|向外|向社会|公开|任何(?:形式|方式)|以任何(?:形式|方式)|进行|再|对|向"
    r"|(?:在|通过|利用|上传至?)?(?:互联网计算机|互联网|网络|网上|微信群?|QQ群|朋友圈|社交(?:平台|媒体))(?:上"
    r"|等(?:渠道|途径|平台))?"
    r"|向?(?:任何)?(?:第三方|第三人|他人|外单位|外界|外部|媒体|其他(?:单位|人员|人)|无关人员)){0,3}"
)
_SPREAD_ABROAD: Final = (
    r"带离|携出|外传|外泄|外借|外流|外发|外送|外露|扩散|泄露|泄密|透露|流出|带出|翻拍|翻印|抄录|摘抄|散发|散布"
    r"|传播|传出"
    r"|告诉|谈论|议论|转告|转出|示人|上网|登报|见报|披露|扩大(?:知悉|知晓|传阅|阅读|接触|发放|传达|传播)(?:的?范围|面)?"
)
_COPY: Final = (
    r"转发|转载|转借|转送|传阅|复制|复印|影印|拍照|拍摄|摘录|截图|截屏|录音|引用|公开|公布|发布|上传|留存|留底"
    r"|提供|下载|张贴|报道|宣传|使用|分享|存储|传输|处理"
)
#: An order that tells of a secret by itself: 不得外传, 请勿扩散, 严禁以任何形式翻印.
_INTO_THE_NET: Final = (
    r"(?:(?:拍照|拍摄|截图|截屏|扫描|复制|录像|录音)[后并、或]?)?(?:上传|转发|发布|发送|分享"
    r"|发)[至到于在]?(?:互联网|外网|微信|朋友圈|社交|非工作群"
    r"|外部群)(?:[\u4e00-\u9fff或及]{0,10})?"
)
ORDER: Final = rf"{_NOT}{_HOW}(?:{_SPREAD_ABROAD}|{_INTO_THE_NET})"
#: One that tells of it where the document speaks of itself: 不得复制、转载.
ORDER_OF_THIS: Final = rf"{_NOT}{_HOW}(?:{_SPREAD_ABROAD}|{_COPY})"
_MORE: Final = rf"(?:[、和或及,]{{1,2}}{_HOW}(?:{_SPREAD_ABROAD}|{_COPY})){{0,4}}"
ORDERS: Final = rf"(?:{ORDER}|{_NOT}{_HOW}(?:{_COPY})[、和或及](?:{_SPREAD_ABROAD})){_MORE}"
_TO_THE_NET: Final = r"(?:[至到于在]?(?:互联网|网络|外网|微信群?|朋友圈|社交平台)(?:上|等[\u4e00-\u9fff]{2,4})?)?"
#: What may not be done with it, behind what names it: 不得将本文件带走.
DONE_WITH: Final = rf"(?:{_SPREAD_ABROAD}|{_COPY}|[带转发交给存传贴])"
ORDERS_OF_THIS: Final = rf"{ORDER_OF_THIS}{_TO_THE_NET}{_MORE}"

#: 未经批准不得: who may not, and without whose leave.
LEAVE: Final = (
    r"未(?:经|得到?)[^。;,]{0,12}(?:许可|批准|同意|授权|允许)的?,?(?:任何(?:单位|人|个人|单位和个人)(?:均|都)?)?"
)

#: The same with whom and how it may not go in between: 不得通过微信等互联网渠道传输.
FORBIDDEN: Final = rf"{_NOT}[^。;!,]{{0,14}}?(?:{_SPREAD_ABROAD}|传输|传递|发送|转发)"

_KEEP: Final = (
    r"(?:请?(?:注意|妥善|严格|专人|严加|严格)(?:保[存管密]|保管好|防泄密)(?:,严防泄密)?"
    r"|严防(?:泄[露密]|外泄|扩散|遗失|丢失))"
)
_BACK: Final = (
    r"(?:即焚|即退|即毁|即删|焚毁|销毁|(?:统一|立即|及时|按时|当场|如数|全部|如期)?"
    r"(?:收回|退回|交回|交还|退还|归还|送还|回收|清退|上交|缴回|收缴|删除)|退(?=[\u4e00-\u9fff]{2,8}[室科处组办]))"
)
#: What becomes of it: 阅后即焚, 会后请交回, 用毕退还.
AFTER: Final = (
    r"(?:请?于?(?:阅|会|用|看|议|查阅|传阅|会议|讨论|学习|使用|审阅)(?:完毕|结束)?[后毕完]?,?"
    rf"(?:请|须|应|必须|需|一律|由[\u4e00-\u9fff]{{2,6}})?{_BACK}(?:[\u4e00-\u9fff]{{0,6}}[室科处组办部局股])?)"
)
#: 注意保存, 不得外传, 会后收回.
TREATMENT: Final = rf"(?:{_KEEP}|{AFTER}|{ORDERS})"
