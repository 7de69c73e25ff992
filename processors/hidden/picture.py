"""Pictures: what a camera or a program wrote beside the points (Exif, text, thumbnail)."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PIL import ExifTags, Image

from processors.extraction import Unreadable
from processors.hidden.collector import Collector
from processors.readers.pictures import open_picture
from processors.sandbox.limits import Limits
from processors.screening.model import WHOLE_FILE, Finding, FindingKind

#: Exif and TIFF tags that name people, things and places (CIPA DC-008, annex; TIFF 6.0 §8).
_TAGS: Final = {
    ExifTags.Base.Artist: "作者",
    ExifTags.Base.Copyright: "版权",
    ExifTags.Base.ImageDescription: "说明",
    ExifTags.Base.DocumentName: "文档名",
    ExifTags.Base.HostComputer: "计算机",
    ExifTags.Base.XPAuthor: "作者",
    ExifTags.Base.XPComment: "备注",
    ExifTags.Base.XPTitle: "标题",
    ExifTags.Base.Make: "设备",
    ExifTags.Base.Model: "设备型号",
    ExifTags.Base.DateTime: "时间",
}
_EXIF_TAGS: Final = {
    ExifTags.Base.UserComment: "备注",
    ExifTags.Base.BodySerialNumber: "设备序列号",
    ExifTags.Base.CameraOwnerName: "设备所有者",
}
#: Chunks and segments that Pillow hands out as text, and no technical value.
_TECHNICAL: Final = frozenset(
    {"dpi", "jfif_version", "jfif_density", "compression", "gamma", "interlace", "resolution"}
)
_THUMBNAIL_OFFSET: Final = 0x0201
#: A picture's first bytes, in which Exif and XMP stand where there are any (CIPA DC-008 §4.7).
HEAD_BYTES: Final = 65_536
_SIGNS: Final = (b"Exif\0\0", b"ns.adobe.com/xap", b"eXIf", b"tEXt", b"iTXt", b"zTXt")


def hidden_in(path: Path, limits: Limits) -> tuple[Finding, ...]:
    """What the picture file says beside its points.

    Raises:
        Unreadable: as the reader.
    """
    found = Collector()
    with open_picture(path, limits) as picture:
        _note_picture(found, picture, WHOLE_FILE)
    return found.findings()


def note_inner(content: bytes, limits: Limits, found: Collector, page: int = WHOLE_FILE) -> None:
    """Note what a picture inside another file says beside its points. One that cannot be opened says nothing."""
    try:
        with open_picture(content, limits) as picture:
            _note_picture(found, picture, page)
    except Unreadable:
        return


def says_more(head: bytes) -> bool:
    """Whether a JPEG or PNG that begins so (HEAD_BYTES are enough) may say anything beside its points."""
    return any(sign in head for sign in _SIGNS)


def _note_picture(found: Collector, picture: Image.Image, page: int) -> None:
    exif = picture.getexif()
    _note(found, dict(exif), _TAGS, page)
    _note(found, dict(exif.get_ifd(ExifTags.IFD.Exif)), _EXIF_TAGS, page)
    if exif.get_ifd(ExifTags.IFD.GPSInfo):
        found.add(FindingKind.PICTURE_METADATA, "拍摄位置（GPS）", page, warn=True)
    if _THUMBNAIL_OFFSET in exif.get_ifd(ExifTags.IFD.IFD1):
        found.add(FindingKind.THUMBNAIL, "内嵌缩略图，可能是修改前的画面", page)
    _note_text(found, picture, page)


def _note(found: Collector, values: dict[int, object], labels: dict[ExifTags.Base, str], page: int) -> None:
    for tag, label in labels.items():
        text = _plain(values.get(tag))
        if text:
            found.add(FindingKind.PICTURE_METADATA, f"{label}：{text}", page)


def _note_text(found: Collector, picture: Image.Image, page: int) -> None:
    for key, value in list(picture.info.items()):
        if isinstance(key, str) and key not in _TECHNICAL and isinstance(value, str | bytes):
            if key in {"exif", "icc_profile", "photoshop", "xmp", "XML:com.adobe.xmp"}:
                continue
            text = _plain(value)
            if text:
                found.add(FindingKind.PICTURE_METADATA, f"{key}：{text}", page)
    if any(key in picture.info for key in ("xmp", "XML:com.adobe.xmp")):
        found.add(FindingKind.PICTURE_METADATA, "XMP 信息", page)


def _plain(value: object) -> str:
    """A tag's value as text; the XP tags are UTF-16, others what their bytes say."""
    if isinstance(value, bytes):
        encoding = "utf-16-le" if value[1:2] == b"\0" else "utf-8"
        value = value.decode(encoding, "ignore")
    return str(value).strip("\0 \n") if isinstance(value, str) else ""
