"""Lists: what is distinct, and what a list adds up to."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keur.cel import DOUBLE, DURATION, DYN, INT, UINT, CelError, Environment, Type, UInt, list_of
from keur.cel.library.lists import distinct
from keur.cel.values import equals
from keur.model.quantities import Day, Duration

HOUR = 3_600_000_000_000


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], []),
        ((), []),
        ([1, 2, 1], [1, 2]),
        ([2, 1.0, 1, UInt(2), 2.5], [2, 1.0, 2.5]),
        ([True, 1, "1", False, True], [True, 1, "1", False]),
        (["b", "a", "b"], ["b", "a"]),
        ([[1], [1.0], [1, 1]], [[1], [1, 1]]),
        ([{"a": 1}, {"a": 1}], [{"a": 1}]),
        ([None, None], [None]),
        ([Day(5), Duration(5), Day(5)], [Day(5), Duration(5)]),
    ],
)
def test_distinct(call: Any, values: Any, expected: list[Any]) -> None:
    found = call("distinct", values)
    assert [(type(one), one) for one in found] == [(type(one), one) for one in expected]


VALUES = st.recursive(
    st.one_of(
        st.integers(-2, 2), st.integers(0, 2).map(UInt), st.sampled_from([0.0, 1.0, 1.5]), st.booleans(), st.none(),
        st.sampled_from(["", "a"]),
    ),
    lambda below: st.lists(below, max_size=2),
)  # fmt: skip


@given(st.lists(VALUES, max_size=8))
def test_distinct_keeps_what_equals_nothing_before_it(values: list[Any]) -> None:
    wanted: list[Any] = []
    for value in values:
        if not any(equals(value, other) for other in wanted):
            wanted.append(value)
    found = distinct(values)
    assert len(found) == len(wanted)
    assert all(one is other for one, other in zip(found, wanted, strict=True))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 3], 4),
        ((UInt(1), UInt(3)), UInt(4)),
        ([1.5, 3.0], 4.5),
        ([Duration(HOUR), Duration(-HOUR), Duration(5)], Duration(5)),
        ([7], 7),
        ([], 0),
    ],
)
def test_sum(gives: Any, values: Any, expected: Any) -> None:
    gives(expected, "sum", values)


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("no_such_overload", 1),
        ("no_such_overload", "ab"),
        ("no_such_overload", ["a", "b"]),
        ("no_such_overload", [[1], [2]]),
        ("no_such_overload", [Day(1)]),
        ("no_such_overload", [True]),
        ("no_such_overload", [1, 1.5]),
        ("no_such_overload", [Duration(1), 1]),
        ("overflow", [2**63 - 1, 1]),
    ],
)
def test_no_sum(refuse: Any, kind: str, values: Any) -> None:
    refuse(kind, "sum", values)


@given(st.lists(st.integers(-(2**60), 2**60), max_size=8))
def test_a_sum_of_ints_is_theirs(values: list[int]) -> None:
    program = Environment({"l": list_of(INT)}).compile("l.sum()")
    assert outcome(program, values) == (sum(values) if -(2**63) <= sum(values) < 2**63 else "overflow")


def outcome(program: Any, *values: Any) -> Any:
    """The value or the kind of the error: the same both ways."""
    found = []
    for run in (
        lambda: program.run(None, *values),
        lambda: program.evaluate(dict(zip(program.environment.variables, values, strict=True))),
    ):
        try:
            found.append(run())
        except CelError as error:
            found.append(error.kind)
    assert type(found[0]) is type(found[1])
    assert found[0] == found[1]
    return found[0]


@pytest.mark.parametrize(
    ("kind", "zero"),
    [
        (INT, 0),
        (UINT, UInt(0)),
        (DOUBLE, 0.0),
        (DOUBLE.formatted("percentage"), 0.0),
        (DURATION, Duration(0)),
        (DYN, 0),
    ],
)
def test_nothing_adds_up_to_the_zero_of_what_it_is_a_list_of(kind: Type, zero: Any) -> None:
    program = Environment({"l": list_of(kind)}).compile("l.sum()")
    assert program.compiled
    found = outcome(program, [])
    assert (type(found), found) == (type(zero), zero)
    assert (program.type, program.type.format) == (kind, kind.format)


def test_an_empty_list_is_compared_as_any_other() -> None:
    program = Environment({"l": list_of(DURATION)}).compile("l.sum() <= duration('1h') && l.map(x, x).sum() < l.sum()")
    assert outcome(program, []) is False
    assert outcome(program, [Duration(HOUR), Duration(1)]) is False
    assert math.isclose(outcome(Environment({}).compile("[0.1, 0.2].sum()")), 0.3)
