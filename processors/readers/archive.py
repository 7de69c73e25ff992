"""ZIP of one document with its attachments → the pages of all of them, the document's own first."""

from __future__ import annotations

import re
import shutil
import stat
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Final

from PIL import Image

from processors.extraction import InArchive, PageText, Unreadable
from processors.readers import office
from processors.readers.draft import Draft, HoldsOldFormats
from processors.readers.package import open_package, part
from processors.sandbox.limits import Limits
from processors.screening.model import WHOLE_FILE, Finding
from processors.sniff import CONVERTED, MediaType, sniff

READER: Final = "zip/1"

#: What file managers put into archives without being asked.
_JUNK: Final = frozenset({"__macosx", ".ds_store", "thumbs.db", "desktop.ini"})
#: Word and WPS keep a file of this beginning beside a document that is open.
_LOCK: Final = "~$"
_ATTACHMENT: Final = "附件"
#: Names of the files that have to be converted end so; whoever converts them goes by it.
_SUFFIX: Final = {MediaType.DOC: "doc", MediaType.RTF: "rtf", MediaType.ODT: "odt"}
#: General purpose flag 11: the name is UTF-8 (APPNOTE.TXT 4.4.4). Without it Chinese Windows writes GBK.
_UTF8_NAME: Final = 0x800
#: Matches `page_without_text:3`; does not match `macros`.
_OF_PAGE: Final = re.compile(r"([a-z_]+):(\d+)")

#: Matches `C:/附件1.docx`; does not match `通知:附件.docx`.
_DRIVE: Final = re.compile(r"[A-Za-z]:")

_WHICH_IS_IT: Final = "压缩包里应当只有一份正文：正文放在最上层，附件的文件名以“附件”开头或放进文件夹；请整理后再投递。"
_BAD_NAME: Final = "压缩包中有指向包外的文件名或链接，已停止处理，请核对文件来源。"
_NESTED: Final = "压缩包里还有压缩包，请只打包一层后再投递。"
_NO_FILE: Final = "压缩包中的这份文件要先转换才能读取，没有自己的页面图像，请对照文字审查。"
_TOO_MANY_OLD: Final = "压缩包里的 DOC、WPS、RTF、ODT 文件太多，请另存为 DOCX 或 PDF 后再打包投递。"

