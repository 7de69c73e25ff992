"""What a machine is told through `GONGKAI_*` variables, checked once, all faults at once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from gongkai.bureau_settings import PLACEHOLDER, chosen_bureau, variables_of
from gongkai.mail_settings import MailServer, read_mail_server
from gongkai.webhook_settings import Webhook, read_webhook
from metering.endpoint import address_of
from metering.log_lines import FORMATS

ROOT = Path(__file__).resolve().parent.parent


class SettingsInvalid(Exception):
    """One or more variables are wrong. `faults` has one sentence each."""

    code = "settings_invalid"

    def __init__(self, faults: list[str]) -> None:
        super().__init__(f"设置有误：{'；'.join(faults)}。")
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Settings:
    """Where everything is. Folders are absolute; ports are TCP ports on the loopback address.

    `shared` is the folder of what all bureaus of an installation have in common; `home` is the bureau's own. They are
    the same where there is one bureau. `bureaus` has a folder of configuration for each bureau, None where there is
    one; `bureau` is then the name of this one, None for the installation as such, which no document belongs to.

    A bureau without words of its own has no file `screening_words`; one that was named has to be there.
    `columns_file` are its own columns of the public site, if it has any. `airflow_url` is where our processes reach
    Airflow's API server, `staff_url` where people's browsers do. `mail`, `reminders_folder` and `webhook` are ways
    out for reminders, None if they are not used. `metrics` and `portal_metrics` are addresses (`host:port`) where the
    stack lets Prometheus read, None if it does not. `backup_folder` is where backups go every night, if they do.
    `log_format` is one of metering.log_lines.FORMATS. `portal_address` is where citizens find the portal.
    """

    home: Path
    inbox_url: str
    records_url: str
    search_url: str
    bureau_file: Path
    screening_words: Path
    screening_words_required: bool
    working_days_file: Path
    columns_file: Path
    airflow_port: int
    airflow_url: str
    staff_url: str
    portal_port: int
    settle_s: float
    mail: MailServer | None = None
    reminders_folder: Path | None = None
    webhook: Webhook | None = None
    metrics: str | None = None
    portal_metrics: str | None = None
    backup_folder: Path | None = None
    log_format: str = "text"
    portal_address: str | None = None
    shared: Path = Path()
    bureaus: Path | None = None
    bureau: str | None = None

    @property
    def configuration(self) -> Path:
        """What people write for this bureau: its directory, keys, texts. The same as `home` unless they are apart."""
        return self.bureaus / self.bureau if self.bureaus and self.bureau else self.home

    @property
    def originals(self) -> Path:
        """Originals by SHA-256. Inside only."""
        return self.home / "originals"

    @property
    def bundles(self) -> Path:
        """Published bundles, each bureau's below its own id: what the portal reads."""
        return self.shared / "public" / "bundles"

    @property
    def meanings(self) -> Path:
        """What published documents mean, as vectors: written where they are indexed, read by the portal."""
        return self.shared / "public" / "meanings" / (self.bureau or "")

    @property
    def dropbox(self) -> Path:
        """Where the portal puts what citizens send, sealed."""
        return self.shared / "public" / "dropbox" / (self.bureau or "")

    @property
    def sealed(self) -> Path:
        """Sealed boxes for the confidentiality officer."""
        return self.home / "sealed"

    @property
    def reports(self) -> Path:
        """Reports as they were made, for staff. Inside only."""
        return self.home / "reports"

    @property
    def annual_folder(self) -> Path:
        """What the office writes for the annual report, a file a year."""
        return self.configuration / "annual"

    @property
    def checks(self) -> Path:
        """When the installation was last verified and backed up."""
        return self.home / "checks"

    @property
    def held(self) -> Path:
        """What was public before a restore, until people have it shown again."""
        return self.home / "held"

    @property
    def hold(self) -> Path:
        """There from the begin of a restore until its opening: nothing is published meanwhile."""
        return self.home / "restored.json"

    @property
    def models(self) -> Path:
        """OCR model folders, made from the package that ships the weights."""
        return self.shared / "models"

    @property
    def secrets(self) -> Path:
        """Generated secrets, one file each, mode 600."""
        return self.home / "secrets"

    @property
    def airflow_secrets(self) -> Path:
        """What Airflow's own processes and accounts have as secrets, likewise."""
        return self.shared / "secrets"

    @property
    def airflow_home(self) -> Path:
        return self.shared / "airflow"

    @property
    def logs(self) -> Path:
        return self.shared / "log"

    @property
    def run(self) -> Path:
        """Which processes of the stack are running."""
        return self.shared / "run"

    @property
    def portal_url(self) -> str:
        return f"http://127.0.0.1:{self.portal_port}"

    @property
    def public_url(self) -> str:
        """Where links to the portal lead, without a final slash."""
        return self.portal_address or self.portal_url


def load_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read settings; what is not set has a default below `GONGKAI_HOME` (itself `var/` of the checkout).

    Where the installation has several bureaus, these are the settings of the one that is chosen.

    Raises:
        SettingsInvalid: with every fault, not only the first. That none of several bureaus is chosen is one.
    """
    faults: list[str] = []
    bureau = chosen_bureau(environment, faults)
    return _read(variables_of(bureau, environment, faults) if bureau else environment, bureau, faults)


def load_installation(environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings of what all bureaus share: Airflow, the portal. The same as `load_settings` where there is one bureau.

    Raises:
        SettingsInvalid: as above.
    """
    return _read(environment, None, [])


