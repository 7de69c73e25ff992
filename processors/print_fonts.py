"""Which fonts stand in for those of Word and WPS when a document is printed here: of the same kind and width."""

from __future__ import annotations

from typing import Final

#: Fonts that official documents name (GB/T 9704: 小标宋 for titles, 仿宋 for the text, 黑体 and 楷体 for headings).
_SONG: Final = (
    *("仿宋", "仿宋_GB2312", "FangSong", "FangSong_GB2312", "方正仿宋_GBK", "方正仿宋简体", "华文仿宋", "STFangsong"),
    *("宋体", "新宋体", "SimSun", "NSimSun", "方正书宋_GBK", "华文中宋", "STZhongsong", "华文宋体", "STSong"),
    *("小标宋", "方正小标宋简体", "方正小标宋_GBK", "FZXiaoBiaoSong-B05S"),
    *("楷体", "楷体_GB2312", "KaiTi", "KaiTi_GB2312", "方正楷体_GBK", "方正楷体简体", "华文楷体", "STKaiti"),
)
_HEI: Final = (
    *("黑体", "SimHei", "方正黑体_GBK", "方正黑体简体", "华文黑体", "STHeiti", "等线", "DengXian"),
    *("微软雅黑", "Microsoft YaHei"),
)
#: Latin fonts without serifs.
_LATIN_SANS: Final = ("Arial", "Helvetica", "Calibri", "Tahoma", "Verdana", "Segoe UI")


def is_sans(name: str) -> bool:
    """Whether a font of this name, such as `黑体` or `Arial-BoldMT`, has letters without serifs."""
    plain = name.casefold().replace(" ", "")
    return any(plain.startswith(each.casefold().replace(" ", "")) for each in (*_HEI, *_LATIN_SANS))


def fontconfig() -> str:
    """A configuration of fontconfig: the machine's own, and a font of this machine for each that it lacks.

    A font that the machine has is used itself. Without the Noto CJK fonts, whatever fontconfig finds is.
    """
    aliases = (
        f'<alias binding="same"><family>{name}</family><default><family>{ours}</family></default></alias>'
        for names, ours in ((_SONG, "Noto Serif CJK SC"), (_HEI, "Noto Sans CJK SC"))
        for name in names
    )
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'{"".join(aliases)}<include ignore_missing="yes">/etc/fonts/fonts.conf</include></fontconfig>'
    )
