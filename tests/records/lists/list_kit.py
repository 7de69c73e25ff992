"""Fictitious lists, and the short way to hand one in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from records.domain.document import DocumentId, PersonId
from records.domain.lists.catalogue import KINDS
from records.domain.lists.content import ListContent, contents_of
from records.domain.lists.kind import Row
from records.domain.reading import Finding
from records.services.lists import ListService, Released
from tests.records.office_kit import CLERK, UNIT, Office

DAY = dt.date(2026, 3, 2)


def power(number: int = 1, **changes: str) -> Row:
    return {
        "code": f"示-{number:03}",
        "name": f"示例职权{number}",
        "type": "行政检查",
        "basis": "《示例条例》第三条\n《示例办法》第四条",
        "unit": "就业科",
        "duties": "受理、检查、公示",
        **changes,
    }


def inspection(number: int = 1, **changes: str) -> Row:
    return {
        "subject": f"示例{number}号有限公司",
        "item": "用工情况",
        "inspected_on": "2026-02-27",
        "agencies": "示例区人社局",
        "result": "未发现问题",
        **changes,
    }


def guide(**changes: str) -> Row:
    return {
        "code": "示-G1",
        "name": "示例补贴申领",
        "audience": "个人",
        "basis": "《示例办法》",
        "materials": "申请表\n身份证明",
        "steps": "提交\n审核\n发放",
        "places": "示例路1号",
        "hours": "工作日 9:00–17:00",
        "fees": "不收费",
        "phone": "000-0000000",
        **changes,
    }


def content(kind: str, *rows: Row, name: str | None = None, unit: str = UNIT) -> Sequence[ListContent]:
    return contents_of(KINDS[kind], name or KINDS[kind].title, unit, DAY, rows)


def service(office: Office) -> ListService:
    return ListService(office.records, office.clock, office.bureau, office.originals)


def hand_in(
    office: Office,
    kind: str,
    *rows: Row,
    name: str | None = None,
    by: PersonId = CLERK,
    findings: tuple[Finding, ...] = (),
) -> tuple[Released, ...]:
    lists = service(office)
    drafts = [draft.screened(findings) for draft in lists.draft(content(kind, *rows, name=name))]
    return lists.release(drafts, by=by)


def published(office: Office, kind: str, *rows: Row, name: str | None = None) -> DocumentId:
    document_id = hand_in(office, kind, *rows, name=name)[0].document_id
    office.approve_all(document_id)
    office.publishing.publish(document_id)
    return document_id
