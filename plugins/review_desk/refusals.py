"""Pages for what is refused or fails: who may not come in, what does not exist, what is out of order."""

from __future__ import annotations

import logging

from fastapi import FastAPI, HTTPException, Request, Response
from starlette.exceptions import HTTPException as StarletteHTTPException

from records.domain.errors import BureauError, NotAllowed, NotFound
from review_desk.entered import FieldTooLong
from review_desk.rendering import refusal_page
from review_desk.security import ForeignRequest, FormTooLarge
from review_desk.services import NotOfThisBureau

log = logging.getLogger(__name__)

_STATUS_BY_CATEGORY = {"Refused": 409, "BadInput": 422, "Unavailable": 503, "Broken": 500}
_HEADINGS = {"Refused": "不能办理", "BadInput": "填写有误", "Unavailable": "暂时无法办理", "Broken": "系统故障"}


def install(app: FastAPI) -> None:
    """Register a page for every way in which a request can end without its own page."""
    app.add_exception_handler(StarletteHTTPException, _http)
    app.add_exception_handler(NotOfThisBureau, _not_of_this_bureau)
    app.add_exception_handler(ForeignRequest, _foreign)
    app.add_exception_handler(FormTooLarge, _too_large)
    app.add_exception_handler(FieldTooLong, _too_large)
    app.add_exception_handler(BureauError, _bureau_error)


def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException | StarletteHTTPException) else 500
    if status in {401, 403}:  # Airflow's answers: nobody is logged in, or the cookie is none of its own
        heading, sentence = "尚未登录", "登录已过期或者尚未登录，请刷新整个页面重新登录；已提交的意见不受影响。"
    elif status == 404:
        heading, sentence = "没有这个页面", "没有这个页面，请从“我的工作”重新打开。"
    else:
        heading, sentence = "请求有误", "这个请求无法处理，没有作任何更改。"
    return refusal_page(request, heading=heading, sentence=sentence, status=status)


def _not_of_this_bureau(request: Request, error: Exception) -> Response:
    log.info("Refused an Airflow user who is not in the bureau's directory: %s", error)
    sentence = "您已登录，但本单位通讯录中没有与此账号对应的人员，不能使用审查台。"
    advice = "请联系运维在 bureau.toml 中登记您的账号。"
    return refusal_page(request, heading="不是本单位人员", sentence=sentence, advice=advice, status=403)


def _foreign(request: Request, error: Exception) -> Response:  # noqa: ARG001 - the shape of a handler
    log.warning("Refused a form that did not come from the desk: %s", request.url.path)
    sentence = "这个请求不是从审查台页面提交的，已拒绝，没有作任何更改。"
    return refusal_page(request, heading="来源不明", sentence=sentence, advice="请从审查台重新打开公文。", status=403)


def _too_large(request: Request, error: Exception) -> Response:  # noqa: ARG001 - the shape of a handler
    sentence = "提交的内容过长，已拒绝，没有作任何更改。"
    return refusal_page(request, heading="内容过长", sentence=sentence, advice="请返回上一页缩短后再提交。", status=413)


def _bureau_error(request: Request, error: Exception) -> Response:
    if not isinstance(error, BureauError):
        raise error
    status = _STATUS_BY_CATEGORY[error.category]
    if isinstance(error, NotAllowed):
        status = 403
    elif isinstance(error, NotFound):
        status = 404
    if status >= 500:
        log.error("The desk could not answer %s: %s", request.url.path, error.code)
    heading = _HEADINGS[error.category]
    return refusal_page(request, heading=heading, sentence=str(error), advice=error.advice, status=status)
