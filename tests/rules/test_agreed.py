"""What rules and views may ask of agreed hours, and that what follows from today is judged again in another year."""

import random
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keur import bundle
from keur.assess import Ground, ground
from keur.assess.line import state
from keur.assess.reading import read
from keur.cel import CelError
from keur.cel.values import equals
from keur.config import Config
from keur.evaluate import CatalogReader, Evaluation, MemoryResults, State
from keur.evaluate.today import Horizon, Today
from keur.model import Snapshot
from keur.model.quantities import Day, Duration

ZONE = "Europe/Amsterdam"
RULE = "service-level-management/hours-are-covered"
AREA = "service-level-management/area.yaml"
POLICIES = {path: bundle.shipped("policies")[path] for path in (AREA, f"{RULE}.yaml")}
GROUND = ground(bundle.shipped("schemas"), {"": POLICIES}, Config(time_zone=ZONE))
TODAY = Day.of(2027, 3, 28)
CALENDARS = """\
kind: Calendar
metadata: {name: office-hours}
spec: {open: {mon-fri: "07:00-19:00"}, holidays: nl}
---
kind: Calendar
metadata: {name: lunch}
spec: {timeZone: Europe/Amsterdam, open: {mon-fri: "12:00-13:00"}, holidays: nl}
---
kind: Calendar
metadata: {name: saturday-2028}
spec: {open: {mon-fri: "12:00-13:00"}, holidays: nl, except: {2028-04-01: "12:00-13:00"}}
---
kind: Calendar
metadata: {name: 24x7}
spec: {open: always}
"""


def ask(text: str, today: Day = TODAY, standing: Ground = GROUND) -> Any:
    """The value of an expression of office, lunch and late: the same whichever way it is run."""
    catalog = read(Snapshot.of({"catalog/a.yaml": CALENDARS}), standing).declared.catalog
    kind = standing.vocabulary.entity(("Calendar",))
    names = {"office": "office-hours", "lunch": "lunch", "late": "saturday-2028", "clock": "24x7"}
    program = standing.vocabulary.environment(dict.fromkeys(names, kind)).compile(text)
    reader = CatalogReader(catalog, catalog)
    values = {name: catalog.entities[f"Calendar/{found}"] for name, found in names.items()}
    found = program.run(reader, *values.values(), today)
    assert equals(found, program.evaluate({**values, "today": today}, reader))
    assert equals(found, program.trace({**values, "today": today}, reader).value)
    return found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("office.covers(lunch, today)", True),
        ("lunch.covers(office, today)", False),
        ("clock.covers(office, today) && !office.covers(clock, today)", True),
        ("office.covers(late, today)", True),
        ("office.covers(late, today + days(300))", False),
        ("office.covers(late, date('2028-01-01'))", False),
        ("downtime(0.998, 'month', date('2027-06-01')).inMinutes()", "88 minutes"),
        ("clock.downtime(0.998, 'month', today) == downtime(0.998, 'month', today)", True),
        ("office.downtime(0.998, 'month', today).inMinutes()", "31 minutes"),
        ("office.downtime(0.998, 'year', today).inMinutes()", "367 minutes"),
        ("office.downtime(0.9999, 'quarter', today).inMinutes()", "4.6 minutes"),
        ("office.downtime(1.0, 'month', today).inMinutes()", "0 minutes"),
        ("office.downtime(0.998, 'month', today) > duration('30m')", True),
        ("duration('90s').inMinutes()", "1.5 minutes"),
    ],
)
def test_what_may_be_asked(text: str, value: Any) -> None:
    assert ask(text) == value


def test_a_calendar_without_a_clock_of_its_own_is_read_on_that_of_keur_yaml() -> None:
    elsewhere = ground(bundle.shipped("schemas"), {}, Config(time_zone="Asia/Tokyo"))
    assert ask("office.covers(lunch, today)")
    assert not ask("office.covers(lunch, today)", standing=elsewhere)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("office.downtime(0.998, 'week', today)", "downtime() is a month, quarter, year, not 'week'"),
        ("office.covers(dyn('lunch'), today)", "calendar"),
        ("office.covers(lunch, dyn(1))", "covers"),
        ("downtime(dyn('x'), 'month', today)", "downtime"),
        ("dyn(1).inMinutes()", "inMinutes"),
    ],
)
def test_what_may_not_be_asked(text: str, said: str) -> None:
    with pytest.raises(CelError) as error:
        ask(text)
    assert said in error.value.message