ReadOne = Callable[[Path, Limits], Draft]


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the archive, unpacked under a name of ours."""

    path: Path
    media_type: MediaType


@contextmanager
def unpacked(path: Path, limits: Limits) -> Iterator[tuple[Member, ...]]:
    """The document, then its attachments in the order of their names, for as long as the context lasts.

    The document is the only file at the top whose name does not begin with 附件; one folder around everything is
    passed over.

    Raises:
        Unreadable: `broken`, `encrypted`, `too_large`, or `unsupported` when it is not one document or holds what
            cannot be read here.
    """
    with open_package(path, limits) as package, tempfile.TemporaryDirectory(prefix="gongkai-archive-") as folder:
        entries = _entries(package, limits)
        members = []
        for number, entry in enumerate(_in_order(entries)):
            target = Path(folder) / str(number)
            target.write_bytes(part(package, entries[entry].filename, limits) or b"")
            members.append(Member(target, _type_of(target)))
        yield tuple(members)


def read(path: Path, limits: Limits, read_one: ReadOne) -> Draft:
    """Read every file of the archive with `read_one`. A classification mark in any of them is the archive's.

    Raises:
        Unreadable: as `unpacked`, `read_one`, or `too_many_pages`.
        HoldsOldFormats: as `check_formats`.
    """
    whole = Draft(MediaType.ZIP, READER, pages=())
    with unpacked(path, limits) as members:
        check_formats(members, limits)
        for file, member in enumerate(members, start=1):
            draft = read_one(member.path, limits)
            if draft.classified:
                return Draft(MediaType.ZIP, READER, pages=(), classified=True)
            whole = _joined(whole, draft, file)
            if len(whole.pages) > limits.max_pages:
                raise Unreadable("too_many_pages", f"文件超过 {limits.max_pages} 页，请拆分后再投递。")
    return whole


def check_formats(members: Sequence[Member], limits: Limits) -> None:
    """Return when every file can be read as it is.

    Raises:
        HoldsOldFormats: some have to be made DOCX first.
        Unreadable: one of those may not be converted (see `office.check`), or there are too many of them.
    """
    old = [member for member in members if member.media_type in CONVERTED]
    if len(old) > limits.max_archive_conversions:
        raise Unreadable("too_large", _TOO_MANY_OLD)
    for member in old:
        office.check(member.path, member.media_type, limits)
    if old:
        raise HoldsOldFormats


def split(path: Path, out_dir: Path, limits: Limits) -> tuple[str, ...]:
    """Write every file of the archive into `out_dir`, the document first; return their names, such as `1.doc`.

    Raises:
        Unreadable: as `unpacked`.
    """
    names = []
    with unpacked(path, limits) as members:
        for number, member in enumerate(members, start=1):
            names.append(f"{number}.{_SUFFIX.get(member.media_type, 'file')}")
            shutil.copyfile(member.path, out_dir / names[-1])
    return tuple(names)


@contextmanager
def member_of(path: Path, inside: InArchive, limits: Limits) -> Iterator[Member]:
    """The file that a page comes from, for as long as the context lasts.

    Raises:
        Unreadable: as `unpacked`; `no_picture`, the archive has no such file of that format.
    """
    with unpacked(path, limits) as members:
        found = members[inside.file - 1] if 1 <= inside.file <= len(members) else None
        if found is None or found.media_type != inside.media_type:
            raise Unreadable("no_picture", _NO_FILE)
        yield found


def picture_of(
    path: Path, number: int, limits: Limits, read_one: ReadOne, picture_one: Callable[[Member, int], Image.Image]
) -> Image.Image:
    """The picture of page `number` (1-based, counted through all files).

    Raises:
        Unreadable: as `read`.
    """
    with unpacked(path, limits) as members:
        for member in members:
            count = len(read_one(member.path, limits).pages)
            if number <= count:
                return picture_one(member, number)
            number -= count
    raise ValueError("no such page")


def _entries(package: zipfile.ZipFile, limits: Limits) -> dict[PurePosixPath, zipfile.ZipInfo]:
    found: dict[PurePosixPath, zipfile.ZipInfo] = {}
    for entry in package.infolist():
        name = PurePosixPath(_name(entry).replace("\\", "/"))
        if (
            name.is_absolute()
            or ".." in name.parts
            or _DRIVE.match(str(name))
            or stat.S_ISLNK(entry.external_attr >> 16)
        ):
            raise Unreadable("broken", _BAD_NAME)
        is_junk = bool(_JUNK & {step.casefold() for step in name.parts}) or name.name.startswith(_LOCK)
        if not entry.is_dir() and not is_junk:
            found[name] = entry
    if len(found) > limits.max_archive_files:
        raise Unreadable("too_large", f"压缩包中的文件超过 {limits.max_archive_files} 个，请拆分后再投递。")
    return found


def _name(entry: zipfile.ZipInfo) -> str:
    if entry.flag_bits & _UTF8_NAME:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return entry.filename


def _in_order(entries: dict[PurePosixPath, zipfile.ZipInfo]) -> list[PurePosixPath]:
    depth = min((len(name.parts) for name in entries), default=0)
    around = {name.parts[: depth - 1] for name in entries}
    top = [name for name in entries if len(name.parts) == depth and not name.name.startswith(_ATTACHMENT)]
    if len(top) != 1 or len(around) != 1:
        raise Unreadable("unsupported", _WHICH_IS_IT)
    return [*top, *sorted(set(entries) - set(top), key=_natural)]


def _natural(name: PurePosixPath) -> list[tuple[int, str]]:
    """附件2 comes before 附件10."""
    pieces = re.findall(r"\d+|\D+", str(name))
    return [(int(piece), "") if piece.isascii() and piece.isdigit() else (-1, piece) for piece in pieces]


def _type_of(path: Path) -> MediaType:
    media_type = sniff(path)
    if media_type is MediaType.ZIP:
        raise Unreadable("unsupported", _NESTED)
    return media_type


def _joined(whole: Draft, draft: Draft, file: int) -> Draft:
    """The pages so far and those of one more file, numbered on; `file` is that one's place, 1-based."""
    before = len(whole.pages)
    follows = (f"attachment_from_page:{before + 1}",) if before else ()
    return replace(
        whole,
        reader=f"{whole.reader}+{draft.reader}" if draft.reader not in whole.reader else whole.reader,
        pages=(
            *whole.pages,
            *(_numbered(page, before, InArchive(file, page.number, draft.media_type)) for page in draft.pages),
        ),
        to_ocr=(*whole.to_ocr, *(number + before for number in draft.to_ocr)),
        warnings=(*whole.warnings, *follows, *(_warning(each, before) for each in draft.warnings)),
        hidden=(*whole.hidden, *(_finding(each, before) for each in draft.hidden)),
        heads=tuple(dict.fromkeys((*whole.heads, *(number + before for number in draft.heads)))),
    )


def _numbered(page: PageText, before: int, inside: InArchive) -> PageText:
    return replace(page, number=page.number + before, inside=inside)


def _warning(warning: str, before: int) -> str:
    match = _OF_PAGE.fullmatch(warning)
    return f"{match[1]}:{int(match[2]) + before}" if match else warning


def _finding(finding: Finding, before: int) -> Finding:
    return finding if finding.page == WHOLE_FILE else replace(finding, page=finding.page + before)
