"""The years that the library knows, the file that adds one, and `gongkai deadline` over both."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.settings import ROOT
from gongkai.workdays import WorkingDaysFileInvalid, load_working_days, usable_working_days
from records.domain.workdays import CalendarYearMissing
from tests.gongkai.home import Home

FIRST, LAST = dt.date(2004, 1, 1), dt.date(2026, 12, 31)
NOWHERE = Path("no-such-file.toml")
CALENDAR = load_working_days(NOWHERE)

#: Fictitious: nobody knew the real arrangement when this was written.
YEAR_2027 = """
[[year]]
year = 2027
source = "示例通知"
days_off = [[2027-01-01, 2027-01-03], [2027-05-01, 2027-05-05], [2027-10-01, 2027-10-07]]
make_up_days = [2026-12-27]
"""

WORKED = [
    day
    for number in range((LAST - FIRST).days + 1)
    if chinese_calendar.is_workday(day := FIRST + dt.timedelta(days=number))
]
days = st.dates(FIRST, LAST)


def _worked(after: dt.date, until: dt.date) -> list[dt.date]:
    """The working days after one day, up to and including another, by the library's own answer for each day."""
    return [day for day in WORKED if after < day <= until]


@given(after=days, until=days)
def test_every_span_of_2004_to_2026_has_the_working_days_that_the_library_has(after: dt.date, until: dt.date) -> None:
    assert CALENDAR.between(after, until) == len(_worked(after, until))


@given(event=st.dates(FIRST, dt.date(2026, 6, 30)), working_days=st.integers(1, 60))
def test_a_term_ends_on_the_working_day_that_completes_it(event: dt.date, working_days: int) -> None:
    counted = _worked(event, CALENDAR.due(event, working_days))
    assert len(counted) == working_days
    assert counted[-1] == CALENDAR.due(event, working_days)


def test_the_library_covers_every_year_from_2004_to_2026() -> None:
    assert sorted(CALENDAR.years) == list(range(2004, 2027))


def test_labour_day_of_2019_is_the_changed_one() -> None:
    assert CALENDAR.due(dt.date(2019, 4, 30), 1) == dt.date(2019, 5, 5)


def test_a_year_beyond_the_library_names_the_file_to_add_it_to() -> None:
    with pytest.raises(CalendarYearMissing, match=r"2027 年.*no-such-file\.toml"):
        CALENDAR.due(dt.date(2026, 12, 20), 20)


def _file(folder: Path, content: str) -> Path:
    path = folder / "working-days.toml"
    path.write_text(content, encoding="utf-8")
    return path


def test_a_year_of_the_bureaus_file_is_counted(tmp_path: Path) -> None:
    calendar = load_working_days(_file(tmp_path, YEAR_2027))
    assert calendar.due(dt.date(2026, 12, 25), 1) == dt.date(2026, 12, 27)  # announced with 2027
    assert calendar.due(dt.date(2026, 12, 31), 1) == dt.date(2027, 1, 4)
    assert calendar.due(dt.date(2026, 9, 30), 1) == dt.date(2026, 10, 8)  # 2026 stays the library's


def test_a_year_of_the_file_takes_the_place_of_the_librarys(tmp_path: Path) -> None:
    changed = YEAR_2027.replace("2026-12-27", "").replace("2027", "2025")
    calendar = load_working_days(_file(tmp_path, changed))
    assert calendar.due(dt.date(2025, 1, 27), 1) == dt.date(2025, 1, 28)  # off according to the library


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[[year]]", "[[year", "TOML"),
        ("2027-01-01, 2027-01-03", "2027-01-03, 2027-01-01", "晚于"),
        ("[2027-10-01, 2027-10-07]", "[2028-10-01, 2028-10-07]", "不属于 2027"),
        ("[2027-05-01, 2027-05-05], ", "", "2027-05-01"),
        ("2026-12-27", "2026-12-28", "不是周末"),
        ("2026-12-27", "2027-10-03", "同时列为放假"),
        ('source = "示例通知"', "", "source"),
        ("make_up_days", "makeup", "make_up_days"),
    ],
)
def test_an_entry_that_can_be_no_announcement_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in YEAR_2027
    path = _file(tmp_path, YEAR_2027.replace(old, new))
    with pytest.raises(WorkingDaysFileInvalid, match=said) as refused:
        load_working_days(path)
    assert "\n" not in str(refused.value)


def test_a_year_stands_in_the_file_once(tmp_path: Path) -> None:
    with pytest.raises(WorkingDaysFileInvalid, match="重复"):
        load_working_days(_file(tmp_path, YEAR_2027 * 2))


def test_a_wrong_file_stops_no_work_and_is_told(tmp_path: Path) -> None:
    calendar = usable_working_days(_file(tmp_path, "year = 2027"))
    assert calendar.due(dt.date(2026, 3, 2), 3) == dt.date(2026, 3, 5)
    assert "working-days.toml" in (calendar.warning(dt.date(2026, 3, 2)) or "")


def test_the_example_in_the_handbook_is_a_valid_file(tmp_path: Path) -> None:
    handbook = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    example = handbook.split("```toml\n")[1].split("```")[0]
    assert 2027 in load_working_days(_file(tmp_path, example)).years


def test_the_command_counts_by_the_bureaus_file_too(home: Home) -> None:
    (home.folder / "working-days.toml").write_text(YEAR_2027, encoding="utf-8")
    done = home.command("deadline", "--from", "2026-12-25", "--working-days", 3, "--json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert (answer["from"], answer["working_days"], answer["due"]) == ("2026-12-25", 3, "2026-12-29")


def test_the_command_refuses_to_guess_and_names_the_file(home: Home) -> None:
    done = home.command("deadline", "--from", "2026-12-31", "--working-days", 3)
    assert done.returncode == 69
    assert done.stdout == ""
    assert str(home.folder / "working-days.toml") in done.stderr
    assert len(done.stderr.splitlines()) == 1
