"""Arithmetic is exact within 64 bits and an error beyond."""

import math
import operator
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keur.cel.library import arithmetic
from keur.cel.values import CelError, UInt
from keur.model.quantities import Day, Duration, Period, Timestamp

LOW, HIGH, TOP = -(2**63), 2**63 - 1, 2**64 - 1
NAN, INF = math.nan, math.inf


@pytest.mark.parametrize(
    ("name", "args", "expected"),
    [
        ("_+_", (40, 2), 42),
        ("_+_", (UInt(40), UInt(2)), UInt(42)),
        ("_+_", (4.25, 15.25), 19.5),
        ("_+_", ("he", "llo"), "hello"),
        ("_+_", (b"a", b"\xff"), b"a\xff"),
        ("_+_", ([1], [2]), [1, 2]),
        ("_+_", ((1,), [2]), [1, 2]),
        ("_+_", (Timestamp(5), Duration(7)), Timestamp(12)),
        ("_+_", (Duration(7), Timestamp(5)), Timestamp(12)),
        ("_+_", (Duration(7), Duration(5)), Duration(12)),
        ("_+_", (Day(5), Duration.of(days=2)), Day(7)),
        ("_+_", (Duration.of(days=2), Day(5)), Day(7)),
        ("_+_", (Day.of(2027, 1, 31), Period(1)), Day.of(2027, 2, 28)),
        ("_+_", (Period(1), Day.of(2027, 1, 31)), Day.of(2027, 2, 28)),
        ("_+_", (Period(1), Period(2, 3)), Period(3, 3)),
        ("_-_", (42, -22), 64),
        ("_-_", (UInt(42), UInt(12)), UInt(30)),
        ("_-_", (42.875, -22.0), 64.875),
        ("_-_", (Timestamp(5), Duration(7)), Timestamp(-2)),
        ("_-_", (Timestamp(5), Timestamp(7)), Duration(-2)),
        ("_-_", (Day(7), Day(5)), Duration.of(days=2)),
        ("_-_", (Day(7), Duration.of(days=2)), Day(5)),
        ("_-_", (Day.of(2027, 3, 31), Period(1)), Day.of(2027, 2, 28)),
        ("_-_", (Period(3), Period(1)), Period(2)),
        ("_-_", (Duration(3), Duration(1)), Duration(2)),
        ("_*_", (40, -2), -80),
        ("_*_", (UInt(40), UInt(2)), UInt(80)),
        ("_*_", (2.0, 8.988466e307), INF),
        ("_/_", (-20, 3), -6),
        ("_/_", (20, -3), -6),
        ("_/_", (-20, -3), 6),
        ("_/_", (0, -3), 0),
        ("_/_", (UInt(20), UInt(3)), UInt(6)),
        ("_/_", (15.75, 0.0), INF),
        ("_/_", (15.75, -0.0), -INF),
        ("_/_", (-15.75, 0.0), -INF),
        ("_/_", (0.0, 0.0), NAN),
        ("_/_", (NAN, 0.0), NAN),
        ("_%_", (-42, -5), -2),
        ("_%_", (43, -5), 3),
        ("_%_", (-3, 5), -3),
        ("_%_", (UInt(42), UInt(5)), UInt(2)),
        ("-_", (42,), -42),
        ("-_", (0.0,), -0.0),
    ],
)
def test_operator(gives: Any, name: str, args: tuple[Any, ...], expected: Any) -> None:
    gives(expected, name, *args)


