"""邮件订阅: the form, and where the links of the mails lead. All of it goes into the drop box, and nowhere else.

The portal does not know who has subscribed to what, nor whether a link is a true one: the inside finds out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from ulid import ULID

from bundles.dropbox import DropBox
from bundles.submissions import LONGEST_ADDRESS, SubscriptionAnswer, SubscriptionWish
from portal.clock import now
from portal.form_fields import TRAP, Quota, read_fields
from portal.handing_in import hand_in
from portal.responses import METHODS
from portal.site import Site
from portal.subscription_form import Topic, fault_of, topic_of

#: A form of that length holds the longest search, percent-encoded twice.
LARGEST_FORM_BYTES = 32 * 1024
#: Wishes that the portal takes within an hour, from everybody together: each of them may become a mail.
MOST_AN_HOUR = 200
#: Links followed within an hour, from everybody together.
MOST_LINKS_AN_HOUR = 1000


@dataclass(frozen=True, slots=True)
class _Link:
    """What a link of a mail leads to."""

    act: str
    heading: str
    question: str
    button: str
    done: str


CONFIRM = _Link(
    "confirm",
    "确认订阅",
    "确认以后，有新公开的公文时给这个邮箱发邮件，每天最多一封。不是您本人订阅的，不必理会，也不要确认。",
    "确认订阅",
    "十分钟左右生效，以后有新公开的公文，就会收到邮件。每封邮件里都有退订的链接。",
)
END = _Link(
    "end",
    "退订",
    "退订以后不再发送，您的邮箱地址同时删除。",
    "退订",
    "十分钟左右生效，您的邮箱地址同时删除。在此以前已经发出的邮件，可能还会收到。",
)


def subscription_routes(site: Site, box: DropBox | None) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    wishes, links = Quota(MOST_AN_HOUR), Quota(MOST_LINKS_AN_HOUR)

    @router.api_route("/subscriptions/new", methods=METHODS)
    def form(request: Request) -> Response:
        return _show(site, request, _topic(site, request.query_params.get("of", "/")))

    @router.post("/subscriptions/new")
    async def send(request: Request) -> Response:
        typed = await read_fields(request, LARGEST_FORM_BYTES, most=5)
        return await run_in_threadpool(_take, site, request, box, wishes, typed)

    for link in (CONFIRM, END):
        _add_link(router, site, box, links, link)
    return router


def _add_link(router: APIRouter, site: Site, box: DropBox | None, quota: Quota, link: _Link) -> None:
    path = f"/subscriptions/{link.act}"

    @router.api_route(path, methods=METHODS)
    def ask(request: Request) -> Response:
        """A page with a button: programs that look at every link of a mail must neither confirm nor end anything."""
        _answer(site, request, link)
        return _show_link(site, request, link, "asked")

    @router.post(path)
    def act(request: Request) -> Response:
        """The button of that page, and RFC 8058's one click, whose body says nothing that the address does not."""
        answer = _answer(site, request, link)
        is_kept = hand_in(answer, box, quota)
        return _show_link(site, request, link, "done" if is_kept else "closed", status=200 if is_kept else 503)


def _take(site: Site, request: Request, box: DropBox | None, quota: Quota, typed: Mapping[str, str]) -> Response:
    topic = _topic(site, typed.get("of", "/"))
    address = typed.get("email", "")
    if box is None or not site.takes_subscriptions:
        return _show(site, request, topic, address, status=503)
    fault = fault_of(address)
    if fault:
        return _show(site, request, topic, address, fault, status=422)
    if not typed.get(TRAP) and not hand_in(_wish(site, topic, address), box, quota):
        return _show(site, request, topic, address, is_open=False, status=503)
    return site.page(request, "subscription_received.html", status=201, topic=topic)


def _topic(site: Site, path: str) -> Topic:
    topic = topic_of(site, path)
    if topic is None:
        raise HTTPException(404)
    return topic


def _wish(site: Site, topic: Topic, address: str) -> SubscriptionWish:
    at = now()
    return SubscriptionWish(
        id=str(ULID.from_datetime(at)),
        bureau=site.bureau,
        at=at,
        email=address,
        path=topic.path,
        column=topic.column,
        search=topic.search,
    )


def _answer(site: Site, request: Request, link: _Link) -> SubscriptionAnswer:
    """What the link says, if it can be one of ours. The name that it bears is looked at inside alone."""
    at, said = now(), request.query_params
    try:
        return SubscriptionAnswer.model_validate(
            {
                "id": str(ULID.from_datetime(at)),
                "bureau": site.bureau,
                "at": at,
                "act": link.act,
                "subscription_id": said.get("s", ""),
                "key": said.get("k", ""),
            }
        )
    except ValidationError:
        raise HTTPException(404) from None


def _show(
    site: Site,
    request: Request,
    topic: Topic,
    address: str = "",
    fault: str | None = None,
    *,
    is_open: bool = True,
    status: int = 200,
) -> Response:
    return site.page(
        request,
        "subscription_form.html",
        status=status,
        topic=topic,
        address=address,
        fault=fault,
        is_open=is_open and site.takes_subscriptions,
        longest=LONGEST_ADDRESS,
    )


def _show_link(site: Site, request: Request, link: _Link, state: str, *, status: int = 200) -> Response:
    action = f"{request.url.path}?{request.url.query}"
    answer = site.page(request, "subscription_link.html", status=status, link=link, state=state, action=action)
    answer.headers["cache-control"] = "no-store"  # the address is a key
    answer.headers["referrer-policy"] = "no-referrer"
    return answer
