"""The profile that each LibreOffice of ours starts with: nothing active runs, and nothing is set up or tried first."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

#: No macro, no link to other files or machines is followed, nothing active is run. And no version is newer than the
#: last one that ran: else each start tries the graphics, which takes longer than printing a letter
#: (desktop/source/app/app.cxx, runGraphicsRenderTests).
_SETTINGS: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>1</value></prop>
</item>
<item oor:path="/org.openoffice.Setup/Product">
<prop oor:name="ooSetupLastVersion" oor:op="fuse"><value>999.0</value></prop>
</item>
</oor:items>
"""
#: Where an installation says which build it is, beside its program.
_VERSION: Final = "versionrc"
_BUILD: Final = re.compile(r"^buildid=(.*)$", re.MULTILINE)


def write_profile(folder: Path, program: Path) -> None:
    """Make the folder a profile of LibreOffice's `program`, one whose extensions that very build has looked through.

    Of a build that does not say which it is, the profile is as good, but the program asks to be started again.

    Raises:
        OSError: the folder exists or cannot be written.
    """
    user = folder / "user"
    (user / "extensions").mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    version = program.with_name(_VERSION)
    build = _BUILD.search(version.read_text(encoding="utf-8")) if version.is_file() else None
    if build:
        (user / "extensions" / "buildid").write_text(build[1], encoding="utf-8")
