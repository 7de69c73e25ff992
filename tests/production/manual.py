"""The commands of docs/install.md, as somebody types them."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

#: The only section whose commands need the network, and which is over when a checkout is there.
NOT_RUN = "取得程序"


def commands(page: Path) -> dict[str, list[str]]:
    """Heading → the lines of its `sh` blocks, in the page's order."""
    text = page.read_text(encoding="utf-8")
    sections = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    found: dict[str, list[str]] = {}
    for section in sections:
        heading = section.partition("\n")[0]
        blocks = re.findall(r"^```sh\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
        found[heading] = [line for block in blocks for line in block.splitlines()]
    return found


def type_in(line: str, folder: Path, limit_s: float = 2000) -> str:
    """Run one line of the page in a checkout and return what it printed.

    Raises:
        AssertionError: it failed; with what it printed.
    """
    done = subprocess.run(
        ["bash", "-c", line],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=limit_s,
        check=False,
    )
    assert done.returncode == 0, f"{line}\n{done.stdout}"
    return done.stdout
