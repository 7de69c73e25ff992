"""Which bureaus have a site and under which host: written inside, read by a portal that serves several."""

from __future__ import annotations

from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bundles.durable import replace_synced

#: Beside the bureaus' folders; no bureau's id has a dot.
SITES_NAME: Final = "sites.json"


class BureauSite(BaseModel):
    """`public_url` is the address that citizens type, without a final slash."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    bureau: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{1,30}$")
    name: str
    public_url: str

    @property
    def host(self) -> str:
        """The address's host, in small letters and without a port."""
        return urlsplit(self.public_url).hostname or ""


class Sites(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    site: tuple[BureauSite, ...] = ()

    def at(self, host: str) -> BureauSite | None:
        """The site of this host; None if there is none, or if two would have it."""
        found = [site for site in self.site if site.host == host]
        return found[0] if len(found) == 1 else None


def write_sites(bundles_root: Path, sites: Sites) -> None:
    """Tell the portal which sites there are, from now on; the same again changes nothing."""
    path, data = bundles_root / SITES_NAME, sites.model_dump_json(indent=1).encode()
    bundles_root.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_bytes() != data:
        replace_synced(path, data)


def read_sites(path: Path) -> Sites:
    """The sites there are; none while the file is missing or no such file."""
    try:
        return Sites.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return Sites()