@given(st.integers(740_000, 741_500), st.integers(-400, 400))
def test_what_follows_from_today_holds_for_its_year(ordinal: int, moved: int) -> None:
    horizon = Horizon(ordinal)
    today = Today(ordinal, horizon) + Duration.of(days=moved)
    ask("office.covers(lunch, today)", today)
    year = Day(ordinal + moved).date.year
    assert horizon.first <= ordinal <= horizon.last
    assert {Day(day + moved).date.year for day in (horizon.first, horizon.last)} == {year}
    assert horizon.last - horizon.first > 300 or min(
        abs(Day(ordinal + moved).ordinal - Day.of(year, *end).ordinal) for end in ((1, 1), (12, 31))
    ) < 2, "it would be judged again more often than needed"  # fmt: skip


def world(dice: random.Random) -> str:
    """An agreement, what backs it and the hours of both, at random."""
    calendars = "---\n".join(
        f"kind: Calendar\nmetadata: {{name: c{number}}}\nspec: {spec}\n"
        for number, spec in enumerate(
            dice.choice(
                [
                    '{open: {mon-fri: "08:00-18:00"}}',
                    '{open: {mon-fri: "08:00-18:00"}, holidays: nl}',
                    '{open: {mon-fri: "08:00-18:00"}, except: {2028-04-01: always}}',
                    "{open: always}",
                    "{open: 9-17}",
                    '{open: {mon-fri: "08:00-18:00"}, plus: [2027-07-01]}',
                ]
            )
            for _ in range(3)
        )
    )
    hours = [f"c{dice.randrange(3)}" for _ in range(3)]
    until = dice.choice(["2027-12-01", "2029-01-01"])
    own = f", hours: {hours[0]}" if dice.random() < 0.6 else ""
    return f"""\
{calendars}---
kind: ServiceLevelAgreement
metadata: {{name: sla}}
spec: {{services: [payroll]{own}}}
---
kind: Service
metadata: {{name: payroll, title: {dice.choice(["one", "other"])}}}
spec: {{dependsOn: [db], warranty: {{hours: {hours[1]}}}}}
---
kind: ConfigurationItem
metadata: {{name: db}}
---
kind: OperationalLevelAgreement
metadata: {{name: ola}}
spec: {{covers: [{dice.choice(["db", "payroll"])}], hours: {hours[2]}, valid: {{to: {until}}}}}
"""


def walk(seed: int, steps: int) -> Iterator[tuple[Evaluation, State]]:
    dice = random.Random(seed)
    today = TODAY.ordinal
    before = state(read(Snapshot.of({"catalog/a.yaml": world(dice)}), GROUND), Day(today))
    evaluation = full(before)
    for _ in range(steps):
        today += dice.choice([0, 0, 1, 100, 300, -200])
        text = world(dice)
        after = state(read(Snapshot.of({"catalog/a.yaml": text}), GROUND), Day(today))
        evaluation.move(before, after, before.catalog.headers.keys() | after.catalog.headers.keys())
        yield evaluation, after
        before = after


def full(at: State) -> Evaluation:
    evaluation = Evaluation(GROUND.compile_all(Day(at.today)), MemoryResults())
    evaluation.judge_all(at)
    return evaluation


def outcomes(evaluation: Evaluation) -> dict[Any, Any]:
    assert isinstance(evaluation.results, MemoryResults)
    return {key: (one.outcome, one.failures, one.why) for key, one in sorted(evaluation.results.results.items())}


@given(st.integers(0, 2**32))
@settings(max_examples=20, deadline=None)
def test_incremental_equals_full(seed: int) -> None:
    for evaluation, at in walk(seed, 8):
        assert outcomes(evaluation) == outcomes(full(at))


def test_the_random_catalogs_reach_every_outcome_and_the_rule_is_not_judged_daily() -> None:
    seen = {outcome for seed in range(6) for one, _ in walk(seed, 10) for outcome, *_ in outcomes(one).values()}
    assert {"pass", "fail", "not-assessed"} <= seen
    assert "error" not in seen
    assert not GROUND.compiled(RULE).daily


def test_the_year_alone_flips_a_result() -> None:
    text = (
        CALENDARS
        + """\
---
kind: ServiceLevelAgreement
metadata: {name: sla}
spec: {services: [payroll], hours: saturday-2028}
---
kind: Service
metadata: {name: payroll}
---
kind: OperationalLevelAgreement
metadata: {name: ola}
spec: {covers: [payroll], hours: office-hours}
"""
    )
    reading = read(Snapshot.of({"catalog/a.yaml": text}), GROUND)
    before, later, after = (state(reading, day) for day in (TODAY, Day.of(2027, 11, 1), Day.of(2028, 1, 1)))
    evaluation = full(before)
    assert outcomes(evaluation)[RULE, "ServiceLevelAgreement/sla"][0] == "pass"
    assert evaluation.move(before, later, ()) == ()
    assert evaluation.move(later, after, ()) == ((RULE, "ServiceLevelAgreement/sla"),)
    assert outcomes(evaluation)[RULE, "ServiceLevelAgreement/sla"][0] == "fail"