@pytest.mark.parametrize(
    ("kind", "name", "args"),
    [
        ("overflow", "_+_", (HIGH, 1)),
        ("overflow", "_+_", (LOW, -1)),
        ("overflow", "_+_", (UInt(TOP), UInt(1))),
        ("overflow", "_-_", (LOW, 1)),
        ("overflow", "_-_", (UInt(0), UInt(1))),
        ("overflow", "_*_", (5_000_000_000, 5_000_000_000)),
        ("overflow", "_*_", (UInt(5_000_000_000), UInt(5_000_000_000))),
        ("overflow", "_/_", (LOW, -1)),
        ("overflow", "_%_", (LOW, -1)),
        ("overflow", "-_", (LOW,)),
        ("overflow", "_+_", (Duration(HIGH), Duration(1))),
        ("overflow", "_+_", (Day(1), Duration(1))),
        ("overflow", "_-_", (Day(1), Period(1))),
        ("divide_by_zero", "_/_", (1, 0)),
        ("divide_by_zero", "_%_", (1, 0)),
        ("divide_by_zero", "_/_", (UInt(1), UInt(0))),
        ("divide_by_zero", "_%_", (UInt(1), UInt(0))),
        ("no_such_overload", "_%_", (47.5, 5.5)),
        ("no_such_overload", "-_", (UInt(5),)),
        ("no_such_overload", "-_", (False,)),
        ("no_such_overload", "_+_", (1, 1.0)),
        ("no_such_overload", "_+_", (1, UInt(1))),
        ("no_such_overload", "_+_", (True, True)),
        ("no_such_overload", "_+_", (1, True)),
        ("no_such_overload", "_+_", ("a", b"a")),
        ("no_such_overload", "_+_", ([1], "a")),
        ("no_such_overload", "_+_", (None, None)),
        ("no_such_overload", "_+_", (Timestamp(1), Timestamp(1))),
        ("no_such_overload", "_+_", (Day(1), Day(1))),
        ("no_such_overload", "_+_", (Duration(1), Period(1))),
        ("no_such_overload", "_+_", ({}, {})),
        ("no_such_overload", "_-_", ("a", "a")),
        ("no_such_overload", "_-_", (Duration(1), Timestamp(1))),
        ("no_such_overload", "_-_", (Duration(1), Day(1))),
        ("no_such_overload", "_*_", (Duration(1), 2)),
        ("no_such_overload", "_*_", (True, True)),
    ],
)
def test_operator_refuses(refuse: Any, kind: str, name: str, args: tuple[Any, ...]) -> None:
    refuse(kind, name, *args)


edges = st.sampled_from([LOW, LOW + 1, -1, 0, 1, HIGH - 1, HIGH, 2**32, -(2**32), 3037000500])
ints = st.one_of(st.integers(LOW, HIGH), edges)
uints = st.one_of(st.integers(0, TOP), st.sampled_from([0, 1, TOP, TOP - 1, 2**32]))


def _truncated(a: int, b: int) -> int:
    return math.trunc(Fraction(a, b))


OPERATIONS: list[tuple[str, Callable[[int, int], int]]] = [
    ("add", operator.add),
    ("subtract", operator.sub),
    ("multiply", operator.mul),
    ("divide", _truncated),
    ("modulo", lambda a, b: a - b * _truncated(a, b)),
]


@pytest.mark.parametrize(("name", "oracle"), OPERATIONS)
@given(pair=st.tuples(ints, ints))
def test_int_against_unbounded_integers(name: str, oracle: Callable[[int, int], int], pair: tuple[int, int]) -> None:
    a, b = pair
    for apply in (getattr(arithmetic, name), getattr(arithmetic, name + "_int")):
        if name in ("divide", "modulo") and (b == 0 or (a, b) == (LOW, -1)):
            with pytest.raises(CelError):
                apply(a, b)
        elif LOW <= oracle(a, b) <= HIGH:
            assert apply(a, b) == oracle(a, b)
        else:
            with pytest.raises(CelError):
                apply(a, b)


@pytest.mark.parametrize(("name", "oracle"), OPERATIONS)
@given(pair=st.tuples(uints, uints))
def test_uint_against_unbounded_integers(name: str, oracle: Callable[[int, int], int], pair: tuple[int, int]) -> None:
    a, b = map(UInt, pair)
    for apply in (getattr(arithmetic, name), getattr(arithmetic, name + "_uint")):
        if name in ("divide", "modulo") and b == 0:
            with pytest.raises(CelError):
                apply(a, b)
        elif 0 <= oracle(int(a), int(b)) <= TOP:
            assert apply(a, b) == oracle(int(a), int(b))
            assert type(apply(a, b)) is UInt
        else:
            with pytest.raises(CelError):
                apply(a, b)
