"""Arithmetic and order of durations, timestamps, days and periods."""

import pickle
from calendar import monthrange
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keur.model.quantities import Day, Duration, Period, Timestamp

HOUR = 3_600_000_000_000
days = st.integers(1, date.max.toordinal()).map(Day)
durations = st.integers(-(2**63), 2**63 - 1).map(Duration)
timestamps = st.integers(-62135596800 * 10**9, 253402300800 * 10**9 - 1).map(Timestamp)
periods = st.builds(Period, st.integers(-2000, 2000), st.integers(-2000, 2000))


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (lambda: Duration(HOUR) + Duration(HOUR), Duration(2 * HOUR)),
        (lambda: Duration(HOUR) - Duration(2 * HOUR), Duration(-HOUR)),
        (lambda: -Duration(HOUR), Duration(-HOUR)),
        (lambda: Timestamp(5) + Duration(7), Timestamp(12)),
        (lambda: Duration(7) + Timestamp(5), Timestamp(12)),
        (lambda: Timestamp(5) - Duration(7), Timestamp(-2)),
        (lambda: Timestamp(5) - Timestamp(7), Duration(-2)),
        (lambda: Day.of(2027, 3, 28) + Duration.of(days=1), Day.of(2027, 3, 29)),
        (lambda: Duration.of(hours=24) + Day.of(2027, 3, 28), Day.of(2027, 3, 29)),
        (lambda: Day.of(2027, 3, 1) - Duration.of(days=1), Day.of(2027, 2, 28)),
        (lambda: Day.of(2027, 3, 1) - Day.of(2027, 2, 27), Duration.of(days=2)),
        (lambda: Day.of(2028, 1, 31) + Period(1), Day.of(2028, 2, 29)),
        (lambda: Day.of(2027, 1, 31) + Period(1), Day.of(2027, 2, 28)),
        (lambda: Period(1, 1) + Day.of(2027, 1, 31), Day.of(2027, 3, 1)),
        (lambda: Day.of(2028, 2, 29) + Period(12), Day.of(2029, 2, 28)),
        (lambda: Day.of(2027, 3, 31) - Period(1), Day.of(2027, 2, 28)),
        (lambda: Day.of(2027, 1, 15) - Period(13, 15), Day.of(2025, 11, 30)),
        (lambda: Period(1, 2) + Period(3, 4), Period(4, 6)),
        (lambda: Period(1, 2) - Period(3, 1), Period(-2, 1)),
        (lambda: Duration.of(days=1, hours=2, minutes=3, seconds=4).ns, 93_784_000_000_000),
        (lambda: Duration.of(days=3).whole_days, 3),
        (lambda: Day.of(2025, 6, 30).date, date(2025, 6, 30)),
        (lambda: repr(Day.of(2025, 6, 30)), "Day(2025-06-30)"),
    ],
)
def test_arithmetic(got: Any, expected: Any) -> None:
    assert got() == expected


@pytest.mark.parametrize(
    "beyond",
    [
        lambda: Duration(2**63),
        lambda: Duration(-(2**63) - 1),
        lambda: -Duration(-(2**63)),
        lambda: Duration(2**62) + Duration(2**62),
        lambda: Timestamp(253402300800 * 10**9),
        lambda: Timestamp(-62135596800 * 10**9) - Duration(1),
        lambda: Timestamp(253402300799 * 10**9) - Timestamp(-62135596800 * 10**9),
        lambda: Day(0),
        lambda: Day.of(9999, 12, 31) + Duration.of(days=1),
        lambda: Day.of(9999, 12, 31) + Period(1),
        lambda: Day.of(1, 1, 1) - Period(1),
        lambda: Day.of(1, 1, 1) - Period(0, 1),
        lambda: Day.of(9999, 1, 1) - Day.of(1, 1, 1),
        lambda: Day.of(2027, 1, 1) + Duration(HOUR),
        lambda: Day.of(2027, 1, 1) - Duration(HOUR),
        lambda: Period(10**9),
        lambda: Period(0, 10**9),
    ],
)
def test_what_leaves_the_range_is_one_kind_of_error(beyond: Any) -> None:
    with pytest.raises(ArithmeticError):
        beyond()


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (Duration(1), Timestamp(1)),
        (Timestamp(1), Day(1)),
        (Day(1), Duration(1)),
        (Period(1), Duration(1)),
        (Day(1), 1),
        (Duration(1), 1),
    ],
)
def test_different_kinds_are_unequal_and_have_no_order(a: Any, b: Any) -> None:
    assert a != b
    for compare in (lambda: a < b, lambda: a <= b, lambda: a > b, lambda: a >= b):
        with pytest.raises(TypeError):
            compare()


