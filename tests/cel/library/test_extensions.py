"""The math, encoders and optionals extensions, and keur's own functions."""

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keur.cel.library import math as library_math
from keur.cel.library.encoders import decode, encode
from keur.cel.library.keur import percent
from keur.cel.values import NONE, CelError, Optional, UInt, equals, make_map
from keur.model.quantities import Day, Duration, Period, Timestamp

LOW, HIGH, TOP = -(2**63), 2**63 - 1, 2**64 - 1
NAN, INF = math.nan, math.inf


@pytest.mark.parametrize(
    ("name", "args", "expected"),
    [
        ("greatest", (-5,), -5),
        ("greatest", (1, 1.0), 1),
        ("greatest", (5.4, 10, UInt(3), -5.0), 10),
        ("greatest", ([5.4, 10.5, UInt(3)],), 10.5),
        ("greatest", ((1, 2),), 2),
        ("least", (5.4, 10, UInt(3), -5.0), -5.0),
        ("least", ([UInt(3)],), UInt(3)),
        ("ceil", (1.2,), 2.0),
        ("ceil", (-0.5,), -0.0),
        ("ceil", (INF,), INF),
        ("floor", (-1.2,), -2.0),
        ("floor", (1e300,), 1e300),
        ("round", (-1.5,), -2.0),
        ("round", (2.5,), 3.0),
        ("round", (0.49999999999999994,), 0.0),
        ("round", (-0.4,), -0.0),
        ("round", (NAN,), NAN),
        ("trunc", (-1.9,), -1.0),
        ("trunc", (NAN,), NAN),
        ("abs", (-11,), 11),
        ("abs", (UInt(1),), UInt(1)),
        ("abs", (-11.5,), 11.5),
        ("sign", (-11,), -1),
        ("sign", (UInt(5),), UInt(1)),
        ("sign", (-32.0,), -1.0),
        ("sign", (0.0,), 0.0),
        ("sign", (NAN,), NAN),
        ("sqrt", (81,), 9.0),
        ("sqrt", (UInt(4),), 2.0),
        ("sqrt", (2.25,), 1.5),
        ("sqrt", (-1.0,), NAN),
        ("isNaN", (NAN,), True),
        ("isInf", (-INF,), True),
        ("isFinite", (NAN,), False),
        ("bitAnd", (1, -1), 1),
        ("bitAnd", (UInt(1), UInt(3)), UInt(1)),
        ("bitOr", (4, -2), -2),
        ("bitXor", (4, -2), -6),
        ("bitNot", (1,), -2),
        ("bitNot", (UInt(1),), UInt(TOP - 1)),
        ("bitShiftLeft", (1, 2), 4),
        ("bitShiftLeft", (1, 63), LOW),
        ("bitShiftLeft", (-1, 200), 0),
        ("bitShiftLeft", (UInt(TOP), 1), UInt(TOP - 1)),
        ("bitShiftLeft", (UInt(1), 10**18), UInt(0)),
        ("bitShiftRight", (-1024, 3), 2305843009213693824),
        ("bitShiftRight", (-1024, 0), -1024),
        ("bitShiftRight", (UInt(1024), 2), UInt(256)),
    ],
)
def test_math(gives: Any, name: str, args: tuple[Any, ...], expected: Any) -> None:
    gives(expected, f"math.{name}", *args)


@pytest.mark.parametrize(
    ("kind", "name", "args"),
    [
        ("invalid_argument", "greatest", ([],)),
        ("no_such_overload", "greatest", ("a",)),
        ("no_such_overload", "greatest", (1, True)),
        ("no_such_overload", "least", ([1, "a"],)),
        ("no_such_overload", "ceil", (1,)),
        ("no_such_overload", "isNaN", (True,)),
        ("overflow", "abs", (LOW,)),
        ("no_such_overload", "abs", (True,)),
        ("no_such_overload", "sign", (True,)),
        ("no_such_overload", "sqrt", ("4",)),
        ("no_such_overload", "bitAnd", (1, UInt(1))),
        ("no_such_overload", "bitOr", (1.2, 1)),
        ("no_such_overload", "bitNot", (True,)),
        ("invalid_argument", "bitShiftLeft", (UInt(1), -1)),
        ("invalid_argument", "bitShiftRight", (1, -1)),
        ("no_such_overload", "bitShiftLeft", (1, UInt(1))),
        ("no_such_overload", "bitShiftRight", (4.3, 1)),
    ],
)
def test_no_math(refuse: Any, kind: str, name: str, args: tuple[Any, ...]) -> None:
    refuse(kind, f"math.{name}", *args)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_rounding_is_half_away_from_zero(value: float) -> None:
    calls = {function.name: function.call for function in library_math.FUNCTIONS}
    exact = abs(Fraction(value))
    assert abs(calls["math.round"](value)) == math.floor(exact + Fraction(1, 2))
    assert calls["math.floor"](value) == math.floor(Fraction(value))
    assert calls["math.ceil"](value) == math.ceil(Fraction(value))
    assert calls["math.trunc"](value) == math.trunc(Fraction(value))


@given(st.integers(LOW, HIGH), st.integers(0, 70))
def test_shifts_move_64_bits(value: int, count: int) -> None:
    calls = {function.name: function.call for function in library_math.FUNCTIONS}
    bits = f"{value & TOP:064b}"
    left = (bits + "0" * count)[-64:]
    right = ("0" * count + bits)[:64]
    for name, expected in (("Left", int(left, 2)), ("Right", int(right, 2))):
        assert calls[f"math.bitShift{name}"](value, count) & TOP == expected
        assert calls[f"math.bitShift{name}"](UInt(value & TOP), count) == expected


