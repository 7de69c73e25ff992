"""The font of this machine that stands in for one that a file names and does not bring along."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from processors.drawing.faces import Face, FontUnusable
from processors.print_fonts import is_sans

#: Where Debian, and who installs fonts by hand, puts them.
_FOLDERS: Final = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
#: One file has the shapes of five regions; ours are those of the mainland.
_REGION: Final = " SC"


def stand_in(name: str, *, is_bold: bool) -> Face:
    """A Noto CJK face of the kind that a font's name tells.

    Raises:
        FontUnusable: neither that nor any other Noto CJK font is installed.
    """
    kind, weight = "Sans" if is_sans(name) else "Serif", "Bold" if is_bold else "Regular"
    wanted = [f"Noto{kind}CJK-{weight}", f"Noto{kind}CJK-Regular", "NotoSerifCJK-Regular", "NotoSansCJK-Regular"]
    found = next((path for each in wanted if (path := _installed().get(each))), None)
    if found is None:
        raise FontUnusable("no Noto CJK font is installed")
    return _of_region(found)


@cache
def _installed() -> dict[str, Path]:
    return {path.stem: path for folder in _FOLDERS for path in sorted(folder.rglob("Noto*CJK*-*.[to]t[cf]"))}


@cache
def _of_region(path: Path) -> Face:
    first = Face(path)
    others = (Face(path, index) for index in range(1, first.faces))
    return next((face for face in (first, *others) if face.family.endswith(_REGION)), first)
