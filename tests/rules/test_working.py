"""What rules may ask of calendars: working days across Easter 2027, and whose hours count."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keur import bundle
from keur.assess import ground
from keur.assess.reading import read
from keur.cel import CelError
from keur.cel.values import equals
from keur.config import Config
from keur.evaluate import CatalogReader
from keur.evaluate.today import Horizon, Today
from keur.model import Snapshot
from keur.model.quantities import Day
from keur.rules.working import round_the_clock, workday

GROUND = ground(bundle.shipped("schemas"), {}, Config())
HOURS = """\
kind: Calendar
metadata: {name: office-hours}
spec: {timeZone: Europe/Amsterdam, open: {mon-fri: "07:00-19:00"}, holidays: nl, plus: [2027-05-07]}
"""
ALWAYS = "kind: Calendar\nmetadata: {name: 24x7}\nspec: {open: always}\n"
SHOP = 'kind: Calendar\nmetadata: {name: shop}\nspec: {open: {mon-sat: "09:00-17:00"}}\n'
NEVER = "kind: Calendar\nmetadata: {name: never}\nspec: {open: {}}\n"
GROUPS = """\
kind: Group
metadata: {name: databases}
spec: {parent: centre}
---
kind: Group
metadata: {name: centre}
spec: {hours: shop}
"""
CHANGE = "kind: Change\nmetadata: {name: CHG-1, owner: %s}\n"
ROLE = "kind: Role\nmetadata: {name: on-call}\nspec: {holders: [centre]}\n"


def ask(text: str, *documents: str) -> Any:
    """The value of an expression of `self`, the first document: the same whichever way it is run."""
    catalog = read(Snapshot.of({"catalog/a.yaml": "---\n".join(documents)}), GROUND).declared.catalog
    entity = min(catalog.entities.values(), key=lambda one: one.document)
    program = GROUND.vocabulary.environment({"self": GROUND.vocabulary.entity((entity.kind,))}).compile(text)
    reader, values = CatalogReader(catalog, catalog), {"self": entity, "today": None}
    found = program.run(reader, *values.values())
    assert equals(found, program.evaluate(values, reader))
    assert equals(found, program.trace(values, reader).value)
    return found


@pytest.mark.parametrize(
    ("calendar", "call", "day"),
    [
        (HOURS, "self.workday(date('2027-03-24'), 1)", "2027-03-25"),
        (HOURS, "self.workday(date('2027-03-25'), 1)", "2027-03-30"),  # over Good Friday, the clock and Easter Monday
        (HOURS, "self.workday(date('2027-03-28'), 2)", "2027-03-31"),
        (HOURS, "self.workday(date('2027-03-28'), 0)", "2027-03-28"),
        (HOURS, "self.workday(date('2027-03-30'), -1)", "2027-03-25"),
        (HOURS, "self.workday(date('2027-05-04'), 3)", "2027-05-11"),  # the 6th is national, the 7th our own
        (SHOP, "self.workday(date('2027-03-26'), 1)", "2027-03-27"),
        (ALWAYS, "self.workday(date('2027-03-27'), 1)", "2027-03-28"),
        (ALWAYS, "workday(date('2027-03-26'), 1)", "2027-03-29"),
        (ALWAYS, "workday(date('2027-03-29'), -1)", "2027-03-26"),
    ],
)
def test_working_days(calendar: str, call: str, day: str) -> None:
    assert ask(call, calendar).value.date.isoformat() == day


@pytest.mark.parametrize(
    ("owner", "catalog", "name"),
    [
        ("centre", (GROUPS, SHOP, HOURS), "shop"),
        ("databases", (GROUPS, SHOP, HOURS), "shop"),
        ("on-call", (ROLE, GROUPS, SHOP, HOURS), "shop"),
        ("nobody", (HOURS, ALWAYS), "office-hours"),
        ("nobody", (HOURS, ALWAYS, SHOP), "none"),
        ("nobody", (ALWAYS,), "none"),
        ("nobody", (), "none"),
    ],
)
def test_whose_hours_count(owner: str, catalog: tuple[str, ...], name: str) -> None:
    assert ask("self.worksBy().optMap(one, one.name).orValue('none')", CHANGE % owner, *catalog) == name


@pytest.mark.parametrize(("calendar", "always"), [(HOURS, False), (ALWAYS, True), (SHOP, False), (NEVER, False)])
def test_what_never_closes(calendar: str, always: bool) -> None:
    assert ask("self.roundTheClock()", calendar) is always


@given(day=st.dates(date(1900, 1, 1), date(2200, 1, 1)), count=st.integers(-400, 400))
def test_any_week_is_monday_to_friday(day: date, count: int) -> None:
    expected, left = day, abs(count)
    while left:
        expected += timedelta(days=1 if count > 0 else -1)
        left -= expected.weekday() < 5
    assert workday(Day(day.toordinal()), count).value.date == expected


@pytest.mark.parametrize(
    ("text", "document"),
    [
        ("self.workday(date('2027-03-25'), 1)", NEVER),
        ("self.workday(date('9999-12-31'), 1)", SHOP),
        ("self.workday(date('2027-03-25'), 9223372036854775807)", SHOP),
        ("workday(date('2027-03-25'), -9223372036854775807)", SHOP),
    ],
)
def test_a_day_that_does_not_come(text: str, document: str) -> None:
    assert not ask(text, document).present


def test_today_may_be_counted_from() -> None:
    today = Today(Day.of(2027, 3, 26).ordinal, Horizon(Day.of(2027, 3, 26).ordinal))
    assert workday(today, 1).value == Day.of(2027, 3, 29)


def test_only_calendars_are_asked() -> None:
    with pytest.raises(CelError, match="a calendar"):
        ask("self.workday(date('2027-03-25'), 1)", ROLE)
    for wrong in ((), (Day(1),), (Day(1), "1"), ("shop", Day(1), 1)):
        with pytest.raises(CelError):
            workday(*wrong)
    with pytest.raises(CelError):
        round_the_clock("shop")
