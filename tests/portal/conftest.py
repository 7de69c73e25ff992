"""A portal as citizens meet it: bundles and index in a temporary folder, uvicorn in its own process, Chromium."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from bundles.body import body_html
from bundles.citations import cited_documents
from bundles.columns import default_columns
from bundles.consultations import Consultations, PublicConsultation
from bundles.dropbox import new_key_pair
from bundles.format import Correction, ListFacts, PublicAttributes
from bundles.list_body import list_body_html
from bundles.list_data import CSV_TYPE, JSON_TYPE, ListChanges, ListData, list_file_name
from bundles.reader import BundleReader
from bundles.request_guide import RequestGuide
from bundles.writer import BundleWriter, Release, ReleaseFile
from portal.clock import today
from search.engine import IndexDocument
from search.engines.tantivy import TantivyEngine

expect.set_options(timeout=60_000)  # a bound against hanging; the usual 5 s pass on a busy machine

ROOT = Path(__file__).parents[2]
BUREAU = "shili-hrss"
BUREAU_NAME = "示例区人力资源和社会保障局"
START = dt.datetime(2026, 3, 1, 1, 0, tzinfo=dt.UTC)
PDF = b"%PDF-1.4\n% a file that stands for the public rendition\n%%EOF\n"

NOTICE = """\
示例区人力资源和社会保障局文件
示人社发〔2026〕12号
示例区人力资源和社会保障局
关于开展职业技能提升行动的通知
各镇人民政府、街道办事处，区直有关部门，各有关单位：
为贯彻落实就业优先战略，提高劳动者职业技能，根据上级有关部署，结合我区实际，现就开展职业技能提升行动有关事项通知如下：
一、总体要求
坚持需求导向，面向企业职工、就业重点群体和脱贫劳动力，大规模开展职业技能培训，全年培训不少于六千人次。
二、主要任务
（一）组织企业职工培训
支持企业开展岗前培训、在岗培训和转岗培训。企业自行组织培训的，按规定给予补贴，补贴标准见附件1。
（二）面向重点群体培训。对高校毕业生、返乡农民工、退役军人等群体，实行“培训券”制度，由个人自主选择培训机构。
（三）规范补贴资金管理。补贴资金实行专账管理，每季度向社会公开一次发放情况，接受社会监督。
三、工作保障
各单位要明确专人负责，于每月5日前报送上月进展情况。工作中遇到的问题，请及时与区人力资源和社会保障局职业能力建设科联系。
附件：1.职业技能培训补贴标准
2.职业技能提升行动任务分工表
示例区人力资源和社会保障局
2026年2月26日
（此件公开发布）
附件1
职业技能培训补贴标准
培训类别\t培训对象\t补贴标准（元/人）
岗前培训\t新录用职工\t800
在岗培训\t企业职工\t600
创业培训\t城乡劳动者\t1500
— 2 —
抄送：区政府办公室，区财政局。
示例区人力资源和社会保障局办公室\t2026年2月27日印发
"""

REPLY = """\
示例区人力资源和社会保障局
对区政协十届二次会议第18号提案的答复
示例甲委员：
您提出的关于完善零工市场服务的提案收悉，现答复如下：
一、建设标准化零工市场。今年将在城区新建两处零工市场，提供信息发布、技能培训、权益维护等服务。
二、加强劳动权益保障。对零工人员反映的欠薪问题，实行当日受理、限时办结。
感谢您对人力资源和社会保障工作的关心和支持。
示例区人力资源和社会保障局
2026年3月10日
（联系科室：就业促进科）
"""

MALICIOUS = '<script>document.title="攻破"</script><img src=x onerror=alert(1)>"\'&amp;'


@dataclass(frozen=True, slots=True)
class Shelf:
    """The public side of a bureau: what is published goes into bundles and index, as the airlock does it."""

    folder: Path
    writer: BundleWriter = field(init=False)
    reader: BundleReader = field(init=False)
    engine: TantivyEngine = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "writer", BundleWriter(self.folder / "bundles"))
        object.__setattr__(self, "reader", BundleReader(self.folder / "bundles"))
        object.__setattr__(self, "engine", TantivyEngine(self.folder / "index"))
        self.writer.write_dropbox_key(BUREAU, new_key_pair()[1])
        self.dropbox.mkdir()

    @property
    def dropbox(self) -> Path:
        return self.folder / "dropbox"

    def publish(self, release: Release) -> None:
        meta = self.writer.write(release)
        if meta.listed_only:
            return
        facts = meta.attributes
        self.engine.put([
            IndexDocument(
                id=meta.id,
                bureau=meta.bureau,
                title=facts.title,
                body=self.reader.body_text(meta),
                url=f"/d/{meta.id}",
                document_number=facts.document_number,
                issuing_organs=facts.issuing_organs,
                unit=facts.unit,
                document_type=facts.document_type,
                adopted_on=facts.adopted_on,
                published_on=meta.published_at.date(),
                attachments=facts.attachments,
            )
        ])  # fmt: skip

    def withdraw(self, document_id: str, *, keep_in_index: bool = False) -> None:
        self.writer.tombstone(
            BUREAU, document_id, reason="经重新审查，该公文不再公开。", at=START + dt.timedelta(days=40)
        )
        if not keep_in_index:
            self.engine.remove([document_id])


def document_id(number: int) -> str:
    return f"01JZX{number:021d}"


def release(number: int, title: str, text: str, **facts: object) -> Release:
    attributes = PublicAttributes.model_validate(
        {"title": title, "issuing_organs": (BUREAU_NAME,), "document_type": "通知", "unit": "办公室", **facts}
    )
    placing = {"column": default_columns().column_for(attributes), "cites": cited_documents(title, text)}
    attributes = attributes.model_copy(update=placing)
    return Release(
        bureau=BUREAU,
        id=document_id(number),
        version=1,
        content_hash=f"{number:064x}",
        index_number=f"SLQ-RS/2026-{number:05d}",
        published_at=START + dt.timedelta(days=number),
        attributes=attributes,
        body_html=body_html([text], attributes, printed_lines=False),
    )


def notice(folder: Path) -> Release:
    source = folder / "rendition.pdf"
    source.write_bytes(PDF)
    made = release(
        20,
        "示例区人力资源和社会保障局关于开展职业技能提升行动的通知",
        NOTICE,
        document_number="示人社发〔2026〕12号",
        adopted_on=dt.date(2026, 2, 26),
        addressees="各镇人民政府、街道办事处，区直有关部门，各有关单位",
        attachments=("职业技能培训补贴标准", "职业技能提升行动任务分工表"),
        unit="职业能力建设科",
    )
    return replace(made, files=(ReleaseFile(source, "通知 正文.pdf", "application/pdf", "正文下载"),))


def reply() -> Release:
    return release(
        21,
        "示例区人力资源和社会保障局对区政协十届二次会议第18号提案的答复",
        REPLY,
        document_number="示人社函〔2026〕3号",
        adopted_on=dt.date(2026, 3, 10),
        addressees="示例甲委员",
        document_type="函",
        unit="就业促进科",
    )


def powers(folder: Path) -> Release:
    """A list of sixty rows in its second version; one row is hostile."""
    rows = [
        (
            f"示-{number:03}",
            MALICIOUS if number == 2 else f"示例职权{number}",
            kind,
            "劳动关系科",
            f"《示例条例》第{number}条",
        )
        for number, kind in ((number, ("行政检查", "行政处罚")[number % 2]) for number in range(1, 61))
    ]
    changes = ListChanges(
        sentence="与第 1 版（2026年3月1日公开）相比：新增 1 项，取消 0 项，调整 1 项。",
        columns=("变化", "名称", "项目", "原为", "现为"),
        rows=(("新增", "示例职权60", "", "", ""), ("调整", "示例职权1", "承办机构", "就业科", "劳动关系科")),
    )
    title = f"{BUREAU_NAME}权责清单"
    data = ListData(
        title=title,
        columns=("事项编码", "职权名称", "职权类型", "承办机构", "设定依据"),
        rows=tuple(rows),
        row_head=1,
        changes=changes,
    )
    made = release(0, title, "", unit="劳动关系科", document_type=None)
    kind = ListFacts(kind="powers", kind_name="权责清单", row_count=60, filters=("职权类型", "承办机构"))
    (folder / "powers.csv").write_bytes(data.csv_bytes())
    (folder / "powers.json").write_bytes(data.json_bytes())
    return replace(
        made,
        version=2,
        attributes=made.attributes.model_copy(update={"structured": kind, "column": "powers"}),
        body_html=list_body_html(data),
        files=(
            ReleaseFile(folder / "powers.csv", f"{made.id}.csv", CSV_TYPE, "表格下载（CSV）"),
            ReleaseFile(folder / "powers.json", list_file_name(made.id), JSON_TYPE, "数据下载（JSON）"),
        ),
        corrections=(Correction(version=1, at=START),),
    )


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """Two full documents, twelve short ones, a list, one hostile, one corrected, one withdrawn, one only listed."""
    shelf = Shelf(tmp_path_factory.mktemp("public"))
    shelf.writer.write_request_guide(BUREAU, RequestGuide(organ="示例局办公室", address="示例区示例路1号"))
    for number in range(1, 13):
        text = f"现将{number}月份社会保险补贴发放情况予以公示，公示期为五个工作日。"
        made = release(number, f"关于公示2025年{number}月社会保险补贴名单的公告", text, document_type="公告",
                       unit="社会保险科", adopted_on=dt.date(2025, number, 8))  # fmt: skip
        shelf.publish(replace(made, version=2) if number == 12 else made)  # one that was withdrawn and came back
    corrected = release(13, "关于调整服务窗口时间的通知", "服务窗口自四月起调整开放时间，旧稿内容。")
    shelf.publish(corrected)
    shelf.publish(
        replace(
            release(13, "关于调整服务窗口时间的通知", "服务窗口自五月起调整开放时间。"),
            version=2,
            content_hash="b" * 64,
            corrections=(Correction(version=1, at=START + dt.timedelta(days=30)),),
        )
    )
    shelf.publish(release(14, "关于撤下内容的通知", "这是不应再出现的撤回内容。"))
    shelf.withdraw(document_id(14))
    shelf.publish(replace(release(15, "关于某专项检查的报告", "目录内容不公开。"), listed_only=True))
    shelf.publish(release(16, f"关于{MALICIOUS}的通知", f"正文{MALICIOUS}结束。\n表头甲\t{MALICIOUS}\n甲\t乙"))
    shelf.publish(powers(shelf.folder))
    shelf.publish(reply())
    shelf.publish(notice(shelf.folder))
    shelf.writer.write_consultations(BUREAU, Consultations(consultation=(consultation(90, 21),)))
    return shelf


def consultation(number: int, draft: int, *, ends_in: int = 20, lasts: int = 30, **facts: object) -> PublicConsultation:
    """About the document `draft`; its last day is `ends_in` days from today, both in Shanghai, negative once over."""
    closes_on = today() + dt.timedelta(days=ends_in)
    usual = {
        "id": document_id(number),
        "draft_id": document_id(draft),
        "title": "《示例补贴办法（征求意见稿）》公开征求意见",
        "basis": "《示例条例》第三条：“补贴的标准由区人民政府有关部门制定。”",
        "explanation": "现行办法施行已满五年，补贴标准低于周边地区。\n草案提高标准，简化申请材料。",
        "email": "office@bureau.example",
        "address": "示例区示例路1号",
        "opens_on": closes_on - dt.timedelta(days=lasts - 1),
        "closes_on": closes_on,
        "approved_at": START,
    }
    return PublicConsultation.model_validate(usual | facts)


@dataclass(frozen=True, slots=True)
class Portal:
    url: str
    log: Path


@contextmanager
def running_portal(folder: Path, search_url: str, public_url: str = "") -> Iterator[Portal]:
    """The portal as it is started in production, with the access log on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder / f"portal-{port}.log"
    command = [sys.executable, "-m", "uvicorn", "portal.main:create", "--factory", "--port", str(port)]
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "GONGKAI_PORTAL_BUNDLES": str(folder / "bundles"),
        "GONGKAI_PORTAL_SEARCH_URL": search_url,
        "GONGKAI_PORTAL_BUREAU": BUREAU,
        "GONGKAI_PORTAL_BUREAU_NAME": BUREAU_NAME,
        "GONGKAI_PORTAL_PUBLIC_URL": public_url,
        "GONGKAI_PORTAL_DROPBOX": str(folder / "dropbox"),
    }
    with (
        log.open("wb") as output,
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT) as process,
    ):
        url = f"http://127.0.0.1:{port}"
        try:
            wait_until_healthy(url, process, log)
            yield Portal(url, log)
        finally:
            process.terminate()


