"""Consultations as JSON, for programs. Comments are nowhere in it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import AwareDatetime, Field, TypeAdapter
from starlette.requests import Request
from starlette.responses import Response

from bundles.consultations import PublicPhase
from portal.api import Answer, Problem, json_answer
from portal.clock import today
from portal.consultations import ShownConsultation, shown_consultations
from portal.site import Site


class ConsultationInfo(Answer):
    id: str
    title: str
    phase: PublicPhase = Field(description="upcoming 尚未开始，open 正在征求意见，closed 已经结束，cancelled 已经终止")
    opens_on: dt.date = Field(description="第一天，含当日")
    closes_on: dt.date = Field(description="最后一天，含当日")
    basis: str = Field(description="依据")
    explanation: str = Field(description="起草说明")
    short_reason: str = Field(description="期限少于通常期限的理由，没有的为空")
    published_at: AwareDatetime
    draft: str = Field(description="草案的编号")
    report: str | None = Field(description="采纳情况的编号")
    decision: str | None = Field(description="据此作出的决定的编号")
    url: str


_INFOS = TypeAdapter(list[ConsultationInfo])


def consultation_api_routes(site: Site) -> APIRouter:
    router = APIRouter(prefix="/api/v1", tags=["公开征求意见"])

    @router.head("/consultations", include_in_schema=False)
    @router.get(
        "/consultations",
        response_model=list[ConsultationInfo],
        responses={429: {"model": Problem}},
        summary="公开征求意见，正在进行的在前",
    )
    def consultations(
        request: Request, phase: Annotated[PublicPhase | None, Query(description="只要这一阶段的")] = None
    ) -> Response:
        shown = [one for one in shown_consultations(site, today()) if phase in (None, one.phase)]
        infos = [_info(one, site.origin(request)) for one in shown]
        return json_answer(request, _INFOS.dump_json(infos))

    return router


def _info(shown: ShownConsultation, origin: str) -> ConsultationInfo:
    one = shown.consultation
    return ConsultationInfo(
        id=one.id,
        title=one.title,
        phase=shown.phase,
        opens_on=one.opens_on,
        closes_on=one.closes_on,
        basis=one.basis,
        explanation=one.explanation,
        short_reason=one.short_reason,
        published_at=one.approved_at,
        draft=shown.draft.id,
        report=shown.report.id if shown.report else None,
        decision=shown.decision.id if shown.decision else None,
        url=f"{origin}/consultations/{one.id}",
    )
