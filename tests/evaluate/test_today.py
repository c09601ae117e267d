"""A result that looked at today holds exactly until a comparison would come out differently."""

import operator
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keur.cel import DATE, Environment
from keur.cel.values import compare, equals
from keur.evaluate.today import Horizon, Today
from keur.model.quantities import Day, Duration, Period

DAY_NS = 86_400_000_000_000
BASE = 740_000

days = st.integers(BASE - 40, BASE + 40)
shifts = st.integers(-20, 20)
lengths = st.one_of(
    st.integers(-20, 20).map(lambda n: Duration(n * DAY_NS)),
    st.integers(-20 * 24, 20 * 24).map(lambda n: Duration(n * DAY_NS // 24)),
)
comparisons = st.sampled_from([operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne])

Question = Callable[[Any], bool]


@st.composite
def questions(draw: st.DrawFn) -> Question:
    """A comparison of today, somehow moved, with something else."""
    ask, other, shift, length = draw(comparisons), draw(days), draw(shifts), draw(lengths)
    form = draw(st.sampled_from(["today", "moved", "swapped", "since", "until", "since-moved", "method"]))
    by = Duration(shift * DAY_NS)
    match form:
        case "today":
            return lambda today: ask(today, Day(other))
        case "moved":
            return lambda today: ask(today + by, Day(other))
        case "swapped":
            return lambda today: ask(Day(other), today - by)
        case "since":
            return lambda today: ask(today - Day(other), length)
        case "until":
            return lambda today: ask(length, Day(other) - today)
        case "since-moved":
            return lambda today: ask((today - Day(other)) + by, length)
        case _:
            return lambda today: equals(today, Day(other)) or compare(today, Day(other)) > 0


@given(st.lists(questions(), min_size=1, max_size=4), days)
def test_answers_hold_between_the_ends_and_flip_beyond_one(asked: list[Question], today: int) -> None:
    horizon = Horizon(today)
    answers = [question(Today(today, horizon)) for question in asked]
    oracle = {day: [question(Day(day)) for question in asked] for day in range(BASE - 200, BASE + 200)}
    assert answers == oracle[today]
    assert horizon.first <= today <= horizon.last
    for day in range(max(horizon.first, BASE - 200), min(horizon.last, BASE + 199) + 1):
        assert oracle[day] == answers, f"day {day} is said to hold"


@given(comparisons, days, days)
def test_the_first_day_beyond_is_no_further_than_needed(ask: Any, other: int, today: int) -> None:
    horizon = Horizon(today)
    ask(Today(today, horizon), Day(other))
    assert (horizon.last, horizon.first) != (today, today) or other == today, "it would be judged again every day"


@pytest.mark.parametrize(
    "look",
    [
        lambda today: str(today),
        lambda today: hash(today),
        lambda today: today + Period(1, 0),
        lambda today: str(today - Day(BASE)),
    ],
)
def test_anything_else_holds_for_one_day(look: Callable[[Any], object]) -> None:
    horizon = Horizon(BASE)
    look(Today(BASE, horizon))
    assert (horizon.first, horizon.last) == (BASE, BASE)


@pytest.mark.parametrize(
    "expression",
    [
        "today - x < days(20)",
        "x - today == days(-5)",
        "(today - x) + days(1) > days(5)",
        "today + days(3) > x",
        "today + months(1) > x && today - years(1) < x",
        "x + days(5) == today",
        "string(today - x)",
        "string(today)",
        "today.getFullYear()",
        "today in [x]",
        "type(today) == type(x)",
        "[today, x].exists(d, d == x)",
        "{'a': today}.a > x",
        "optional.of(today).value() > x",
        "today > x ? today - x : days(0)",
    ],
)
def test_in_an_expression_today_is_a_day_like_any_other(expression: str) -> None:
    program = Environment({"today": DATE, "x": DATE}).compile(expression)
    today, other = Today(BASE, Horizon(BASE)), Day(BASE - 5)
    plain = program.evaluate({"today": Day(BASE), "x": other})
    assert equals(program.run(None, today, other), plain)
    assert equals(program.evaluate({"today": today, "x": other}), plain)
