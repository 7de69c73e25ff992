"""Checks of what others see: the index, the drop box, the proxy's pages, Airflow; and who looks after it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from bundles.dropbox import KEY_NAME
from bundles.page_files import are_open, page_files
from gongkai.airflow_api import AirflowApi
from gongkai.bureau import load_bureau
from gongkai.clock import SystemClock
from gongkai.doctor.verdict import Complaint, fault, warning
from gongkai.seeing.marks import MarkName, read_mark
from gongkai.settings import Settings
from gongkai.stack.airflow_environment import SERVICE_ACCOUNT, service_password
from gongkai.stack.launch import health
from gongkai.submissions import DROPBOX_KEY_FILE, dropbox_public_key
from search.open import open_engine, open_meanings

_OLD = dt.timedelta(days=2)
#: A task waits for a place as long as others run; with nothing running it starts within seconds.
_STUCK = dt.timedelta(minutes=30)


def index(settings: Settings) -> Iterator[Complaint]:
    engine = open_engine(settings.search_url, read_only=True)
    try:
        engine.ids(load_bureau(settings.bureau_file).id)
    finally:
        engine.close()
    if open_meanings(settings.meanings, read_only=True) is None:
        yield warning("检索只按词语查找：没有理解语义的模型。", "执行 script/meaning-model，再执行 gongkai reindex。")


def drop_box(settings: Settings) -> Iterator[Complaint]:
    key_file = settings.bundles / load_bureau(settings.bureau_file).id / KEY_NAME
    if not key_file.is_file():
        yield fault("网站没有网上提交的公钥，公众不能报错和申请。", "执行 gongkai up。")
    elif not (settings.secrets / DROPBOX_KEY_FILE).is_file():
        yield fault("没有网上提交的私钥，收到的打不开。", "从密钥备份中恢复 secrets/dropbox-private-key。")
    elif key_file.read_text(encoding="ascii").strip() != dropbox_public_key(settings):
        yield fault(
            "网站上的公钥与本机的私钥不是一对，收到的打不开。",
            "恢复原来的 secrets/dropbox-private-key，或者执行 gongkai up 换用新公钥。",
        )


def pages(settings: Settings) -> Iterator[Complaint]:
    if not are_open(page_files(settings.bundles, load_bureau(settings.bureau_file).id)):
        yield warning("代理服务器的页面文件夹没有打开，页面都由网站程序生成。", "下一次公开或撤下时自动打开。")


def airflow(settings: Settings) -> Iterator[Complaint]:
    ill = {name: state for name, state in health(settings).items() if state != "healthy"}
    if "api-server" in ill:
        yield fault(
            f"Airflow 没有应答（{settings.airflow_url}）。", "执行 gongkai up；已启动的，看 api-server 的日志。"
        )
    for name in sorted(ill.keys() - {"api-server", "portal"} if "api-server" not in ill else set()):
        yield fault(f"Airflow 的 {name} 不健康（{ill[name]}）。", f"看 {name} 的日志。")


def queue(settings: Settings) -> Iterator[Complaint]:
    if health(settings)["api-server"] != "healthy":
        return  # said above
    api = AirflowApi(settings.airflow_url, SERVICE_ACCOUNT, service_password(settings))
    oldest = api.queued_since()
    if oldest is not None and SystemClock().now() - oldest > _STUCK:
        yield fault(
            f"Airflow 有任务从 {oldest:%H:%M}（UTC）起排队，一直没有开始。",
            "执行 gongkai down 再 gongkai up（docs/faults.md）；不会丢文件和决定。",
        )


def portal(settings: Settings) -> Iterator[Complaint]:
    if health(settings)["portal"] != "healthy":
        yield warning(
            f"公开网站没有应答（{settings.portal_url}）。", "网站在本机的，执行 gongkai up；在别处的，看那里的日志。"
        )


def care(settings: Settings) -> Iterator[Complaint]:
    names: dict[MarkName, tuple[str, str]] = {
        "verification": ("核验", "gongkai reconcile"),
        "backup": ("备份", "gongkai backup"),
    }
    for name, (what, command) in names.items():
        mark = read_mark(settings, name)
        if mark is None or SystemClock().now() - mark.at > _OLD:
            yield warning(f"两天没有{what}了。", f"执行 {command}，并看 DAG reconcile。")
        elif mark.problems:
            yield fault(f"上次{what}有 {mark.problems} 处问题。", f"执行 {command}，按值班手册处理。")
