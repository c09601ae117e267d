"""Order and membership, and what they cost."""

import math
from typing import Any

import pytest

from keur.cel.functions import merge
from keur.cel.library import LIBRARIES
from keur.cel.values import UInt, make_map
from keur.model.quantities import Day, Duration, Period, Timestamp

FUNCTIONS = merge(LIBRARIES)


@pytest.mark.parametrize(
    ("a", "b", "order"),
    [
        (1, 2, "<"),
        (2, 2, "="),
        (1, 1.5, "<"),
        (UInt(2**63), 1, ">"),
        (-1, UInt(0), "<"),
        (2**63 - 1, 2.0**63, "="),
        (2**63 - 1, 9223372036854777857.0, "<"),
        (UInt(2**64 - 1), 2.0**64, "="),
        (False, True, "<"),
        ("Abc", "aBC", "<"),
        ("a", "", ">"),
        (b"a", b"b", "<"),
        (-0.0, 0.0, "="),
        (Day(1), Day(2), "<"),
        (Duration(1), Duration(1), "="),
        (Timestamp(2), Timestamp(1), ">"),
        (Period(0, 30), Period(1), "<"),
        (math.nan, 1.0, "none"),
        (1, math.nan, "none"),
    ],
)
def test_order(call: Any, a: Any, b: Any, order: str) -> None:
    assert call("_<_", a, b) is (order == "<")
    assert call("_<=_", a, b) is (order in "<=")
    assert call("_>_", a, b) is (order == ">")
    assert call("_>=_", a, b) is (order in ">=")


@pytest.mark.parametrize(
    ("a", "b"), [(True, 1), ("a", 1), (None, None), ([1], [1]), ({}, {}), (Day(1), Timestamp(1)), ("a", b"a")]
)
@pytest.mark.parametrize("name", ["_<_", "_<=_", "_>_", "_>=_"])
def test_no_order(refuse: Any, name: str, a: Any, b: Any) -> None:
    refuse("no_such_overload", name, a, b)


@pytest.mark.parametrize(
    ("value", "container", "expected"),
    [
        (1, [True], False),
        (1, [True, 1.0], True),
        (True, [1], False),
        ("a", ["b", "a"], True),
        ("a", ["b", b"a", 1], False),
        ([1], [[1.0]], True),
        (math.nan, [math.nan], False),
        ("a", {"a": 1}, True),
        (1, {"a": 1}, False),
        (UInt(1), make_map([(1, "x")]), True),
        (True, make_map([(1, "x")]), False),
        (None, make_map([(1, "x")]), False),
        ("x", (), False),
    ],
)
def test_membership(call: Any, value: Any, container: Any, expected: bool) -> None:
    assert call("@in", value, container) is expected


def test_membership_in_no_container(refuse: Any) -> None:
    refuse("no_such_overload", "@in", "a", "abc")
    refuse("no_such_overload", "@in", 1, None)


def test_what_shares_its_parts_costs_what_comparing_it_would_take() -> None:
    (equal,) = FUNCTIONS["_==_"]
    assert equal.cost is not None
    assert equal.cost(1, 2) == 0
    assert equal.cost("a" * 1600, "b" * 1600) == 100
    a: list[Any] = [0]
    b: list[Any] = [0]
    for _ in range(60):
        a, b = [a, a], [b, b]
    assert equal.cost(a, b) > 1_000_000
    (within,) = FUNCTIONS["@in"]
    assert within.cost is not None
    assert within.cost(b, [a]) > 1_000_000
    assert within.cost(1, [1] * 1000) == 1000
