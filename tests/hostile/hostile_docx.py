"""DOCX files that mean harm to whoever works out what a page shows: styles, lists, fields, variants, pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from tests.hostile.hostile_others import png
from tests.hostile.hostile_packages import docx, zipped
from tests.hostile.model import Hostile, Scene, refused, survived

_W: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_IDS: Final = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_LINKS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_MC: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_DRAWING: Final = (
    f'{_IDS} xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
_RUN: Final = "<w:r><w:t>x</w:t></w:r>"


def related(
    body: str, parts: Mapping[str, bytes | str], outside: Mapping[str, str] | None = None
) -> Callable[[Scene], bytes]:
    """A DOCX whose main part names other parts, such as `numbering.xml`, by their first word as kind and id."""
    inside = {name: name.partition(".")[0] for name in parts}
    links = "".join(
        f'<Relationship Id="{kind}" Type="http://x/{kind.partition("-")[0]}" Target="{name}"/>'
        for name, kind in inside.items()
    )
    links += "".join(
        f'<Relationship Id="o{kind}" Type="http://x/{kind}" Target="{target}" TargetMode="External"/>'
        for kind, target in (outside or {}).items()
    )
    files = {
        **docx(body),
        **{f"word/{name}": content for name, content in parts.items()},
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_LINKS}">{links}</Relationships>',
    }
    return lambda _: zipped(files)


def plain(body: str) -> Callable[[Scene], bytes]:
    return lambda _: zipped(docx(body))


def styles(count: int) -> str:
    """A line of styles, each based on the next."""
    line = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{n}"><w:basedOn w:val="s{n + 1}"/></w:style>' for n in range(count)
    )
    return f"<w:styles {_W}>{line}</w:styles>"


def numbering(levels: str, numbers: str = "") -> str:
    abstract = f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
    used = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    return f"<w:numbering {_W}>{abstract}{used}{numbers}</w:numbering>"


def item(level: int = 0) -> str:
    place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
    return f"<w:p><w:pPr>{place}</w:pPr>{_RUN}</w:p>"


def field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def variants(depth: int) -> str:
    opened = f'<mc:AlternateContent xmlns:mc="{_MC}"><mc:Choice Requires="w">'
    return opened * depth + f"<w:p>{_RUN}</w:p>" + "</mc:Choice></mc:AlternateContent>" * depth


def picture(identity: str) -> str:
    blip = f'<a:graphic><a:blip r:embed="{identity}"/></a:graphic>'
    return (
        f'<w:p {_DRAWING}><w:r><w:drawing><wp:inline><wp:extent cx="6000000" cy="8000000"/><wp:docPr id="1" name="x"/>'
        f"{blip}</wp:inline></w:drawing></w:r></w:p>"
    )


_LONG_NUMBER: Final = (
    '<w:lvl w:ilvl="0"><w:numFmt w:val="lowerLetter"/><w:start w:val="99999999999999"/><w:lvlText w:val="%1"/></w:lvl>'
)
_LONG_TEXT: Final = f'<w:lvl w:ilvl="0"><w:lvlText w:val="{"%1" * 100_000}"/></w:lvl>'
_ODD_LEVELS: Final = '<w:lvl w:ilvl="-7"/><w:lvl w:ilvl="x"/><w:lvl/><w:lvl w:ilvl="999999999999999999999"/>'
_MANY_LISTS: Final = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="0"/></w:num>' for n in range(2, 20_000))
_LINKED: Final = '<w:numStyleLink w:val="a"/><w:styleLink w:val="a"/>'
_INCLUDED: Final = '<w:r><w:instrText>INCLUDETEXT "{0}"</w:instrText></w:r>'

DOCX: tuple[Hostile, ...] = (
    survived("100,000 runs in a line", plain(f"<w:p>{_RUN * 100_000}</w:p>")),
    survived("20,000 styles in a line", related(f"<w:p>{_RUN}</w:p>", {"styles.xml": styles(20_000)})),
    survived("numbers without end", related(item() * 3000, {"numbering.xml": numbering(_LONG_NUMBER)})),
    survived("number of 100,000 parts", related(item() * 300, {"numbering.xml": numbering(_LONG_TEXT)})),
    survived("levels that are none", related(item(-1) + item(9), {"numbering.xml": numbering(_ODD_LEVELS)})),
    survived("20,000 lists", related(item() * 500, {"numbering.xml": numbering(_LONG_NUMBER, _MANY_LISTS)})),
    survived("list that is itself", related(item(), {"numbering.xml": numbering(_LINKED)})),
    survived(
        "20,000 fields in fields",
        plain(f"<w:p>{(field('begin') + '<w:r><w:instrText>IF</w:instrText></w:r>') * 20_000}{_RUN}</w:p>"),
    ),
    survived(
        "fields that end without a beginning", plain(f"<w:p>{(field('end') + field('separate')) * 5000}{_RUN}</w:p>")
    ),
    survived("variants in variants", plain(variants(100))),
    survived(
        "20,000 tables side by side", plain(f"<w:tbl><w:tr><w:tc><w:p>{_RUN}</w:p></w:tc></w:tr></w:tbl>" * 20_000)
    ),
    survived(
        "measures that are none",
        plain(
            '<w:p><w:pPr><w:ind w:left="1e999" w:right="NaN"/><w:framePr w:w="-9" w:x="99999999999999999999" '
            'w:hAnchor="page"/><w:spacing w:line="inf" w:lineRule="exact"/></w:pPr>' + _RUN + "</w:p>"
            '<w:sectPr><w:pgSz w:w="-1" w:h="nan"/></w:sectPr>'
        ),
    ),
    refused(
        "picture as large as a page of two billion points",
        related(picture("image"), {"image.png": png(50_000, 40_000)}),
        "too_large",
    ),
    refused("picture that is cut off", related(picture("image"), {"image.png": png(64, 64)[:60]}), "broken"),
    survived("picture that is not there", related(f"<w:p>{_RUN}</w:p>" + picture("nowhere"), {})),
    survived(
        "1,000 times the same picture of a kind that nobody reads",
        related(picture("image") * 1000, {"image.emf": bytes(5_000_000)}),
    ),
    survived(
        "text, pictures and objects from elsewhere",
        lambda scene: related(
            f"<w:p>{field('begin')}{_INCLUDED.format(scene.secret)}{field('separate')}{_RUN}{field('end')}</w:p>"
            f'<w:subDoc r:id="osubDocument" {_IDS}/>' + picture("oimage"),
            {},
            {"subDocument": scene.address, "image": scene.address, "oleObject": f"file://{scene.secret}"},
        )(scene),
    ),
    survived(
        "whole document in another one",
        related(
            '<w:altChunk r:id="aFChunk"/>'.replace("/>", f" {_IDS}/>"), {"aFChunk.html": "<script>alert(1)</script>"}
        ),
    ),
)