def _read(environment: Mapping[str, str], bureau: str | None, faults: list[str]) -> Settings:
    shared = Path(environment.get("GONGKAI_HOME") or ROOT / "var").absolute()
    bureaus = _folder(environment.get("GONGKAI_BUREAUS"))
    home = shared / "bureaus" / bureau if bureau else shared
    configuration = bureaus / bureau if bureaus and bureau else home
    index = shared / "public" / "index" / (bureau or (PLACEHOLDER if bureaus else ""))
    airflow_port = _port(environment, "GONGKAI_AIRFLOW_PORT", 8080, faults)
    airflow_url = environment.get("GONGKAI_AIRFLOW_URL") or f"http://127.0.0.1:{airflow_port}"
    bureau_file = Path(environment.get("GONGKAI_BUREAU_FILE") or configuration / "bureau.toml").absolute()
    screening_words = environment.get("GONGKAI_SCREENING_WORDS")
    settings = Settings(
        home=home,
        inbox_url=environment.get("GONGKAI_INBOX") or str(home / "inbox"),
        records_url=environment.get("GONGKAI_RECORDS_URL") or f"sqlite:///{home / 'records.db'}",
        search_url=environment.get("GONGKAI_SEARCH_URL") or f"tantivy://{index}",
        bureau_file=bureau_file,
        screening_words=Path(screening_words or bureau_file.with_name("screening-words.txt")).absolute(),
        screening_words_required=bool(screening_words),
        working_days_file=Path(environment.get("GONGKAI_WORKING_DAYS_FILE") or shared / "working-days.toml").absolute(),
        columns_file=Path(environment.get("GONGKAI_COLUMNS_FILE") or bureau_file.with_name("columns.toml")).absolute(),
        airflow_port=airflow_port,
        airflow_url=airflow_url.rstrip("/"),
        staff_url=(environment.get("GONGKAI_STAFF_URL") or airflow_url).rstrip("/"),
        portal_port=_port(environment, "GONGKAI_PORTAL_PORT", 8081, faults),
        settle_s=_seconds(environment, "GONGKAI_SETTLE_S", 5.0, faults),
        mail=read_mail_server(environment, faults),
        reminders_folder=_folder(environment.get("GONGKAI_REMINDERS_FOLDER")),
        webhook=read_webhook(environment, faults),
        metrics=_address(environment, "GONGKAI_METRICS", faults),
        portal_metrics=_address(environment, "GONGKAI_PORTAL_METRICS", faults),
        backup_folder=_folder(environment.get("GONGKAI_BACKUP_FOLDER")),
        log_format=environment.get("GONGKAI_LOG_FORMAT") or "text",
        portal_address=(environment.get("GONGKAI_PUBLIC_URL") or "").rstrip("/") or None,
        shared=shared,
        bureaus=bureaus,
        bureau=bureau,
    )
    if settings.airflow_port == settings.portal_port:
        faults.append("GONGKAI_AIRFLOW_PORT 与 GONGKAI_PORTAL_PORT 不能相同")
    _check_scheme("GONGKAI_RECORDS_URL", settings.records_url, {"sqlite", "postgresql", "postgresql+psycopg"}, faults)
    _check_scheme("GONGKAI_PUBLIC_URL", settings.public_url, {"http", "https"}, faults)
    _check_scheme("GONGKAI_SEARCH_URL", settings.search_url, {"tantivy", "http", "https"}, faults)
    if settings.log_format not in FORMATS:
        faults.append(f"GONGKAI_LOG_FORMAT={settings.log_format} 不是日志的格式，可用的有 {'、'.join(FORMATS)}")
    if faults:
        raise SettingsInvalid(faults)
    return settings


def _port(environment: Mapping[str, str], name: str, default: int, faults: list[str]) -> int:
    text = environment.get(name)
    if not text:
        return default
    if text.isdecimal() and 0 < int(text) < 65536:
        return int(text)
    faults.append(f"{name}={text} 不是端口号（1–65535）")
    return default


def _seconds(environment: Mapping[str, str], name: str, default: float, faults: list[str]) -> float:
    text = environment.get(name)
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if 0 <= value < 3600:
        return value
    faults.append(f"{name}={text} 不是秒数（0–3600）")
    return default


def _address(environment: Mapping[str, str], name: str, faults: list[str]) -> str | None:
    text = environment.get(name)
    if not text:
        return None
    try:
        address_of(text)
    except ValueError:
        faults.append(f"{name}={text} 不是地址（主机:端口，例如 127.0.0.1:9464）")
    return text


def _folder(text: str | None) -> Path | None:
    return Path(text).absolute() if text else None


def _check_scheme(name: str, url: str, allowed: set[str], faults: list[str]) -> None:
    scheme = urlsplit(url).scheme
    if scheme not in allowed:
        faults.append(f"{name} 不能以 {scheme}: 开头，可用的有 {'、'.join(sorted(allowed))}")
