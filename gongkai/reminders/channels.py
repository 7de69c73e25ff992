"""The ways out for reminders that this machine is told of."""

from __future__ import annotations

from gongkai.post_office import PostOffice
from gongkai.reminders.folder import FolderChannel
from gongkai.reminders.mail import MailChannel
from gongkai.reminders.webhook import WebhookChannel
from gongkai.settings import Settings
from records.domain.ports import Clock
from records.domain.reminder_ports import GroupChannel, ReminderChannel


def channels_of(settings: Settings, clock: Clock) -> tuple[ReminderChannel, ...]:
    """None of them: people see their reminders at the desk alone."""
    desk_url = f"{settings.staff_url}/desk/"
    channels: list[ReminderChannel] = []
    if settings.mail:
        channels.append(MailChannel(PostOffice(settings.mail, clock), desk_url))
    if settings.reminders_folder:
        channels.append(FolderChannel(settings.reminders_folder, desk_url))
    return tuple(channels)


def groups_of(settings: Settings, clock: Clock) -> tuple[GroupChannel, ...]:
    """Where colleagues are told as a group."""
    if settings.webhook is None:
        return ()
    return (WebhookChannel(settings.webhook, f"{settings.staff_url}/desk/", clock),)
