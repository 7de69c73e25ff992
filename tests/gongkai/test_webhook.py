"""Reminders to a group through a robot: a real HTTP server, both formats, and no name of anybody."""

from __future__ import annotations

import base64
import hashlib
import hmac
import traceback
from collections.abc import Iterator
from dataclasses import replace

import pytest

from gongkai.reminders.channels import groups_of
from gongkai.reminders.webhook import WebhookChannel
from gongkai.reminders.wording import group_body
from gongkai.settings import SettingsInvalid, load_settings
from gongkai.webhook_settings import Webhook
from records.domain.digests import GROUP, Digest
from records.domain.legal_clock import Limit
from records.domain.reminder_ports import ChannelUnavailable
from records.domain.standing import StandingDuty, StandingKind
from tests.gongkai.robot_server import Robot, robot_server
from tests.gongkai.test_reminders import DAY, DESK, DIGEST, HEAD
from tests.records.office_kit import SetClock

OF_GROUP = replace(DIGEST, person=GROUP)


@pytest.fixture
def robot() -> Iterator[Robot]:
    with robot_server() as running:
        yield running


def channel(robot: Robot, kind: str = "wecom", secret: str | None = None) -> WebhookChannel:
    return WebhookChannel(Webhook(kind, robot.url, secret), DESK, SetClock())  # type: ignore[arg-type]


def test_a_robot_of_wecom_gets_one_text(robot: Robot) -> None:
    channel(robot).announce(OF_GROUP)
    assert robot.messages == [{"msgtype": "text", "text": {"content": group_body(OF_GROUP, DESK)}}]
    assert robot.queries == [{"key": ["a-secret-key"]}]


def test_a_robot_of_dingtalk_gets_one_text_that_is_signed(robot: Robot) -> None:
    channel(robot, "dingtalk", "SECexample").announce(OF_GROUP)
    (message,), (query,) = robot.messages, robot.queries
    assert message["at"] == {"isAtAll": False}
    assert query["key"] == ["a-secret-key"]
    (timestamp,), (signature,) = query["timestamp"], query["sign"]
    assert timestamp == "1772413200000"
    signed = hmac.digest(b"SECexample", f"{timestamp}\nSECexample".encode(), hashlib.sha256)
    assert base64.b64decode(signature) == signed


def test_the_text_has_counts_and_days_and_nothing_else() -> None:
    text = group_body(OF_GROUP, DESK)
    assert text == (
        "公开审查催办（2026-03-04）：涉及公文 2 件，其中逾期 2 件。\n"
        "请有关人员登录审查台办理：https://desk.example/desk/"
    )
    assert not [secret for secret in (HEAD.name, HEAD.id, HEAD.email or "", "01J") if secret in text]


def test_a_duty_of_the_bureau_is_said_by_itself() -> None:
    duty = StandingDuty(StandingKind.ANNUAL_REPORT, 2025, Limit(DAY, 5, is_overdue=False))
    text = group_body(Digest("shili-hrss", GROUP, DAY, (), (duty,)), DESK)
    assert "2025年政府信息公开工作年度报告：2026-03-04 前提交并公布，还剩 5 个工作日" in text


@pytest.mark.parametrize(
    ("status", "answer", "why"),
    [
        (200, {"errcode": 310000, "errmsg": "sign not match"}, "errcode 310000"),
        (500, {"errcode": 0}, "HTTP 500"),
        (302, {"errcode": 0}, "HTTP 302"),
        (200, b"<html>", "JSONDecodeError"),
        (200, [], "AttributeError"),
    ],
)
def test_what_a_robot_does_not_take_is_told_without_its_address(
    robot: Robot, status: int, answer: object, why: str
) -> None:
    robot.status, robot.answer = status, answer
    with pytest.raises(ChannelUnavailable) as fault:
        channel(robot).announce(OF_GROUP)
    assert why in str(fault.value)
    assert "a-secret-key" not in "".join(traceback.format_exception(fault.value))


def test_a_robot_that_is_not_there_is_unavailable(robot: Robot) -> None:
    gone = replace(channel(robot), webhook=Webhook("wecom", "http://127.0.0.1:9/robot?key=a-secret-key"))
    with pytest.raises(ChannelUnavailable, match="ConnectError"):
        gone.announce(OF_GROUP)


def test_its_settings_name_kind_and_address_and_never_show_the_key() -> None:
    variables = {
        "GONGKAI_WEBHOOK_URL": "https://robot.example/send?key=a-secret-key",
        "GONGKAI_WEBHOOK_KIND": "dingtalk",
        "GONGKAI_WEBHOOK_SECRET": "SECexample",
    }
    settings = load_settings(variables)
    assert [group.name for group in groups_of(settings, SetClock())] == ["webhook"]
    assert "a-secret-key" not in repr(settings)
    assert "SECexample" not in repr(settings)
    assert groups_of(load_settings({}), SetClock()) == ()


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"GONGKAI_WEBHOOK_URL": "http://robot.example/send?key=a-secret-key"}, "GONGKAI_WEBHOOK_URL"),
        ({"GONGKAI_WEBHOOK_URL": "robot.example"}, "GONGKAI_WEBHOOK_URL"),
        ({"GONGKAI_WEBHOOK_KIND": "feishu"}, "GONGKAI_WEBHOOK_KIND"),
        ({"GONGKAI_WEBHOOK_SECRET": "SECexample"}, "GONGKAI_WEBHOOK_SECRET"),
    ],
)
def test_wrong_settings_are_told_without_the_key(changed: dict[str, str], named: str) -> None:
    right = {"GONGKAI_WEBHOOK_URL": "https://robot.example/send?key=a-secret-key", "GONGKAI_WEBHOOK_KIND": "wecom"}
    with pytest.raises(SettingsInvalid, match=named) as fault:
        load_settings(right | changed)
    assert "a-secret-key" not in str(fault.value)
    assert "SECexample" not in str(fault.value)
