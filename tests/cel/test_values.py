"""Equality, order, keys and types of run-time values."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keur.cel.values import (
    NONE,
    CelError,
    CelMap,
    CelType,
    Optional,
    UInt,
    compare,
    equals,
    lookup_key,
    make_map,
    type_of,
)
from keur.model.quantities import Day, Duration, Period, Timestamp


class Struct:
    """Any object that is no value of the language itself."""


THING = Struct()


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (1, 1.0, True),
        (1, UInt(1), True),
        (UInt(1), 1.0, True),
        (1, True, False),
        (True, 1, False),
        (0, False, False),
        (1, "1", False),
        ("a", b"a", False),
        (None, None, True),
        (None, 0, False),
        (None, False, False),
        (math.nan, math.nan, False),
        ([math.nan], [math.nan], False),
        (0.0, -0.0, True),
        (2**53 + 1, float(2**53), False),
        (2**53, float(2**53), True),
        ([1, 2], (1.0, UInt(2)), True),
        ([1], [1, 2], False),
        ([True], [1], False),
        ([], {}, False),
        ({"a": 1}, {"a": 1.0}, True),
        ({"a": 1}, {"b": 1}, False),
        ({"a": [True]}, {"a": [1]}, False),
        (make_map([(1, "x")]), make_map([(UInt(1), "x")]), True),
        (make_map([(1, "x")]), make_map([(True, "x")]), False),
        (make_map([(1, 0)]), {"1": 0}, False),
        (Optional.of(1), Optional.of(1.0), True),
        (NONE, NONE, True),
        (NONE, Optional.of(None), False),
        (NONE, None, False),
        (Duration(1), Duration(1), True),
        (Duration(1), Timestamp(1), False),
        (Day(1), Day(1), True),
        (Day(1), 1, False),
        (Period(12), Period(12), True),
        (CelType("int"), CelType("int"), True),
        (THING, THING, True),
        (THING, Struct(), False),
    ],
)
def test_equals(a: Any, b: Any, expected: bool) -> None:
    assert equals(a, b) is expected
    assert equals(b, a) is expected
    if not (isinstance(a, float) and math.isnan(a)) and "nan" not in repr(a):
        assert (lookup_key(a) == lookup_key(b)) is expected


scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 2),
    st.integers(0, 2).map(UInt),
    st.sampled_from([0.0, -0.0, 1.0, 1.5]),
    st.sampled_from(["", "a"]),
    st.sampled_from([b"", b"a"]),
    st.builds(Duration, st.integers(0, 1)),
    st.builds(Timestamp, st.integers(0, 1)),
    st.builds(Day, st.integers(1, 2)),
    st.builds(Period, st.integers(0, 1)),
)
keys = st.one_of(st.booleans(), st.integers(0, 1), st.integers(0, 1).map(UInt), st.sampled_from(["", "a"]))
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=2),
        st.lists(inner, max_size=2).map(tuple),
        st.dictionaries(keys, inner, max_size=2).map(
            lambda d: make_map({lookup_key(k): (k, v) for k, v in d.items()}.values())
        ),
        inner.map(Optional.of),
        st.just(NONE),
    ),
    max_leaves=4,
)


@given(values, values, values)
def test_equality_is_an_equivalence_and_agrees_with_keys(a: Any, b: Any, c: Any) -> None:
    assert equals(a, a)
    assert equals(a, b) == equals(b, a)
    if equals(a, b) and equals(b, c):
        assert equals(a, c)
    assert equals(a, b) == (lookup_key(a) == lookup_key(b))
    if equals(a, b):
        assert hash(lookup_key(a)) == hash(lookup_key(b))


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (1, 2, -1),
        (2, 1.5, 1),
        (UInt(2), 2, 0),
        (-1, UInt(0), -1),
        (False, True, -1),
        ("a", "b", -1),
        (b"b", b"a", 1),
        ("\uffff", "\U00010000", -1),
        (Day(1), Day(2), -1),
        (Period(1), Period(0, 31), -1),
        (Period(1), Period(0, 30), 1),
        (2**63 - 1, 2.0**63, 0),
        (math.nan, 1.0, 0),
    ],
)
def test_compare(a: Any, b: Any, expected: int) -> None:
    assert compare(a, b) == expected
    assert compare(b, a) == -expected


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (1, True),
        (1, "1"),
        ("a", b"a"),
        (None, None),
        ([1], [2]),
        ({}, {}),
        (Duration(1), Timestamp(1)),
        (Day(1), 1),
        (CelType("a"), CelType("b")),
        (NONE, NONE),
        (THING, THING),
    ],
)
def test_what_has_no_order(a: Any, b: Any) -> None:
    with pytest.raises(CelError) as caught:
        compare(a, b)
    assert caught.value.kind == "no_such_overload"


@given(
    st.one_of(
        st.lists(st.integers(), min_size=3, max_size=3),
        st.lists(st.text(), min_size=3, max_size=3),
        st.lists(st.floats(allow_nan=False), min_size=3, max_size=3),
    )
)
def test_order_within_a_type_is_total(three: list[Any]) -> None:
    a, b, c = three
    assert compare(a, b) == -compare(b, a)
    assert (compare(a, b) == 0) == equals(a, b)
    if compare(a, b) <= 0 and compare(b, c) <= 0:
        assert compare(a, c) <= 0


def test_map_with_other_keys() -> None:
    found = make_map([(True, "t"), (1, "one"), ("1", "text"), (UInt(2), "two")])
    assert isinstance(found, CelMap)
    assert (found[True], found[1], found[1.0], found[UInt(1)], found["1"], found[2]) == (
        "t",
        "one",
        "one",
        "one",
        "text",
        "two",
    )
    assert list(found) == [True, 1, "1", 2]
    assert len(found) == 4
    for absent in (False, 0, 1.5, "2", b"1", None, [1]):
        assert absent not in found
        assert found.get(absent) is None
    assert repr(found) == "CelMap({True: 't', 1: 'one', '1': 'text', 2u: 'two'})"


def test_map_with_string_keys_is_a_dict() -> None:
    assert make_map([("a", 1), ("b", 2)]) == {"a": 1, "b": 2}
    assert type(make_map([])) is dict


@pytest.mark.parametrize(
    ("pairs", "kind"),
    [
        ([("a", 1), ("a", 2)], "duplicate_key"),
        ([(1, 1), (UInt(1), 2)], "duplicate_key"),
        ([(True, 1), (True, 2)], "duplicate_key"),
        ([(1.0, 1)], "invalid_argument"),
        ([(None, 1)], "invalid_argument"),
        ([([], 1)], "invalid_argument"),
    ],
)
def test_no_map(pairs: list[tuple[Any, Any]], kind: str) -> None:
    with pytest.raises(CelError) as caught:
        make_map(pairs)
    assert caught.value.kind == kind


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (None, "null_type"),
        (True, "bool"),
        (1, "int"),
        (UInt(1), "uint"),
        (1.0, "double"),
        ("", "string"),
        (b"", "bytes"),
        ([], "list"),
        ((), "list"),
        ({}, "map"),
        (make_map([(1, 1)]), "map"),
        (CelType("int"), "type"),
        (NONE, "optional_type"),
        (Duration(0), "google.protobuf.Duration"),
        (Timestamp(0), "google.protobuf.Timestamp"),
        (Day(1), "date"),
        (Period(1), "period"),
        (THING, "Struct"),
    ],
)
def test_type_of(value: Any, name: str) -> None:
    assert type_of(value) == CelType(name)


def test_a_subclass_of_day_is_a_date() -> None:
    class Today(Day):
        __slots__ = ()

    assert type_of(Today(5)).name == "date"
    assert equals(Today(5), Day(5))
    assert equals(Day(5), Today(5))
    assert compare(Today(5), Day(6)) == -1
    assert not equals(Today(5), 5)
    assert lookup_key(Today(5)) == lookup_key(Day(5))
