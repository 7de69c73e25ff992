"""A city whose bureaus share one installation: a folder each, people and a site of their own."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from docx import Document

from gongkai.app import App, open_app
from gongkai.ingesting import ingest_now
from gongkai.sealing import make_seal_key
from gongkai.settings import ROOT, Settings, load_settings
from records.domain.document import DocumentId
from tests.gongkai.home import approve_at_all_levels, document_of, run_gongkai

DIRECTORY = (ROOT / "deploy" / "bureau.example.toml").read_text(encoding="utf-8")
EXAMPLE_ID, EXAMPLE_NAME, EXAMPLE_CODE = "shili-hrss", "示例区人力资源和社会保障局", "SLQ-RS"


@dataclass(frozen=True)
class Member:
    """A bureau of the city. Whatever is published by it has `subject` in its title, and nobody else has the word."""

    name: str
    title: str
    subject: str

    @property
    def host(self) -> str:
        return f"{self.name}.gongkai.example"

    def directory(self) -> str:
        """Its bureau.toml: the example's people, with accounts of this bureau."""
        text = DIRECTORY.replace(EXAMPLE_ID, self.name).replace(EXAMPLE_NAME, self.title)
        text = text.replace(EXAMPLE_CODE, f"SLQ-{self.name.upper()}")
        text = text.replace('airflow_user = "', f'airflow_user = "{self.name}.')
        return text.replace("[bureau]\n", f'[bureau]\npublic_url = "http://{self.host}"\n', 1)


LABOUR = Member("hrss", "示例区人力资源和社会保障局", "青柠培训补贴")
CIVIL = Member("civil", "示例区民政局", "红枫养老服务")


@dataclass(frozen=True)
class City:
    """`folder` is GONGKAI_HOME; the bureaus' homes are in its `bureaus`."""

    folder: Path
    ports: tuple[int, int]
    members: tuple[Member, ...] = (LABOUR, CIVIL)
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def variables(self) -> dict[str, str]:
        return {
            "GONGKAI_HOME": str(self.folder),
            "GONGKAI_BUREAUS": str(self.folder / "bureaus"),
            "GONGKAI_AIRFLOW_PORT": str(self.ports[0]),
            "GONGKAI_PORTAL_PORT": str(self.ports[1]),
            "GONGKAI_SETTLE_S": "0.5",
            **self.more,
        }

    def found(self) -> None:
        """Make the folders of all bureaus, as an operator does."""
        for member in self.members:
            self.add(member)

    def add(self, member: Member) -> None:
        home = self.folder / "bureaus" / member.name
        home.mkdir(parents=True)
        (home / "bureau.toml").write_text(member.directory(), encoding="utf-8")
        make_seal_key(self.settings(member))

    def remove(self, member: Member) -> Path:
        """Put the bureau's folder aside; where to."""
        aside = self.folder / f"removed-{member.name}"
        shutil.move(self.folder / "bureaus" / member.name, aside)
        return aside

    def settings(self, member: Member) -> Settings:
        return load_settings({**self.variables, "GONGKAI_BUREAU": member.name})

    def command(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        return run_gongkai(self.variables, *arguments, limit_s=400)

    @contextmanager
    def open(self, member: Member) -> Iterator[App]:
        with open_app(self.settings(member)) as app:
            yield app

    def publish(self, member: Member, subject: str | None = None) -> DocumentId:
        """Hand a notice in, have its own people approve it, and publish it; without Airflow."""
        settings, subject = self.settings(member), subject or member.subject
        paths = notice(self.folder, member.title, subject)
        document_id = document_of(ingest_now(settings, paths), paths[1].name)
        with open_app(settings) as app:
            approve_at_all_levels(app, document_id)
            app.publishing.publish_cleared(limit=10)
            app.deliver_outbox()
            app.public.open_data.make(app.clock.now())
        return document_id


def notice(folder: Path, organ: str, subject: str) -> tuple[Path, Path]:
    """A dispatch sheet and its DOCX notice."""
    document = Document()
    for line in (
        f"{organ}文件",
        f"示发〔2026〕{100 + len(list(folder.glob('*.docx')))}号",
        f"{organ}关于{subject}的通知",
        "局属各单位：",
        f"现就{subject}有关事项通知如下。",
        "一、各单位要按照职责分工抓好落实。",
        organ,
        "2026年5月6日",
        "（此件主动公开）",
    ):
        document.add_paragraph(line)
    path = folder / f"{subject}.docx"
    document.save(str(path))
    sheet = folder / f"{path.name}.json"
    facts = {"拟稿科室": "社会保险科", "拟稿人": "示例经办员甲", "公开属性": "主动公开"}
    sheet.write_text(json.dumps(facts), encoding="utf-8")
    return sheet, path
