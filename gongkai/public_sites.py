"""Tell a portal that serves several bureaus which sites there are."""

from __future__ import annotations

from bundles.durable import replace_synced
from bundles.page_files import page_files
from bundles.sites import SITES_NAME, BureauSite, Sites, read_sites, write_sites
from gongkai.bureaus import Bureaus
from gongkai.settings import Settings

#: Beside the folders of pages as files; no bureau's id has a dot.
SITES_MAP = "sites.map"


def tell_of_sites(settings: Settings, bureaus: Bureaus) -> Sites:
    """Write the list anew: every bureau that can work and whose host is its own.

    One that is stopped keeps the site that it had: a slip in its directory takes nothing off that people have approved.
    One whose folder is gone has none from now on.
    """
    served = [
        BureauSite(bureau=each.bureau.id, name=each.bureau.name, public_url=each.bureau.public_url)
        for each in bureaus.served
        if each.bureau.public_url and each.host not in bureaus.shared_hosts
    ]
    stopped = {each.name for each in bureaus.stopped}
    kept = [site for site in read_sites(settings.bundles / SITES_NAME).site if site.bureau in stopped]
    sites = Sites(site=tuple(sorted([*served, *kept], key=lambda site: site.bureau)))
    write_sites(settings.bundles, sites)
    _tell_proxy(settings, sites)
    return sites


def _tell_proxy(settings: Settings, sites: Sites) -> None:
    """Whose pages as files are served under which host; the proxy reads it when it starts or is told to."""
    path = page_files(settings.bundles, SITES_MAP)
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (f"{site.host} {site.bureau};\n" for site in sites.site)
    replace_synced(path, "".join(lines).encode("ascii"))
