"""From a citizen's form to a mail in their box and out again: the portal, the drop box, a mail server, the clock."""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

from gongkai.app import App, open_app
from gongkai.public_notices import tell_of_bureau
from gongkai.settings import Settings, load_settings
from gongkai.submissions import take_submissions
from gongkai.subscriptions.mailing import (
    SubscriberMail,
    SubscribersNotTold,
    mail_subscribers,
    news_of,
    send_confirmations,
)
from gongkai.subscriptions.wording import digest
from portal.app import create_app
from portal.clock import now
from records.domain.document import DocumentId, PersonId
from records.domain.subscriptions.subscription import MOST_UNCONFIRMED
from records.services.subscriptions.mailing import AddressedMail, Mailed
from search.open import open_engine
from tests.gongkai.home import approve_at_all_levels
from tests.gongkai.published_home import PublishedHome
from tests.gongkai.smtp_server import SmtpServer, smtp_server
from tests.records.office_kit import SetClock

ADDRESS = "shili.citizen@example.org"
PUBLIC_URL = "https://gongkai.example"
SEARCH = "/search?q=%E5%BB%BA%E8%AE%AE"  # 建议
DUTY = PersonId("office-head")
LINK = re.compile(rf"{PUBLIC_URL}(/subscriptions/\w+\?\S+)")


@dataclass
class City:
    """A bureau with a document before the public and one that waits, its portal, and a mail server."""

    published: PublishedHome
    settings: Settings
    clock: SetClock
    mail: SmtpServer
    portal: TestClient

    def ask(self, of: str, address: str = ADDRESS) -> int:
        return self.portal.post("/subscriptions/new", data={"of": of, "email": address}).status_code


@dataclass
class Office:
    """What happens inside, at the time that the clock says."""

    city: City
    app: App

    def take(self) -> Mailed:
        """What `take_submissions` does of it."""
        take_submissions(self.app)
        return send_confirmations(self.app)

    def subscribe(self, of: str, address: str = ADDRESS) -> None:
        """Asked for, and confirmed by the link of the mail."""
        assert self.city.ask(of, address) == 201
        self.take()
        assert self.city.portal.post(links(self.city.mail.mails[-1])["confirm"]).status_code == 200
        self.take()

    def publish_the_other(self) -> DocumentId:
        waiting = self.city.published.waiting
        self.city.clock.moment += dt.timedelta(hours=1)
        approve_at_all_levels(self.app, waiting)
        self.app.publishing.publish_cleared(limit=10)
        self.app.deliver_outbox()
        return waiting

    def next_morning(self) -> None:
        self.city.clock.moment += dt.timedelta(days=1)

    def count(self) -> int:
        """Subscriptions on record, confirmed or not."""
        with self.app.subscriptions.book.open_work(read_only=True) as work:
            late = work.subscriptions.unconfirmed_before(dt.datetime.max.replace(tzinfo=dt.UTC))
            return len(work.subscriptions.confirmed()) + len(late)


@pytest.fixture
def city(published: PublishedHome, monkeypatch: pytest.MonkeyPatch) -> Iterator[City]:
    # Noon in Shanghai, after all that is public already.
    clock = SetClock((now() + dt.timedelta(days=1)).replace(hour=4))
    monkeypatch.setattr("gongkai.app.SystemClock", lambda: clock)
    with smtp_server() as server:
        settings = load_settings(
            published.home.variables
            | {
                "GONGKAI_SMTP_URL": f"smtp://127.0.0.1:{server.port}",
                "GONGKAI_MAIL_FROM": "gongkai@bureau.example",
                "GONGKAI_PUBLIC_URL": PUBLIC_URL,
            }
        )
        engine = open_engine(settings.search_url, read_only=True)
        site = create_app(settings.bundles, engine, "shili-hrss", "示例局", dropbox=settings.dropbox)
        with TestClient(site) as portal:
            yield City(published, settings, clock, server, portal)
        engine.close()


@pytest.fixture
def office(city: City) -> Iterator[Office]:
    with open_app(city.settings) as app:
        tell_of_bureau(app)
        yield Office(city, app)


