"""有效性: in force, not yet, expired, repealed by what; and nothing where nothing is known."""

from __future__ import annotations

import datetime as dt

import pytest

from bundles.format import BundleMeta, PublicAttributes
from portal.validity import ValidityState, validity

TODAY = dt.date(2026, 6, 1)


def rule(**dates: dt.date) -> PublicAttributes:
    return PublicAttributes(title="示例区培训办法", **dates)


def repealing(effective_on: dt.date | None, adopted_on: dt.date) -> BundleMeta:
    return BundleMeta(
        bureau="shili-hrss",
        id="01JZX000000000000000000009",
        version=1,
        content_hash="a" * 64,
        index_number="SLQ-RS/2026-00009",
        published_at=dt.datetime(2026, 5, 1, tzinfo=dt.UTC),
        attributes=PublicAttributes(title="示例区新培训办法", effective_on=effective_on, adopted_on=adopted_on),
        files=(),
    )


@pytest.mark.parametrize(
    ("dates", "state", "detail"),
    [
        ({}, ValidityState.EFFECTIVE, ""),
        ({"effective_on": TODAY}, ValidityState.EFFECTIVE, "2026年6月1日起施行"),
        ({"expires_on": TODAY}, ValidityState.EFFECTIVE, "有效期至2026年6月1日"),
        ({"effective_on": dt.date(2026, 6, 2)}, ValidityState.NOT_YET, "自2026年6月2日起施行"),
        ({"expires_on": dt.date(2026, 5, 31)}, ValidityState.EXPIRED, "有效期至2026年5月31日"),
    ],
)
def test_the_first_and_the_last_day_are_days_of_validity(
    dates: dict[str, dt.date], state: ValidityState, detail: str
) -> None:
    holds = validity(rule(**dates), (), TODAY, is_rule=True)

    assert holds is not None
    assert (holds.state, holds.detail) == (state, detail)


def test_a_letter_or_a_list_that_says_nothing_is_not_said_to_be_in_force() -> None:
    assert validity(rule(), (), TODAY, is_rule=False) is None


def test_a_document_is_repealed_on_the_day_on_which_the_other_takes_effect() -> None:
    new = repealing(effective_on=dt.date(2026, 7, 1), adopted_on=dt.date(2026, 4, 1))

    before = validity(rule(), (new,), dt.date(2026, 6, 30), is_rule=True)
    after = validity(rule(), (new,), dt.date(2026, 7, 1), is_rule=True)

    assert before is not None
    assert after is not None
    assert (before.state, before.detail, before.by) == (ValidityState.EFFECTIVE, "自2026年7月1日起废止", (new,))
    assert (after.state, after.detail, after.by) == (ValidityState.REPEALED, "自2026年7月1日起", (new,))


def test_without_a_day_of_effect_the_date_of_the_other_document_counts() -> None:
    new = repealing(effective_on=None, adopted_on=dt.date(2026, 4, 1))
    holds = validity(rule(), (new,), TODAY, is_rule=True)

    assert holds is not None
    assert holds.state is ValidityState.REPEALED