@pytest.mark.parametrize("value", [Duration(1), Timestamp(1), Day(1), Period(1, 2)])
def test_values_are_frozen_hashable_and_survive_pickling(value: Any) -> None:
    with pytest.raises((AttributeError, TypeError)):
        value.ns = 2
    with pytest.raises((AttributeError, TypeError)):
        value.ordinal = 2
    with pytest.raises((AttributeError, TypeError)):
        del value.ordinal
    copy = pickle.loads(pickle.dumps(value))
    assert copy == value
    assert hash(copy) == hash(value)


@given(
    st.one_of(
        st.tuples(days, days),
        st.tuples(durations, durations),
        st.tuples(timestamps, timestamps),
        st.tuples(periods, periods),
    )
)
def test_order_is_total(pair: tuple[Any, Any]) -> None:
    a, b = pair
    assert (a < b) + (a == b) + (a > b) == 1
    assert (a <= b) == (a < b or a == b)
    assert (a >= b) == (a > b or a == b)


@given(days, st.integers(-12000, 12000))
def test_months_are_added_as_on_a_calendar(day: Day, months: int) -> None:
    here = day.date
    count = here.year * 12 + here.month - 1 + months
    year, month = count // 12, count % 12 + 1
    if not 1 <= year <= 9999:
        with pytest.raises(ArithmeticError):
            day + Period(months)
        return
    there = (day + Period(months)).date
    assert (there.year, there.month) == (year, month)
    assert there.day == min(here.day, monthrange(year, month)[1])


@given(days, st.integers(-(10**5), 10**5))
def test_days_are_added_as_datetime_does(day: Day, count: int) -> None:
    if 1 <= day.ordinal + count <= date.max.toordinal():
        assert (day + Duration.of(days=count)).date == day.date + timedelta(days=count)
        assert (day + Duration.of(days=count)) - day == Duration.of(days=count)


class Noting(Day):
    """As a later floor has it: a day that notes what it is compared with."""

    __slots__ = ("noted",)

    def __init__(self, ordinal: int) -> None:
        super().__init__(ordinal)
        object.__setattr__(self, "noted", [])

    def _note(self, sign: str, other: Any) -> None:
        self.noted.append((sign, other.ordinal))

    def __lt__(self, other: Any) -> bool:
        self._note("<", other)
        return super().__lt__(other)

    def __gt__(self, other: Any) -> bool:
        self._note(">", other)
        return super().__gt__(other)

    def __eq__(self, other: object) -> bool:
        self._note("==", other)
        return super().__eq__(other)

    def __add__(self, other: Any) -> Any:
        return Noting(super().__add__(other).ordinal)

    def __rsub__(self, other: Any) -> Any:
        self._note("-", other)
        return other.ordinal - self.ordinal

    __hash__ = Day.__hash__


def test_a_subclass_is_asked_first_on_either_side() -> None:
    today = Noting(100)
    assert Day(99) < today
    assert not today < Day(99)
    assert Day(100) == today
    assert Day(107) - today == 7
    assert today.noted == [(">", 99), ("<", 99), ("==", 100), ("-", 107)]
    assert type(Duration.of(days=1) + today) is Noting
    assert type(Period(1) + today) is Noting