def links(mail: EmailMessage) -> dict[str, str]:
    """The links of a mail to the portal, by what they do."""
    found = LINK.findall(mail.get_content())
    return {urlsplit(link).path.rpartition("/")[2]: link for link in found}


def column_of_the_other(office: Office) -> str:
    meta = news_of(office.app).public(office.city.published.waiting)
    assert meta is not None
    return meta.attributes.column


@pytest.mark.parametrize("of", ["/", "/columns/proposals", SEARCH])
def test_who_confirmed_gets_one_mail_a_night_of_what_is_new_until_they_end_it(
    office: Office, city: City, of: str
) -> None:
    office.subscribe(of)
    mail_subscribers(office.app)
    assert len(city.mail.mails) == 1  # nothing is new yet: what was public before is not

    new = office.publish_the_other()
    assert mail_subscribers(office.app) == Mailed()  # today they were told already
    office.next_morning()
    assert mail_subscribers(office.app) == Mailed(sent=1)
    assert mail_subscribers(office.app) == Mailed()

    (_, told) = city.mail.mails
    assert told["To"] == ADDRESS
    assert f"{PUBLIC_URL}/d/{new}" in told.get_content()
    assert city.published.public not in told.get_content()

    assert told["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    one_click = urlsplit(told["List-Unsubscribe"].strip("<>"))
    assert city.portal.post(f"{one_click.path}?{one_click.query}", data={"List-Unsubscribe": "One-Click"}).is_success
    office.take()
    assert office.count() == 0


@pytest.mark.parametrize(("new", "said"), [(2, "新公开公文 2 件"), (100, "新公开公文 100 件以上")])
def test_a_mail_does_not_say_that_what_it_counts_is_all(office: Office, city: City, new: int, said: str) -> None:
    meta = news_of(office.app).public(city.published.public)
    assert meta is not None

    subject, body = digest("示例局", "全部公开的公文", [meta] * new, PUBLIC_URL, f"{PUBLIC_URL}/", f"{PUBLIC_URL}/end")

    assert subject == f"示例局{said}"
    assert f"全部公开的公文，{said}：" in body
    assert ("其余见网站" in body) == (body.count(f"{PUBLIC_URL}/d/") < new)


def test_a_list_without_anything_new_brings_no_mail(office: Office, city: City) -> None:
    office.subscribe("/columns/notices")
    office.subscribe("/search?q=%E6%97%A0%E6%AD%A4%E8%AF%8D")
    office.publish_the_other()
    assert column_of_the_other(office) != "notices"
    office.next_morning()

    assert mail_subscribers(office.app) == Mailed()
    assert len(city.mail.mails) == 2


def test_nobody_is_told_of_anything_before_they_confirm(office: Office, city: City) -> None:
    city.ask("/")
    office.take()
    (asking,) = city.mail.mails
    city.portal.get(links(asking)["confirm"])  # a program that looks at every link
    office.take()
    office.publish_the_other()
    office.next_morning()

    assert mail_subscribers(office.app) == Mailed()
    assert len(city.mail.mails) == 1
    assert office.count() == 1

    city.clock.moment += dt.timedelta(days=7)
    mail_subscribers(office.app)
    assert office.count() == 0


def test_what_is_withdrawn_before_the_mail_goes_is_not_named(office: Office, city: City) -> None:
    office.subscribe("/")
    new = office.publish_the_other()
    office.next_morning()
    office.app.subscriptions.mailing.note_digests(news_of(office.app).published_after)
    office.app.publishing.withdraw(new, by=DUTY, reason="内容有误")
    office.app.deliver_outbox()

    assert mail_subscribers(office.app) == Mailed(empty=1)
    assert len(city.mail.mails) == 1


def test_a_run_that_dies_after_sending_sends_the_same_mail_again_and_no_other(office: Office, city: City) -> None:
    class Dies(SubscriberMail):
        def send(self, addressed: AddressedMail) -> int:
            SubscriberMail.send(self, addressed)
            raise KeyboardInterrupt

    office.subscribe("/")
    office.publish_the_other()
    office.next_morning()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("gongkai.subscriptions.mailing.SubscriberMail", Dies)
        with pytest.raises(KeyboardInterrupt):
            mail_subscribers(office.app)

    assert mail_subscribers(office.app) == Mailed(sent=1)
    assert mail_subscribers(office.app) == Mailed()
    (_, first, again) = city.mail.mails
    assert first["Message-ID"] == again["Message-ID"]
    assert first.get_content() == again.get_content()


def test_a_mail_server_that_is_away_loses_nothing(office: Office, city: City) -> None:
    city.ask("/")
    away = replace(office.app, settings=replace(city.settings, mail=replace(city.settings.mail, port=1)))
    take_submissions(away)
    assert send_confirmations(away) == Mailed(left=1)
    assert send_confirmations(office.app) == Mailed(sent=1)

    office.subscribe("/columns/proposals")
    office.publish_the_other()
    office.next_morning()
    with pytest.raises(SubscribersNotTold):
        mail_subscribers(away)
    assert mail_subscribers(office.app) == Mailed(sent=1)


def test_one_address_is_asked_a_few_times_at_most_and_for_one_list_once(office: Office, city: City) -> None:
    for of in ("/", "/", "/columns/notices", "/columns/proposals", SEARCH):
        assert city.ask(of) == 201  # whoever types it learns nothing
    assert city.ask("/", ADDRESS.upper()) == 201
    office.take()

    assert len(city.mail.mails) == MOST_UNCONFIRMED


def test_an_address_that_is_refused_for_good_is_forgotten_in_the_end(office: Office, city: City) -> None:
    office.subscribe("/")
    city.mail.refuses[ADDRESS] = "550 no such user"
    for _ in range(3):
        with office.app.subscriptions.book.open_work() as work:
            (one,) = work.subscriptions.confirmed()
            work.subscriptions.save(replace(one, told_until=city.clock.moment - dt.timedelta(days=400)))
            work.commit()
        assert mail_subscribers(office.app) == Mailed(refused=1)

    assert office.count() == 0


@pytest.mark.parametrize("act", ["confirm", "end"])
def test_a_link_that_nobody_was_sent_does_nothing(office: Office, city: City, act: str) -> None:
    office.subscribe("/")
    mail = city.mail.mails[0]
    other = {"confirm": "end", "end": "confirm"}[act]
    forged = urlsplit(links(mail)[other]).query  # the key of the other link

    assert city.portal.post(f"/subscriptions/{act}?{forged}").status_code == 200
    office.take()

    assert office.count() == 1


def test_who_it_is_and_what_they_want_is_in_no_file_and_no_log(
    office: Office, city: City, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    office.subscribe(SEARCH)
    office.publish_the_other()
    office.next_morning()
    mail_subscribers(office.app)

    home = city.published.home.folder
    held = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert ADDRESS.encode() not in held
    assert b"%E5%BB%BA%E8%AE%AE" not in held
    assert ADDRESS not in caplog.text

    city.portal.post(links(city.mail.mails[-1])["end"])
    office.take()
    with office.app.subscriptions.book.open_work(read_only=True) as work:
        actions = [entry.action for entry in work.audit.entries() if entry.action.startswith("subscription:")]
    assert actions == [f"subscription:{what}" for what in ("asked", "mailed", "confirmed", "mailed", "ended")]


@pytest.mark.parametrize("missing", ["mail", "portal_address"])
def test_without_a_way_out_there_is_no_form_and_links_still_end_what_there_was(
    office: Office, city: City, missing: str
) -> None:
    office.subscribe("/")
    assert "用邮件订阅" in city.portal.get("/").text
    without = replace(office.app, settings=replace(city.settings, **{missing: None}))  # type: ignore[arg-type]
    tell_of_bureau(without)

    assert "用邮件订阅" not in city.portal.get("/").text
    assert "暂不能订阅" in city.portal.get("/subscriptions/new").text
    assert city.ask("/columns/notices") == 503
    office.publish_the_other()
    office.next_morning()
    assert mail_subscribers(without) == Mailed()
    assert len(city.mail.mails) == 1

    city.portal.post(links(city.mail.mails[0])["end"])
    take_submissions(without)
    assert office.count() == 0
