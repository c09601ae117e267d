"""Hostile expressions end soon, in bounded memory, and both ways of running count the same."""

import time
import tracemalloc

import pytest

from keur.cel import DYN, INT, STRING, CelError, Environment, list_of
from keur.cel.cost import MAX_NESTING, weight
from keur.cel.values import Optional, make_map

VALUES = {"l": list(range(500)), "s": "a" * 500_000, "ss": [f"name-{n}" for n in range(5_000)], "any": 1}
ENVIRONMENT = Environment({"l": list_of(INT), "s": STRING, "ss": list_of(STRING), "any": DYN}, limit=60_000)


def chain(count: int, first: str, form: str, last: str) -> str:
    """`cel.bind` within `cel.bind`: x0 is `first`, each next is made of the one before."""
    steps = [f"cel.bind(x{n}, {form.replace('P', f'x{n - 1}')}, " for n in range(1, count + 1)]
    return f"cel.bind(x0, {first}, {''.join(steps)}{last}{')' * (count + 1)}"


HOSTILE = {
    "loops in loops": "l.all(a, l.all(b, l.all(c, a + b + c >= 0)))",
    "loops over nothing found": "l.exists(a, l.exists(b, l.exists(c, a + b + c < 0)))",
    "a doubled text": chain(30, "'0123456789abcdef'", "P + P", "x30.size() > 0"),
    "a text doubled in few steps": chain(8, "s", "P + P", "x8.size() > 0"),
    "a doubled list": chain(30, "[1]", "P + P", "x30.size() > 0"),
    "a list shared": chain(30, "[1]", "[P, P]", "x30 == x30"),
    "a list shared, unseen by the checker": chain(30, "dyn([1])", "dyn([P, P])", "x30 == x30"),
    "a map shared": chain(30, "{'a': 1}", "{'a': P, 'b': P}", "x30 == x30"),
    "deep nesting": chain(30, "[1]", "[[[[[P]]]]]", "x30 == x30"),
    "lists of lists": "l.map(a, l.map(b, l.map(c, a))).size() > 0",
    "maps of maps": "l.transformMap(i, v, l.transformMap(j, w, w)).size() > 0",
    "filters": "l.map(a, l.filter(b, b >= 0)).size() > 0",
    "regular expressions": "l.all(i, !s.matches('(a|aa|aaa)*b'))",
    "searches": "l.all(i, !s.contains('aaaab'))",
    "replaced by itself": "s.replace('a', s).size() > 0",
    "joined": "ss.join(s).size() > 0",
    "formatted": "'%s%s%s%s%s%s%s%s'.format([s, s, s, s, s, s, s, s]).size() > 0",
    "members": "ss.all(x, x in ss)",
    "equal texts": "l.all(i, s == s)",
    "ordered texts": "l.all(i, !(s < s))",
    "case": "l.all(i, s.lowerAscii().size() > 0)",
    "distinct texts": "l.all(i, ss.distinct().size() > 0)",
    "sums": "l.all(i, ss.map(s, 1).sum() > 0)",
    "hidden by false": "false || !(l.all(a, l.all(b, l.all(c, a + b + c >= 0))) && false)",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_expressions_are_stopped(text: str) -> None:
    program = ENVIRONMENT.compile(text)
    tracemalloc.start()
    began = time.perf_counter()
    with pytest.raises(CelError) as run:
        program.run(None, *VALUES.values())
    with pytest.raises(CelError) as evaluated:
        program.evaluate(VALUES)
    took, (_, peak) = time.perf_counter() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (run.value.kind, evaluated.value.kind) == ("cost", "cost")
    assert took < 5
    assert peak < 60_000_000


CHEAP = ["ss.exists(x, x == 'name-4999')", "s.matches('(a*)*b')", "l.map(a, a + 1).size() == 500", "'name-1' in ss"]


@pytest.mark.parametrize("text", CHEAP)
def test_ordinary_expressions_are_not(text: str) -> None:
    program = ENVIRONMENT.compile(text)
    assert program.compiled
    assert program.run(None, *VALUES.values()) == program.evaluate(VALUES)


@pytest.mark.parametrize(
    "text", [*CHEAP, "l.all(a, ss[a] != '' && a in l)", "l.filter(a, a > 3).map(b, [b, b]).size() > 1"]
)
def test_the_limit_is_the_same_both_ways(text: str) -> None:
    outcomes = []
    for limit in (10, 100, 1_000, 3_000, 10_000, 30_000, 100_000, 500_000):
        program = Environment(ENVIRONMENT.variables, limit=limit).compile(text)
        for run in (lambda p=program: p.run(None, *VALUES.values()), lambda p=program: p.evaluate(VALUES)):
            try:
                outcomes.append(run())
            except CelError as error:
                outcomes.append(error.kind)
    assert outcomes[::2] == outcomes[1::2]


def test_weight() -> None:
    assert weight(1) == 1
    assert weight("a" * 160) == 11
    assert weight([1, [2, 3], {"a": "b"}]) == 8
    assert weight(Optional.of([1])) == 3
    assert weight(make_map([(1, 2)])) == 3


def test_weight_refuses_deep_nesting() -> None:
    value: list[object] = []
    for _ in range(MAX_NESTING + 1):
        value = [value]
    with pytest.raises(CelError):
        weight(value)