@pytest.mark.parametrize(
    "text", ["a", "aGVsbG8==", "aGVsbG8===", "====", "aGVs!", "aGVs\n", "aGVsé", "a=Vs", "aGVs_-", "\ud800"]
)
def test_no_base64(refuse: Any, text: str) -> None:
    refuse("invalid_argument", "base64.decode", text)


@given(st.binary(max_size=20))
def test_base64_round_trip(data: bytes) -> None:
    assert decode(encode(data)) == data
    assert decode(encode(data).rstrip("=")) == data


def test_base64_of_other_types(refuse: Any) -> None:
    refuse("no_such_overload", "base64.encode", "a")
    refuse("no_such_overload", "base64.decode", b"a")


@pytest.mark.parametrize(
    ("name", "args", "expected"),
    [
        ("optional.of", (None,), Optional.of(None)),
        ("optional.none", (), NONE),
        ("optional.unwrap", ([Optional.of(1), NONE],), [1]),
        ("unwrapOpt", ((NONE, Optional.of(2)),), [2]),
        ("hasValue", (Optional.of(None),), True),
        ("hasValue", (NONE,), False),
        ("value", (Optional.of(5),), 5),
        ("or", (NONE, Optional.of(2)), Optional.of(2)),
        ("or", (Optional.of(1), Optional.of(2)), Optional.of(1)),
        ("orValue", (NONE, 7), 7),
        ("orValue", (Optional.of(1), 7), 1),
        ("first", ([1, 2],), Optional.of(1)),
        ("first", ([],), NONE),
        ("last", ((1, 2),), Optional.of(2)),
        ("last", ([],), NONE),
    ],
)
def test_optional(call: Any, name: str, args: tuple[Any, ...], expected: Any) -> None:
    assert equals(call(name, *args), expected)


@pytest.mark.parametrize(
    "zero",
    [None, False, 0, UInt(0), 0.0, -0.0, "", b"", [], (), {}, NONE, Duration(0), Timestamp(0), Period(0)],
)
def test_zero_values(call: Any, zero: Any) -> None:
    assert call("optional.ofNonZeroValue", zero) is NONE


@pytest.mark.parametrize(
    "value",
    [True, 1, NAN, "a", [0], {"a": 0}, make_map([(0, 0)]), Optional.of(0), Duration(1), Day(1), object()],
)
def test_other_values(call: Any, value: Any) -> None:
    assert call("optional.ofNonZeroValue", value).value is value


@pytest.mark.parametrize(
    ("kind", "name", "args"),
    [
        ("no_such_element", "value", (NONE,)),
        ("no_such_overload", "value", (1,)),
        ("no_such_overload", "hasValue", (None,)),
        ("no_such_overload", "or", (NONE, 1)),
        ("no_such_overload", "orValue", (1, 1)),
        ("no_such_overload", "first", ("ab",)),
        ("no_such_overload", "last", ({},)),
        ("no_such_overload", "unwrapOpt", ([1],)),
        ("no_such_overload", "optional.unwrap", (1,)),
    ],
)
def test_no_optional(refuse: Any, kind: str, name: str, args: tuple[Any, ...]) -> None:
    refuse(kind, name, *args)


@pytest.mark.parametrize(
    ("name", "args", "expected"),
    [
        ("days", (30,), Duration.of(days=30)),
        ("weeks", (2,), Duration.of(days=14)),
        ("hours", (-1,), Duration.of(hours=-1)),
        ("minutes", (90,), Duration.of(minutes=90)),
        ("months", (6,), Period(6)),
        ("years", (2,), Period(24)),
        ("date", ("2025-06-30",), Day.of(2025, 6, 30)),
        ("span", ("4h",), Duration.of(hours=4)),
        ("ratio", ("99.95%",), 0.9995),
        ("number", ("42",), 42.0),
        ("percent", (99.95,), 0.9995),
        ("percent", (99,), 0.99),
        ("percent", (1e-7,), 1e-9),
        ("percent", (INF,), INF),
        ("day", (Timestamp(1751326200 * 10**9), "Europe/Amsterdam"), Day.of(2025, 7, 1)),
        ("day", (Timestamp(1751326200 * 10**9), "UTC"), Day.of(2025, 6, 30)),
    ],
)
def test_own_functions(gives: Any, name: str, args: tuple[Any, ...], expected: Any) -> None:
    gives(expected, name, *args)


@pytest.mark.parametrize(
    ("kind", "name", "args"),
    [
        ("overflow", "days", (2**62,)),
        ("overflow", "years", (-(2**62),)),
        ("no_such_overload", "days", (1.5,)),
        ("no_such_overload", "days", (True,)),
        ("invalid_argument", "date", ("2025-02-30",)),
        ("invalid_argument", "span", ("6 months",)),
        ("invalid_argument", "ratio", ("99,95%",)),
        ("invalid_argument", "number", ("forty",)),
        ("invalid_argument", "number", ("NaN",)),
        ("no_such_overload", "number", (42,)),
        ("no_such_overload", "ratio", (0.5,)),
        ("no_such_overload", "percent", ("99%",)),
        ("no_such_overload", "day", (Day(1), "UTC")),
        ("invalid_argument", "day", (Timestamp(0), "Nowhere")),
    ],
)
def test_no_own_functions(refuse: Any, kind: str, name: str, args: tuple[Any, ...]) -> None:
    refuse(kind, name, *args)


@given(st.floats(-1e6, 1e6))
def test_percent_is_the_double_nearest_to_the_decimal_fraction(value: float) -> None:
    assert percent(value) == float(Fraction(Decimal(repr(value))) / 100)


def test_errors_carry_their_kind_and_one_sentence() -> None:
    error = CelError("overflow", "too much")
    assert (error.kind, error.message, str(error)) == ("overflow", "too much", "too much")
