"""Checks of what the bureau and this machine have to provide: files, keys, folders, the records, programs."""

from __future__ import annotations

import datetime as dt
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from gongkai.bureaus import directory_of, read_bureaus
from gongkai.clock import SystemClock
from gongkai.doctor.verdict import Complaint, fault, warning
from gongkai.recovery.key import require_backup_key
from gongkai.screening_words import bureau_words
from gongkai.sealing import require_seal_key
from gongkai.settings import Settings
from gongkai.site_columns import bureau_columns
from gongkai.stack.launch import MIN_FREE_BYTES
from gongkai.workdays import load_working_days
from processors.conversion import find_program
from processors.ocr.models import DETECTOR, RECOGNISER
from processors.sandbox.limits import DEFAULT_LIMITS
from processors.sandbox.worker import Worker
from records.domain.bureau import SHANGHAI
from records.store.export import latest_entry_at
from records.store.migrate import schema_version

#: Below this share of free space a disk is worth a warning.
_LITTLE = 0.1
#: How far the clocks of two machines may differ.
_CLOCK_SLACK = dt.timedelta(minutes=5)


def directory(settings: Settings) -> Iterator[Complaint]:
    bureau = directory_of(settings)
    for sentence in read_bureaus().faults(bureau.id) if settings.bureaus else ():
        yield fault(sentence, "修改 bureau.toml 后执行 gongkai prepare。")


def files_of_the_bureau(settings: Settings) -> Iterator[Complaint]:
    bureau_words(settings)
    bureau_columns(settings)
    yield from ()


def working_days(settings: Settings) -> Iterator[Complaint]:
    days = load_working_days(settings.working_days_file)
    text = days.warning(SystemClock().now().astimezone(SHANGHAI).date())
    if text:
        yield warning(text, "写法见值班手册“工作日”。")


def keys(settings: Settings) -> Iterator[Complaint]:
    require_seal_key(settings)
    if not settings.secrets.is_dir():
        yield warning("还没有密钥文件夹。", "首次 gongkai up 时生成。")
        return
    for path in [settings.secrets, *settings.secrets.rglob("*")]:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield fault(f"{path} 别的账号也能读。", f"执行 chmod go= {path}。")


def backups(settings: Settings) -> Iterator[Complaint]:
    if settings.backup_folder is None:
        yield warning("没有设置每天备份到哪里。", "设置 GONGKAI_BACKUP_FOLDER，见值班手册“备份与恢复”。")
        return
    require_backup_key(settings)
    yield from _writable(settings.backup_folder)
    if settings.backup_folder.is_dir() and settings.home.stat().st_dev == settings.backup_folder.stat().st_dev:
        yield warning("备份文件夹和系统在同一个磁盘上。", "换到另一个磁盘，最好是另一台机器。")
    if settings.hold.exists():
        yield warning("系统由备份恢复，公开网站尚未开放。", "核对此后撤下的文件，再执行 gongkai restore --open。")


def folders(settings: Settings) -> Iterator[Complaint]:
    for folder in (settings.originals, settings.bundles, settings.dropbox, settings.sealed):
        yield from _writable(folder)
    if "://" not in settings.inbox_url:
        yield from _writable(Path(settings.inbox_url))
    for folder in (settings.originals, settings.sealed):
        if folder.is_dir() and stat.S_IMODE(folder.stat().st_mode) & 0o002:
            yield fault(f"{folder} 谁都能写。", f"执行 chmod o-w {folder}。")


def _writable(folder: Path) -> Iterator[Complaint]:
    if not folder.is_dir():
        yield fault(f"没有文件夹 {folder}。", "执行 gongkai up 建立；是挂载的，检查挂载。")
        return
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"doctor")
            file.flush()
    except OSError as error:
        yield fault(f"写不进 {folder}（{error.strerror}）。", "检查权限和空间。")


def disks(settings: Settings) -> Iterator[Complaint]:
    for folder in (settings.home, settings.originals, settings.bundles):
        if not folder.is_dir():
            continue
        usage = shutil.disk_usage(folder)
        if usage.free < MIN_FREE_BYTES:
            yield fault(f"{folder} 所在磁盘只剩 {usage.free >> 20} MB。", "清理磁盘，先清 airflow/logs 的旧日志。")
        elif usage.free < usage.total * _LITTLE:
            yield warning(f"{folder} 所在磁盘已用 {100 - 100 * usage.free // usage.total}%。", "安排扩容。")


def records(settings: Settings) -> Iterator[Complaint]:
    try:
        version = schema_version(settings.records_url)
    except Exception as error:  # noqa: BLE001 - a driver's own errors, with an address in their message
        yield fault(f"记录库没有应答（{type(error).__name__}）。", "检查 GONGKAI_RECORDS_URL 和数据库服务。")
        return
    if version.stored is None:
        yield fault("记录库还没有建立。", "执行 gongkai up。")
    elif version.is_newer:
        yield fault(f"记录库的版本 {version.stored} 由更新的程序建立。", "换回更新的程序，或者恢复升级前的备份。")
    elif version.stored != version.wanted:
        yield fault(f"记录库的版本是 {version.stored}，程序需要 {version.wanted}。", "先备份，再执行 gongkai up 升级。")


def clock(settings: Settings) -> Iterator[Complaint]:
    last, now = latest_entry_at(settings.records_url), SystemClock().now()
    if last is not None and last > now + _CLOCK_SLACK:
        yield fault(
            f"系统时间 {now:%Y-%m-%d %H:%M} 早于审计链上最后一条 {last:%Y-%m-%d %H:%M}（UTC）。", "校准系统时间。"
        )


def reading(settings: Settings) -> Iterator[Complaint]:
    if not all((settings.models / name / "inference.yml").is_file() for name in (DETECTOR, RECOGNISER)):
        yield fault(
            "没有文字识别模型，扫描件读不了。", "执行 gongkai up 准备；仍没有的，按 requirements.lock 重新安装。"
        )
    if find_program() is None:
        yield warning(
            "没有安装 LibreOffice：DOC、WPS 等读不了，公开文件没有 PDF 版。",
            "安装 libreoffice-writer、libreoffice-calc。",
        )
    child = Worker(DEFAULT_LIMITS, None)
    try:
        held = child.confinement
        if not held.closed_folders or not held.refused_calls:
            yield warning(
                "读取文件的子进程没有被内核关进沙箱（缺 Landlock 或者 seccomp）。", "升级内核，见 docs/security.md。"
            )
    finally:
        child.close()
