"""Mails to subscribers on their way out, and the two runs: what asks for confirmation, and the digest of the night."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import urlencode

from bundles.catalogue import Catalogue
from bundles.durable import sole_writer
from bundles.subscription_offer import SubscriptionOffer
from gongkai.app import App
from gongkai.mail_settings import MailServer
from gongkai.post_office import PostOffice
from gongkai.subscriptions.news import News
from gongkai.subscriptions.wording import confirmation, digest, name_of
from records.domain.errors import Unavailable
from records.domain.subscriptions.subscription import MailKind, SubscriptionAct
from records.services.subscriptions.mailing import AddressedMail, Mailed


class SubscribersNotTold(Unavailable):
    """The mail server left mails behind; the next run sends them, and nothing twice."""

    code = "subscribers_not_told"
    advice = "请检查 GONGKAI_SMTP_* 的设置和邮件服务器，然后重新运行。"


@dataclass(frozen=True, slots=True)
class SubscriberMail:
    """Implements `records.services.subscriptions.mailing.SubscriberPost`; `site` is the portal, no slash at its end."""

    office: PostOffice
    news: News
    bureau_name: str
    site: str

    def send(self, addressed: AddressedMail) -> int:
        """One mail to one subscriber, of what is public at this moment; how many documents it names.

        Raises:
            AddressRefused, ChannelUnavailable: see `PostOffice.send`.
        """
        found = (self.news.public(each) for each in addressed.mail.documents)
        documents = [meta for meta in found if meta is not None]
        content = addressed.content
        end_url = self._link(SubscriptionAct.END, addressed)
        name = name_of(content, self.news.catalogue.columns)
        if addressed.mail.kind is MailKind.CONFIRMATION:
            confirm_url = self._link(SubscriptionAct.CONFIRM, addressed)
            said = confirmation(self.bureau_name, name, confirm_url, end_url)
        elif documents:
            said = digest(self.bureau_name, name, documents, self.site, f"{self.site}{content.path}", end_url)
        else:
            return 0
        self.office.send(self._message(addressed, *said, end_url), said_of=addressed.mail.subscription_id)
        return len(documents)

    def _message(self, addressed: AddressedMail, subject: str, body: str, end_url: str) -> EmailMessage:
        mail = addressed.mail
        message = self.office.message(id_=mail.id.lower(), to=addressed.content.email, subject=subject, body=body)
        message["List-Id"] = f"<subscriptions.{self.office.server.sender.rpartition('@')[2]}>"
        # RFC 8058: mail programs end it with one click. It works for what is not confirmed, too.
        message["List-Unsubscribe"] = f"<{end_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        return message

    def _link(self, act: SubscriptionAct, addressed: AddressedMail) -> str:
        key = addressed.confirm_key if act is SubscriptionAct.CONFIRM else addressed.end_key
        query = urlencode({"s": addressed.mail.subscription_id, "k": key})
        return f"{self.site}/subscriptions/{act.value}?{query}"


def way_out(app: App) -> MailServer | None:
    """The mail server; None as long as nobody said where citizens find the portal: links would lead nowhere."""
    return app.settings.mail if site_of(app) else None


def site_of(app: App) -> str | None:
    """Where citizens find this bureau's portal: each of several bureaus says it for itself."""
    return app.bureau.public_url or app.settings.portal_address


def tell_of_subscriptions(app: App) -> None:
    """Tell the portal whether citizens may subscribe: as long as there is a way out."""
    offer = SubscriptionOffer(is_open=way_out(app) is not None)
    app.public.writer.write_subscription_offer(app.bureau.id, offer)


def send_confirmations(app: App) -> Mailed:
    """Send the mails that ask for confirmation; nothing without a way out."""
    server = way_out(app)
    return _send(app, server, MailKind.CONFIRMATION) if server else Mailed()


def mail_subscribers(app: App) -> Mailed:
    """Delete what nobody confirmed, then tell every subscriber what is new; may be killed and repeated.

    One mail a subscription and night at most. One run at a time on this machine, the other waits and finds it done.

    Raises:
        SearchUnavailable: what is new cannot be found; nobody misses anything, the next run tells of it.
        SubscribersNotTold: see there.
    """
    app.subscriptions.taking.delete_unconfirmed()
    server = way_out(app)
    if server is None:
        return Mailed()
    news = news_of(app)
    app.subscriptions.mailing.note_digests(news.published_after)
    done = _send(app, server, MailKind.DIGEST)
    if done.left:
        raise SubscribersNotTold(f"订阅邮件没有全部发出，留下 {done.left} 封。")
    return done


def news_of(app: App) -> News:
    return News(app.bureau.id, app.bundles, Catalogue(app.bundles, app.bureau.id), app.engine)


def _send(app: App, server: MailServer, kind: MailKind) -> Mailed:
    app.settings.run.mkdir(parents=True, exist_ok=True)
    site = site_of(app) or app.settings.public_url
    post = SubscriberMail(PostOffice(server, app.clock), news_of(app), app.bureau.name, site)
    with sole_writer(app.settings.run / f"subscriptions-{app.bureau.id}-{kind.value}.lock"):
        return app.subscriptions.mailing.send(kind, post)
