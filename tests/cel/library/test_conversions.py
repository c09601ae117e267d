"""Conversions: exact, or an error."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keur.cel.library.conversions import to_double, to_duration, to_int, to_string, to_timestamp
from keur.cel.library.text import show_double
from keur.cel.values import CelType, UInt
from keur.model.quantities import Day, Duration, Period, Timestamp

HOUR = 3_600 * 10**9


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("int", 5, 5),
        ("int", UInt(2**63 - 1), 2**63 - 1),
        ("int", -7.9, -7),
        ("int", 36028797018963968.0, 36028797018963968),
        ("int", "987", 987),
        ("int", "+5", 5),
        ("int", "-9223372036854775808", -(2**63)),
        ("int", Timestamp(1095379199_999999999), 1095379199),
        ("int", Timestamp(-1), -1),
        ("uint", 3.99, UInt(3)),
        ("uint", 7, UInt(7)),
        ("uint", "18446744073709551615", UInt(2**64 - 1)),
        ("uint", UInt(1), UInt(1)),
        ("double", 2**63 - 1, 9.223372036854776e18),
        ("double", UInt(5), 5.0),
        ("double", "-0.0", -0.0),
        ("double", "6.02214e23", 6.02214e23),
        ("double", "1.", 1.0),
        ("double", ".5", 0.5),
        ("double", "NaN", math.nan),
        ("double", "-Infinity", -math.inf),
        ("double", "1e-400", 0.0),
        ("string", True, "true"),
        ("string", -456, "-456"),
        ("string", UInt(9876), "9876"),
        ("string", 123.456, "123.456"),
        ("string", 1.0, "1"),
        ("string", -0.0, "-0"),
        ("string", 1234567.0, "1234567"),
        ("string", 1e21, "1e+21"),
        ("string", 1e-7, "1e-07"),
        ("string", math.nan, "NaN"),
        ("string", -math.inf, "-Infinity"),
        ("string", b"\xc3\xbf", "ÿ"),
        ("string", "x", "x"),
        ("string", Duration(HOUR), "3600s"),
        ("string", Duration(-500_000_000), "-0.500s"),
        ("string", Duration(1_000_001_000), "1.000001s"),
        ("string", Duration(1), "0.000000001s"),
        ("string", Timestamp(0), "1970-01-01T00:00:00Z"),
        ("string", Timestamp(120_000_000), "1970-01-01T00:00:00.120Z"),
        ("string", Timestamp(253402300800 * 10**9 - 1), "9999-12-31T23:59:59.999999999Z"),
        ("string", Day.of(2025, 6, 30), "2025-06-30"),
        ("string", Period(6), "6 months"),
        ("bytes", "ÿ", b"\xc3\xbf"),
        ("bytes", b"x", b"x"),
        ("bool", "t", True),
        ("bool", "False", False),
        ("bool", True, True),
        ("duration", "1h45m47s", Duration(6347 * 10**9)),
        ("duration", "-1.5h", Duration(-HOUR * 3 // 2)),
        ("duration", "0", Duration(0)),
        ("duration", ".5s", Duration(500_000_000)),
        ("duration", "1.s", Duration(10**9)),
        ("duration", "1us2ns", Duration(1002)),
        ("duration", "3µs", Duration(3000)),
        ("duration", "0.0000000019s", Duration(1)),
        ("duration", Duration(5), Duration(5)),
        ("timestamp", "2009-02-13T23:31:30Z", Timestamp(1234567890 * 10**9)),
        ("timestamp", "2009-02-14T00:31:30.5+01:00", Timestamp(1234567890_500000000)),
        ("timestamp", 1234567890, Timestamp(1234567890 * 10**9)),
        ("timestamp", Timestamp(5), Timestamp(5)),
        ("dyn", [1], [1]),
        ("type", [1], CelType("list")),
        ("type", CelType("int"), CelType("type")),
    ],
)
def test_conversion(gives: Any, name: str, value: Any, expected: Any) -> None:
    gives(expected, name, value)


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [
        ("overflow", "int", UInt(2**63)),
        ("overflow", "int", 2.0**63),
        ("overflow", "int", -(2.0**63)),
        ("overflow", "int", math.nan),
        ("overflow", "int", math.inf),
        ("overflow", "int", "9223372036854775808"),
        ("invalid_argument", "int", "1_000"),
        ("invalid_argument", "int", " 5"),
        ("invalid_argument", "int", "0x10"),
        ("invalid_argument", "int", "1.0"),
        ("invalid_argument", "int", ""),
        ("invalid_argument", "int", "٤"),
        ("invalid_argument", "int", "9" * 5000),
        ("no_such_overload", "int", True),
        ("no_such_overload", "int", None),
        ("no_such_overload", "int", Duration(1)),
        ("overflow", "uint", -1),
        ("overflow", "uint", -0.5),
        ("overflow", "uint", 2.0**64),
        ("overflow", "uint", math.nan),
        ("overflow", "uint", "18446744073709551616"),
        ("invalid_argument", "uint", "-1"),
        ("no_such_overload", "uint", True),
        ("invalid_argument", "double", "1_0"),
        ("invalid_argument", "double", " 1"),
        ("invalid_argument", "double", "0x1p-2"),
        ("invalid_argument", "double", ""),
        ("invalid_argument", "double", "."),
        ("invalid_argument", "double", "1" * 1000),
        ("overflow", "double", "1e999"),
        ("no_such_overload", "double", True),
        ("invalid_argument", "string", b"\x00\xff"),
        ("no_such_overload", "string", None),
        ("no_such_overload", "string", [1]),
        ("invalid_argument", "bytes", "\ud800"),
        ("no_such_overload", "bytes", 1),
        ("invalid_argument", "bool", "TrUe"),
        ("no_such_overload", "bool", 1),
        ("invalid_argument", "duration", ""),
        ("invalid_argument", "duration", "7d"),
        ("invalid_argument", "duration", "1h-30m"),
        ("invalid_argument", "duration", "s"),
        ("invalid_argument", "duration", "."),
        ("invalid_argument", "duration", ".s"),
        ("invalid_argument", "duration", "10"),
        ("invalid_argument", "duration", "\x1b[31m"),
        ("overflow", "duration", "320000000000s"),
        ("overflow", "duration", "-320000000000s"),
        ("no_such_overload", "duration", 5),
        ("invalid_argument", "timestamp", "0000-01-01T00:00:00Z"),
        ("invalid_argument", "timestamp", "10000-01-01T00:00:00Z"),
        ("invalid_argument", "timestamp", "2009-02-13T23:31:30"),
        ("invalid_argument", "timestamp", "2009-02-13"),
        ("overflow", "timestamp", -62135596801),
        ("overflow", "timestamp", 253402300800),
        ("no_such_overload", "timestamp", 1.5),
        ("no_such_overload", "timestamp", True),
    ],
)
def test_no_conversion(refuse: Any, kind: str, name: str, value: Any) -> None:
    refuse(kind, name, value)


@given(st.floats())
def test_double_round_trip(value: float) -> None:
    assert repr(to_double(show_double(value))) == repr(value)


@given(st.integers(-(2**63), 2**63 - 1))
def test_int_round_trip(value: int) -> None:
    assert to_int(to_string(value)) == value


@given(st.integers(-(2**63), 2**63 - 1))
def test_duration_round_trip(value: int) -> None:
    assert to_duration(to_string(Duration(value))) == Duration(value)


@given(st.integers(-62135596800 * 10**9, 253402300800 * 10**9 - 1))
def test_timestamp_round_trip(value: int) -> None:
    assert to_timestamp(to_string(Timestamp(value))) == Timestamp(value)
