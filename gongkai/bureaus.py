"""All bureaus of an installation: which of them can work, which can't and why, whose accounts and sites are whose."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from gongkai.bureau import BureauFileInvalid, load_bureau
from gongkai.bureau_names import bureau_names
from gongkai.settings import Settings, SettingsInvalid, load_installation, load_settings
from gongkai.stack.airflow_environment import OPERATOR_ACCOUNT, SERVICE_ACCOUNT
from records.domain.bureau import Bureau

#: Airflow's own accounts, which are no bureau's.
RUNS_AIRFLOW = frozenset({OPERATOR_ACCOUNT, SERVICE_ACCOUNT})


@dataclass(frozen=True, slots=True)
class Served:
    """A bureau that can work, and its settings."""

    settings: Settings
    bureau: Bureau

    @property
    def host(self) -> str | None:
        """The name under which citizens reach its site, in small letters; None where there is one bureau."""
        return host_of(self.bureau.public_url)


@dataclass(frozen=True, slots=True)
class Stopped:
    """A bureau that cannot work: its folder's name, and one line that says why."""

    name: str
    reason: str

    def line(self) -> str:
        return f"{self.name} 停用：{self.reason}"


@dataclass(frozen=True, slots=True)
class Bureaus:
    """Each bureau of an installation is in one of the two; none is stopped by another one's fault.

    What two of them claim, an account or a site's host, is neither's: it would show one's documents to the other's
    people.
    """

    served: tuple[Served, ...]
    stopped: tuple[Stopped, ...] = ()

    def by_account(self) -> dict[str, Served]:
        """Whose people may use which Airflow account."""
        own = ((person.airflow_user, each) for each in self.served for person in each.bureau.people)
        shared = self.shared_accounts
        return {account: each for account, each in own if account not in shared}

    @property
    def are_several(self) -> bool:
        """Whether the installation is one for several bureaus, whether or not it has them yet."""
        return bool(self.stopped) or any(each.settings.bureaus for each in self.served)

    @property
    def shared_accounts(self) -> frozenset[str]:
        """Accounts that no bureau's people can use, since several directories have them, or Airflow itself does."""
        accounts = (person.airflow_user for each in self.served for person in each.bureau.people)
        return _several([*accounts, *(RUNS_AIRFLOW if self.are_several else ())])

    @property
    def shared_hosts(self) -> frozenset[str]:
        """Hosts that no site has, since several bureaus name them."""
        return _several(each.host for each in self.served if each.host)

    def faults(self, name: str) -> list[str]:
        """What of this bureau collides with another one, a sentence each; empty if nothing does."""
        bureau = next((each for each in self.served if each.bureau.id == name), None)
        if bureau is None:
            return []
        accounts = {person.airflow_user for person in bureau.bureau.people} & self.shared_accounts
        hosts = {bureau.host} & self.shared_hosts
        return [
            *(f"Airflow 账号 {account} 不是本机关独有的，不能登录审查台。" for account in sorted(accounts)),
            *(f"网站域名 {host} 另有机关在用，两家的网站都不开放。" for host in sorted(filter(None, hosts))),
        ]


def read_bureaus(environment: Mapping[str, str] = os.environ) -> Bureaus:
    """Read every bureau's settings and directory; the only one where there is one.

    Raises:
        SettingsInvalid, BureauFileInvalid: where there is one bureau, and it cannot work.
    """
    folder = load_installation(environment).bureaus
    if folder is None:
        settings = load_settings(environment)
        return Bureaus((Served(settings, load_bureau(settings.bureau_file)),))
    served: list[Served] = []
    stopped: list[Stopped] = []
    for name in bureau_names(folder):
        try:
            settings = load_settings({**environment, "GONGKAI_BUREAU": name})
            served.append(Served(settings, directory_of(settings)))
        except (SettingsInvalid, BureauFileInvalid) as fault:
            stopped.append(Stopped(name, str(fault)))
    return Bureaus(tuple(served), tuple(stopped))


def directory_of(settings: Settings) -> Bureau:
    """The directory of the bureau that these settings are of.

    Raises:
        BureauFileInvalid: as `load_bureau` says, or it is another bureau's, or has no site of its own though there are
            several.
        SettingsInvalid: the settings are those of the whole installation.
    """
    if settings.bureaus is None:
        return load_bureau(settings.bureau_file)
    if settings.bureau is None:
        raise SettingsInvalid(["本机有多个机关，没有指明是哪一个"])
    bureau = load_bureau(settings.bureau_file)
    if bureau.id != settings.bureau:
        raise BureauFileInvalid(f"{settings.bureau_file} 的 bureau.id 是 {bureau.id!r}，须与文件夹名相同。")
    if host_of(bureau.public_url) is None:
        raise BureauFileInvalid(f"{settings.bureau_file} 没有写 bureau.public_url（本机关网站的地址）。")
    return bureau


def host_of(public_url: str | None) -> str | None:
    """The host in a site's address, in small letters."""
    return urlsplit(public_url).hostname if public_url else None


def _several(names: Iterable[str]) -> frozenset[str]:
    return frozenset(name for name, count in Counter(names).items() if count > 1)
