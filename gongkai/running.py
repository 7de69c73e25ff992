"""`gongkai up`: everything a first start needs, then the stack."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from gongkai.airflow_api import AirflowApi
from gongkai.app import App, open_app
from gongkai.bureau import BureauFileInvalid, load_bureau
from gongkai.bureaus import Bureaus, Stopped, read_bureaus
from gongkai.private_files import keep_private
from gongkai.public_notices import furnish_public_side
from gongkai.public_sites import tell_of_sites
from gongkai.sealing import require_seal_key
from gongkai.settings import ROOT, Settings
from gongkai.stack import launch
from gongkai.stack.airflow_environment import OPERATOR_ACCOUNT, password_of
from processors.ocr.models import prepare_models
from records.domain.bureau import Bureau
from records.domain.errors import BureauError
from records.store.migrate import upgrade
from search.engine import IndexOutdated, SearchUnavailable

EXAMPLE_BUREAU = ROOT / "deploy" / "bureau.example.toml"
#: OCR wants a core and a gigabyte: so many batches are read at once.
READING_SLOTS = 1
READING_POOL = "reading"
#: What one bureau's own files, keys, database or index can be at fault with.
PREPARATION_FAULTS = (BureauError, BureauFileInvalid, SearchUnavailable, OSError)


def bring_up(settings: Settings, progress: Callable[[str], None]) -> None:
    """Prepare what is missing, start everything, and return when it is healthy.

    Of several bureaus those that cannot work are named and left out.

    Raises:
        BureauFileInvalid: there is no usable bureau.toml; an example is put beside where it belongs.
        SealKeyMissing: no confidentiality officer's key; a classified file could not be sealed.
        ModelsMissing, StackRefused: as they say.
    """
    launch.start(settings, prepared_people(settings, progress), progress)
    ensure_pool(settings, READING_SLOTS)


def prepare(settings: Settings, progress: Callable[[str], None]) -> None:
    """Folders, OCR models and both schemas of ours; repeating it changes nothing."""
    require_seal_key(settings)
    for folder in (settings.bundles, settings.dropbox):
        folder.mkdir(parents=True, exist_ok=True)
    if settings.bureau:
        # The portal, another user in production, puts boxes in; it can neither list nor take away.
        settings.dropbox.chmod(0o1733)
    keep_private(settings)
    if "://" not in settings.inbox_url:
        Path(settings.inbox_url).mkdir(parents=True, exist_ok=True)
    progress("准备文字识别模型")
    prepare_models(settings.models)
    progress("记录库升级")
    upgrade(settings.records_url)
    with open_app(settings) as app:
        if not has_current_index(app):
            progress("索引版本已变，重建索引")
            app.engine.rebuild(app.public.index.everything())
        furnish_public_side(app)


def prepare_bureaus(settings: Settings, progress: Callable[[str], None]) -> Bureaus:
    """Prepare every bureau of an installation for several, and tell the portal of their sites.

    One that cannot be prepared is stopped; the others don't notice.
    """
    bureaus = read_bureaus()
    ready, stopped = [], list(bureaus.stopped)
    for each in bureaus.served:
        progress(f"{each.bureau.id} {each.bureau.name}")
        try:
            prepare(each.settings, lambda _: None)
        except PREPARATION_FAULTS as fault:
            stopped.append(Stopped(each.bureau.id, f"{fault} {getattr(fault, 'advice', '')}".strip()))
        else:
            ready.append(each)
    for one in stopped:
        progress(one.line())
    prepared = Bureaus(tuple(ready), tuple(stopped))
    for each in ready:
        for fault_of_names in prepared.faults(each.bureau.id):
            progress(f"{each.bureau.id}：{fault_of_names}")
    tell_of_sites(settings, prepared)
    return prepared


def prepared_people(settings: Settings, progress: Callable[[str], None]) -> launch.Bureaucracy:
    """Prepare what is missing; what the launcher needs to know of the bureau, or of the bureaus.

    Raises: as `bring_up`.
    """
    if settings.bureaus is not None:
        return launch.Bureaucracy("", "", tuple(prepare_bureaus(settings, progress).by_account()))
    bureau = _bureau(settings)
    prepare(settings, progress)
    return launch.Bureaucracy(bureau.id, bureau.name, tuple(person.airflow_user for person in bureau.people))


def has_current_index(app: App) -> bool:
    """Whether there is an index of this version. Where there is none, an empty one is made, which the portal may read.

    Raises:
        SearchUnavailable: the engine does not answer.
    """
    try:
        app.engine.ids(app.bureau.id)
    except IndexOutdated:
        return False
    return True


def _bureau(settings: Settings) -> Bureau:
    if not settings.bureau_file.exists():
        example = settings.bureau_file.with_name("bureau.example.toml")
        example.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(EXAMPLE_BUREAU, example)
        raise BureauFileInvalid(f"请填写本机关通讯录 {settings.bureau_file}（示例已放在 {example}），然后再启动。")
    return load_bureau(settings.bureau_file)


def ensure_pool(settings: Settings, slots: int) -> None:
    """The pool that bounds reading; an existing one keeps the operator's size.

    Raises:
        StackRefused: Airflow does not take it.
    """
    api = AirflowApi(settings.airflow_url, OPERATOR_ACCOUNT, password_of(settings, OPERATOR_ACCOUNT))
    body = {"name": READING_POOL, "slots": slots, "description": "读取与文字识别", "include_deferred": False}
    answer = api.request("POST", "/api/v2/pools", json=body)
    if not answer.is_success and answer.status_code != 409:
        raise launch.StackRefused(f"无法建立资源池 {READING_POOL}（Airflow 答复 {answer.status_code}）。")