def wait_until_healthy(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 180
    while True:
        try:
            httpx.get(f"{url}/healthz", timeout=60).raise_for_status()
        except httpx.TransportError:
            if process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"the portal did not start:\n{log.read_text(encoding='utf-8')}")
            time.sleep(0.1)
        else:
            return


@pytest.fixture(scope="session")
def portal(shelf: Shelf) -> Iterator[Portal]:
    with running_portal(shelf.folder, f"tantivy://{shelf.folder / 'index'}") as portal:
        yield portal


@pytest.fixture
def portal_log(portal: Portal) -> Path:
    return portal.log


@pytest.fixture
def start_portal(shelf: Shelf) -> Callable[..., AbstractContextManager[Portal]]:
    """Start another portal on the same shelf: `search_url`, `public_url`."""
    return partial(running_portal, shelf.folder)


@pytest.fixture(scope="session")
def empty_shelf() -> type[Shelf]:
    """A folder → the public side of a bureau that has published nothing."""
    return Shelf


@pytest.fixture(scope="session")
def run_portal() -> Callable[..., AbstractContextManager[Portal]]:
    """Start a portal on any shelf: its folder, `search_url`, `public_url`."""
    return running_portal


@pytest.fixture(scope="session")
def make_release() -> Callable[..., Release]:
    """Number, title, text → a release of that document."""
    return release


@pytest.fixture(scope="session")
def make_consultation() -> Callable[..., PublicConsultation]:
    """Number, number of its draft, days from today to its last day → a consultation."""
    return consultation


@pytest.fixture(scope="session")
def client(portal: Portal) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=portal.url, timeout=60) as client:
        yield client


@pytest.fixture(scope="module")  # Playwright has one browser a process: the next one needs this one closed
def browser() -> Iterator[Browser]:
    executable = shutil.which("chromium") or pytest.fail("chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def desktop(browser: Browser, portal: Portal) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=portal.url, locale="zh-CN", viewport={"width": 1280, "height": 900})
    yield context
    context.close()
