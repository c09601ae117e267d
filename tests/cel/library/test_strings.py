"""The strings extension, and the standard functions of strings."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keur.cel.library import standard, strings
from keur.cel.values import CelError, UInt, make_map
from keur.model.quantities import Day, Duration, Period, Timestamp

CAT = "tacocat"
MIXED = "ta©o©αT"


@pytest.mark.parametrize(
    ("name", "args", "expected"),
    [
        ("size", ("🐱😀",), 2),
        ("size", (b"abc",), 3),
        ("size", ([1, 2],), 2),
        ("size", (make_map([(1, 2)]),), 1),
        ("size", ({},), 0),
        ("contains", ("Straße", "aß"), True),
        ("startsWith", ("🐱😀", "🐱"), True),
        ("endsWith", ("forté", "té"), True),
        ("endsWith", ("", "x"), False),
        ("charAt", (CAT, 3), "o"),
        ("charAt", (CAT, 7), ""),
        ("indexOf", (CAT, ""), 0),
        ("indexOf", (CAT, "", 3), 3),
        ("indexOf", (CAT, "at", 3), 5),
        ("indexOf", (CAT, "a", 7), -1),
        ("indexOf", (MIXED, "©αT", 3), 4),
        ("indexOf", ("", "x"), -1),
        ("lastIndexOf", (CAT, ""), 7),
        ("lastIndexOf", (CAT, "", 3), 3),
        ("lastIndexOf", (CAT, "a", 3), 1),
        ("lastIndexOf", ("bananananana", "nana", 7), 6),
        ("lastIndexOf", ("", "@@"), -1),
        ("lastIndexOf", (CAT, "t", 0), 0),
        ("join", (["x", "y"],), "xy"),
        ("join", (("x", "y"), "-"), "x-y"),
        ("join", ([], "-"), ""),
        ("lowerAscii", ("TacoCÆt Xii",), "tacocÆt xii"),
        ("lowerAscii", ("ABC",), "abc"),
        ("upperAscii", ("tacoCαt xii",), "TACOCαT XII"),
        ("upperAscii", ("straße",), "STRAßE"),
        ("replace", ("{0} days {0}", "{0}", "2"), "2 days 2"),
        ("replace", ("{0} days {0}", "{0}", "2", 1), "2 days {0}"),
        ("replace", ("aaa", "a", "b", 0), "aaa"),
        ("replace", ("aaa", "a", "b", -7), "bbb"),
        ("replace", ("ab", "", "-"), "-a-b-"),
        ("replace", ("ab", "", "-", 2), "-a-b"),
        ("split", ("hello world", " "), ["hello", "world"]),
        ("split", ("a b c", " ", 0), []),
        ("split", ("a b c", " ", 1), ["a b c"]),
        ("split", ("a b c", " ", 2), ["a", "b c"]),
        ("split", ("a b c", " ", 9), ["a", "b", "c"]),
        ("split", ("o©o", "©", -1), ["o", "o"]),
        ("split", ("abc", ""), ["a", "b", "c"]),
        ("split", ("abc", "", 2), ["a", "bc"]),
        ("split", ("abc", "", 3), ["a", "b", "c"]),
        ("split", ("", ""), []),
        ("split", ("", ","), [""]),
        ("substring", (CAT, 4), "cat"),
        ("substring", (CAT, 7), ""),
        ("substring", (MIXED, 2, 6), "©o©α"),
        ("substring", (CAT, 4, 4), ""),
        ("trim", (" \f\n\r\t\vtext\u0085\u00a0\u1680\u2000\u200a\u2028\u2029\u202f\u205f\u3000",), "text"),
        ("trim", ("\u180etext\u200b\u2060\ufeff\x1f",), "\u180etext\u200b\u2060\ufeff\x1f"),
        ("reverse", ("Ta©oCαt",), "tαCo©aT"),
        ("strings.quote", ('a"\\\a\b\f\n\r\t\v😀',), '"a\\"\\\\\\a\\b\\f\\n\\r\\t\\v😀"'),
        ("matches", ("hubba", "ubb"), True),
        ("matches", ("", "foo|bar"), False),
        ("matches", ("🐱😀😀", "(a|😀){2}"), True),
        ("matches", ("mañana", "^a"), False),
        ("!_", (True,), False),
    ],
)
def test_function(gives: Any, name: str, args: tuple[Any, ...], expected: Any) -> None:
    gives(expected, name, *args)


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("charAt", (CAT, 30)),
        ("charAt", (CAT, -1)),
        ("indexOf", (CAT, "a", 30)),
        ("indexOf", (CAT, "a", -1)),
        ("lastIndexOf", (CAT, "a", -1)),
        ("lastIndexOf", (CAT, "a", 30)),
        ("substring", (CAT, 40)),
        ("substring", (CAT, -1)),
        ("substring", (CAT, 1, 50)),
        ("substring", (CAT, 4, 3)),
        ("matches", ("a", "(")),
        ("matches", ("a", "(?=a)")),
        ("matches", ("a", r"(a)\1")),
        ("matches", ("a", "\ud800")),
        ("matches", ("\ud800", "a")),
        ("matches", ("a", "((a{100}){100}){100}")),
        ("matches", ("a", "a" * 1_001)),
    ],
)
def test_arguments_out_of_range(refuse: Any, name: str, args: tuple[Any, ...]) -> None:
    refuse("invalid_argument", name, *args)


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("size", (1,)),
        ("size", (None,)),
        ("contains", ("a", 1)),
        ("startsWith", (1, "a")),
        ("endsWith", (b"a", b"a")),
        ("matches", ("a", None)),
        ("charAt", (42, 2)),
        ("charAt", ("hello", True)),
        ("indexOf", ("hello", True)),
        ("indexOf", ("42", "4", "0")),
        ("indexOf", ("42", "4", True)),
        ("lastIndexOf", ("42", 4)),
        ("lastIndexOf", ("42", "4", 0.0)),
        ("join", (["a", 1],)),
        ("join", (["a", "b"], 1)),
        ("join", ("ab",)),
        ("lowerAscii", (1,)),
        ("trim", (None,)),
        ("replace", ("42", "2", 1)),
        ("replace", ("42", "2", "1", "1")),
        ("replace", ("42", "2", "1", True)),
        ("split", ("42", 2)),
        ("split", ("42", "2", "1")),
        ("substring", (CAT, True, 3)),
        ("substring", (CAT, 0, False)),
        ("strings.quote", (1,)),
        ("!_", (1,)),
    ],
)
def test_types_are_not_taken_for_one_another(refuse: Any, name: str, args: tuple[Any, ...]) -> None:
    refuse("no_such_overload", name, *args)


@pytest.mark.parametrize(
    ("template", "values", "expected"),
    [
        ("%% %s%%", ["x"], "% x%"),
        ("%s", [None], "null"),
        ("%s", [1e300], "1e+300"),
        ("%s %s", [9.0, UInt(3)], "9 3"),
        ("%s", [b"\xff"], "\ufffd"),
        ("%s", [["a", 3.14, None, [9], True]], "[a, 3.14, null, [9], true]"),
        ("%s", [make_map([("strKey", "x"), (6, Duration(422 * 10**9)), (True, 42)])], "{6: 422s, strKey: x, true: 42}"),
        ("%s", [Timestamp(0)], "1970-01-01T00:00:00Z"),
        ("%s, %s", [Day.of(2025, 6, 30), Period(6)], "2025-06-30, 6 months"),
        ("%d", [-5], "-5"),
        ("%d", [UInt(2**64 - 1)], "18446744073709551615"),
        ("%d", [float("inf")], "Infinity"),
        ("%.3f %f %.0f", [1.2345, 2, 2.5], "1.234 2.000000 2"),
        ("%.6e %e", [1052.032911275, UInt(3)], "1.052033e+03 3.000000e+00"),
        ("%e", [float("-inf")], "-Infinity"),
        ("%b %b %b", [5, -5, True], "101 -101 1"),
        ("%o", [11], "13"),
        ("%x %X %x %X", [-255, 30, "Hello", b"\xab"], "-ff 1E 48656c6c6f AB"),
        ("none", ["too", "many"], "none"),
        ("%s", ("tuple",), "tuple"),
        ("%.100f", [0.5], "0.5" + "0" * 99),
    ],
)
def test_format(gives: Any, template: str, values: Any, expected: str) -> None:
    gives(expected, "format", template, values)


@pytest.mark.parametrize(
    ("template", "values"),
    [
        ("%a", [1]),
        ("%", [1]),
        ("x%", [1]),
        ("%5d", [1]),
        ("%.f", [1.0]),
        ("%.2d", [1]),
        ("%.101f", [1.0]),
        ("%.999999999999f", [1.0]),
        ("%E", [0.5]),
        ("%\n", [0.5]),
        ("%d %d", [0]),
        ("%d", ["1"]),
        ("%d", [0.5]),
        ("%d", [True]),
        ("%d", [None]),
        ("%f", ["1"]),
        ("%f", [True]),
        ("%b", ["abc"]),
        ("%o", [True]),
        ("%x", [0.5]),
        ("%x", [None]),
        ("%s", [object()]),
        ("%s", ["not a list"][0]),
    ],
)
def test_no_format(refuse: Any, template: str, values: Any) -> None:
    refuse("invalid_argument", "format", template, values)


texts = st.text(st.sampled_from("ab©😀"), max_size=8)
parts = st.text(st.sampled_from("ab©"), max_size=2)


@given(texts, parts, st.integers(-1, 9))
def test_positions_against_a_search_by_hand(text: str, part: str, start: int) -> None:
    found = [i for i in range(len(text) + 1) if text[i : i + len(part)] == part]
    assert strings.index_of(text, part) == min(found, default=-1)
    assert strings.last_index_of(text, part) == max(found, default=-1)
    if 0 <= start <= len(text):
        assert strings.index_of(text, part, start) == min((i for i in found if i >= start), default=-1)
        assert strings.last_index_of(text, part, start) == max((i for i in found if i <= start), default=-1)
    else:
        for search in (strings.index_of, strings.last_index_of):
            with pytest.raises(CelError):
                search(text, part, start)


@given(texts, parts, st.integers(-1, 5))
def test_split_undoes_join(text: str, separator: str, limit: int) -> None:
    found = strings.split(text, separator, limit)
    assert strings.join(found, separator) == ("" if limit == 0 else text)
    assert limit < 0 or len(found) <= limit
    assert strings.split(text, separator) == (text.split(separator) if separator else list(text))


@given(texts, parts, parts, st.integers(-1, 5))
def test_costs_bound_what_is_built(text: str, old: str, new: str, count: int) -> None:
    costs = {function.name: function.cost for function in strings.FUNCTIONS}
    big, replacement = text * 100, new * 100
    for name, args, built in (
        ("replace", (big, old, replacement, count), strings.replace(big, old, replacement, count)),
        ("join", ([big, big, new], replacement), strings.join([big, big, new], replacement)),
        ("strings.quote", ('"' * 100,), strings.quote('"' * 100)),
        ("format", ("%s %x", [big, big]), strings.formatted("%s %x", [big, big])),
    ):
        cost = costs[name]
        assert cost is not None
        assert cost(*args) >= len(built) >> 4


@given(st.text(max_size=20))
def test_ascii_casing_leaves_the_rest_alone(text: str) -> None:
    for name, change in (("lower", strings.lower_ascii), ("upper", strings.upper_ascii)):
        assert change(text) == "".join(getattr(c, name)() if c.isascii() else c for c in text)


def test_a_match_costs_as_the_pattern_is_large() -> None:
    cost = {function.name: function.cost for function in standard.FUNCTIONS}["matches"]
    assert cost is not None
    assert cost("abc", "^abc$") == 1
    assert cost("a" * 160, "^abc$") == 11
    assert cost("abc", "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{12}$") < 50
    assert cost("abc", "[^a]{1000}") > 1_000
    assert cost("abc", r"((\pL{10}){10}){10}") > 10_000
    assert cost("abc", "a" * 5_000) == 1
