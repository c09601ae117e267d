"""Generated expressions: the compiled way and the interpreter agree, and both agree with the C++ implementation.

One grammar makes well-typed expressions; absent fields, division by zero, overflow and missing keys are all likely.
"""

import math
import re
from typing import Any

import pytest
from cel_expr_python import cel
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keur.cel import (
    BOOL,
    DOUBLE,
    DURATION,
    DYN,
    INT,
    STRING,
    CelError,
    Environment,
    Field,
    UInt,
    list_of,
    map_of,
    object_of,
)  # fmt: skip
from keur.cel.values import equals, type_of
from keur.model import Entity
from keur.model.quantities import Duration

INTS, STRINGS = list_of(INT), list_of(STRING)
PLAIN = {
    "i": INT, "j": INT, "d": DOUBLE, "b": BOOL, "s": STRING, "li": INTS, "ls": STRINGS,
    "m": map_of(STRING, INT), "any": DYN,
}  # fmt: skip
PART = object_of("Part", {"n": Field(INT, True), "o": Field(INT), "t": Field(STRING)})
SPEC = object_of(
    "Service.spec",
    {
        "status": Field(STRING, True), "count": Field(INT), "ratio": Field(DOUBLE), "within": Field(DURATION),
        "tags": Field(STRINGS), "parts": Field(list_of(PART)), "part": Field(PART), "by": Field(map_of(STRING, INT)),
    },
)  # fmt: skip
SERVICE = object_of(
    "Service", {"name": Field(STRING, True), "spec": Field(SPEC, True)}, struct=True, kinds=("Service",)
)


RULES = {
    "int": [
        "(<int> <sum> <int>)", "-(<int>)", "size(<ints>)", "size(<string>)", "<ints>[<int>]", "m[<string>]",
        "(<bool> ? <int> : <int>)",
    ],
    "double": ["(<double> + <double>)", "(<double> - <double>)", "(<double> * <double>)", "(<double> / <double>)",
               "double(<int>)"],
    "string": ["(<string> + <string>)", "string(<int>)", "<strings>[<int>]", "(<bool> ? <string> : <string>)"],
    "ints": [
        "[<int>, <int>]", "(<ints> + <ints>)", "<ints>.filter(e, <bool>)", "<ints>.map(e, e <sum> <int>)",
        "<ints>.map(e, e > <int>, e - <int>)",
    ],
    "strings": ["[<string>, <string>]", "<strings>.filter(e, e != <string>)"],
    "bool": [
        "(<bool> && <bool>)", "(<bool> || <bool>)", "(<bool> && <bool> && <bool>)", "!(<bool>)",
        "(<int> <order> <int>)", "(<string> <order> <string>)", "(<double> <order> <double>)", "(<ints> == <ints>)",
        "(<int> in <ints>)", "(<string> in <strings>)", "(<string> in m)", "<string>.contains(<string>)",
        "<string>.startsWith(<string>)", "<string>.endsWith(<string>)", "<ints>.all(e, e > <int>)",
        "<ints>.exists(e, <int> / e > 1 || <bool>)", "<ints>.all(e, <int> / e > 1 && <bool>)",
        "<ints>.exists_one(e, e > <int>)", "m.exists(k, m[k] > <int>)", "has(m.a)", "has(m.zz)", "(any == <int>)",
        "(any == <string>)", "(dyn(<bool>) && any)", "(any || <bool>)", "(<bool> ? <bool> : <bool>)",
    ],
    "sum": [], "order": [],
}  # fmt: skip
ENTITY_RULES = {
    "bool": [
        "(<int> <order> <double>)", "cel.bind(x, <int>, x > 1 ? <bool> : x == <int>)",
        "self.spec.?parts.orValue([]).all(p, has(p.o) && p.o > <int> || p.n == <int>)",
        "self.spec.?parts.orValue([]).exists(p, has(p.t) && p.t == <string>)",
        "self.spec.?parts.orValue([]).exists_one(p, p.n > <int>)",
        "self.spec.?tags.orValue(<strings>).exists(k, v, k > 0 && v == <string>)",
        "dyn(<ints>).all(e, e > <int>)",
        "dyn(<ints>).exists(k, v, v > k || <bool>)",
        "any.exists(e, e == <int>)",
        "(<int> in [1.5, 2.0])",
        "(self.spec.?by.orValue(m).transformMap(k, v, v + <int>) == m)",
        "(self.spec.?parts.orValue([]).filter(p, has(p.o)).map(p, p.o).sum() <order> <int>)",
        "self.spec.?tags.orValue([]).distinct().all(t, t != <string>)",
        "(any.sum() == <int>)", "any.distinct().exists(e, e == <int>)",
    ],
    "int": ["<ints>.sum()"],
    "ints": ["<ints>.distinct()"],
    "strings": ["<strings>.distinct()"],
}  # fmt: skip


LEAVES = {
    "int": ["0", "1", "-1", "2", "7", "9223372036854775807", "i", "j", "m.a", "m.zz"],
    "double": ["0.0", "1.5", "-2.25", "1e300", "d", "(0.0 / 0.0)"],
    "string": ["''", "'a'", "'ab'", "'é'", "s"],
    "bool": ["true", "false", "b", "i > j", "1 / i > 0"],
    "ints": ["[1, 2, 3]", "[0]", "li"],
    "strings": ["['a', 'b']", "ls"],
}
LEAVES["sum"], LEAVES["order"] = ["+", "-", "*", "/", "%"], ["<", "<=", ">", ">=", "==", "!="]
ENTITY_LEAVES = {
    "int": [
        "self.spec.?count.orValue(3)", "(has(self.spec.count) ? self.spec.count : i)", "size(self.name)",
        "self.spec.?part.?o.orValue(i)", "size(self.spec.?tags.orValue([]))", "self.spec.?by[?'a'].orValue(1)",
    ],
    "string": ["self.spec.status", "self.name", "self.spec.?part.?t.orValue(s)"],
    "double": ["self.spec.?ratio.orValue(d)"],
    "bool": [
        "has(self.spec.count)", "self.spec.?ratio.hasValue()", "has(self.spec.?part.o)",
        "(has(self.spec.within) && self.spec.within > duration('1h'))",
        "self.spec.?within == optional.of(duration('1h'))",
        "self.spec.status in ['a', 'ab', 'live']", "any.x == 1", "(self.spec.?part.optMap(p, p.n > 1).orValue(false))",
    ],
}  # fmt: skip

HOLE = re.compile("<([a-z]+)>")


def grammar(entity: bool) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Leaves and rules by type; with an entity also those that read it, and keur's comparisons of int with double."""
    if not entity:
        return LEAVES, RULES
    return (
        {kind: texts + ENTITY_LEAVES.get(kind, []) for kind, texts in LEAVES.items()},
        {kind: texts + ENTITY_RULES.get(kind, []) for kind, texts in RULES.items()},
    )


@st.composite
def expressions(draw: st.DrawFn, entity: bool) -> str:
    leaves, rules = grammar(entity)

    def make(kind: str, depth: int) -> str:
        form = draw(st.sampled_from(leaves[kind] if depth == 0 else leaves[kind] + 2 * rules[kind]))
        return HOLE.sub(lambda hole: make(hole[1], depth - 1), form)

    return make(draw(KINDS), 3)


KINDS = st.sampled_from(["bool", "bool", "int", "double", "string", "ints", "strings"])
LONG = "x" * 300
NUMBERS = st.sampled_from([0, 1, -1, 2, 3, 2**63 - 1, -(2**63)])
TEXTS = st.sampled_from(["", "a", "ab", "é", "live", LONG])
VALUES = st.fixed_dictionaries(
    {
        "i": NUMBERS, "j": NUMBERS, "d": st.sampled_from([0.0, -0.0, 1.5, math.inf, math.nan]), "b": st.booleans(),
        "s": TEXTS, "li": st.lists(NUMBERS, max_size=4), "ls": st.lists(TEXTS, max_size=3),
        "m": st.dictionaries(st.sampled_from(["a", "b", "é"]), NUMBERS, max_size=3),
        "any": st.sampled_from([None, True, 1, 1.0, "a", [1], {"x": 1}]),
    }
)  # fmt: skip
PARTS = st.fixed_dictionaries({"n": NUMBERS}, optional={"o": NUMBERS, "t": TEXTS})
SPECS = st.fixed_dictionaries(
    {"status": TEXTS},
    optional={
        "count": NUMBERS, "ratio": st.sampled_from([0.5, 1.0]),
        "within": st.sampled_from([Duration(0), Duration(3600 * 10**9)]),
        "tags": st.lists(TEXTS, max_size=3), "parts": st.lists(PARTS, max_size=3), "part": PARTS,
        "by": st.dictionaries(st.sampled_from(["a", "b"]), NUMBERS, max_size=2),
    },
)  # fmt: skip
SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)


def outcome(run: Any) -> Any:
    try:
        return ("value", run())
    except CelError as error:
        return ("error", error.kind)


def agree(one: Any, other: Any) -> bool:
    if one[0] != other[0]:
        return False
    if one[0] == "error":
        return bool(one[1] == other[1])
    return same(one[1], other[1])


def same(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float) and math.isnan(one):
        return math.isnan(other)
    return type_of(one) == type_of(other) and equals(one, other)


ENTITIES = Environment({"self": SERVICE, **PLAIN})


@settings(max_examples=500, deadline=None, suppress_health_check=SLOW)
@given(expressions(entity=True), VALUES, SPECS)
def test_compiled_and_interpreted_and_traced_agree(text: str, values: dict[str, Any], spec: dict[str, Any]) -> None:
    program = ENTITIES.compile(text)
    bound = {"self": Entity("Service", "a", {}, spec, "a.yaml", 0, ""), **values}
    interpreted = outcome(lambda: program.evaluate(bound))
    compiled = outcome(lambda: program.run(None, *(bound[name] for name in ENTITIES.variables)))
    assert agree(interpreted, compiled), (text, interpreted, compiled)
    trace = program.trace(bound)
    found = ("error", trace.error.kind) if trace.error else ("value", trace.value)
    assert agree(interpreted, found), text
    for read in trace.reads:
        if read.origin.root is bound["self"] and not read.missing:
            assert any(read.origin.path[: len(path)] == path for path in program.footprint.variables["self"]), text


@settings(max_examples=300, deadline=None, suppress_health_check=SLOW)
@given(expressions(entity=True), VALUES, SPECS, SPECS)
def test_what_is_outside_the_footprint_does_not_matter(
    text: str, values: dict[str, Any], spec: dict[str, Any], other: dict[str, Any]
) -> None:
    program = ENTITIES.compile(text)
    paths = program.footprint.variables.get("self", frozenset())
    read = {path[1] for path in paths if path[:1] == ("spec",) and len(path) > 1}
    if {(), ("spec",)} & paths:
        read = set(SPEC.fields)
    mixed = {field: one for field, one in spec.items() if field in read}
    mixed |= {field: one for field, one in other.items() if field not in read}
    outcomes = [
        outcome(
            lambda data=data: program.evaluate({"self": Entity("Service", "a", {}, data, "a.yaml", 0, ""), **values})
        )
        for data in (spec, mixed)
    ]
    assert agree(*outcomes), (text, outcomes)


REFERENCE_TYPES = {
    "i": cel.Type.INT, "j": cel.Type.INT, "d": cel.Type.DOUBLE, "b": cel.Type.BOOL, "s": cel.Type.STRING,
    "li": cel.Type.List(cel.Type.INT), "ls": cel.Type.List(cel.Type.STRING),
    "m": cel.Type.Map(cel.Type.STRING, cel.Type.INT), "any": cel.Type.DYN,
}  # fmt: skip
REFERENCE = cel.NewEnv(variables=REFERENCE_TYPES)
PLAIN_ENVIRONMENT = Environment(PLAIN)


@settings(max_examples=400, deadline=None, suppress_health_check=SLOW)
@given(expressions(entity=False), VALUES)
def test_agrees_with_the_reference_implementation(text: str, values: dict[str, Any]) -> None:
    result = REFERENCE.compile(text).eval(data=values)
    found = outcome(lambda: PLAIN_ENVIRONMENT.compile(text).run(None, *(values[name] for name in PLAIN)))
    if result.type().name() == "ERROR":
        assert found[0] == "error", (text, found, result.plain_value())
        return
    assert found[0] == "value", (text, found, result.plain_value())
    wanted = result.plain_value()
    assert same(found[1], UInt(wanted) if result.type().name() == "UINT" else wanted), (text, found, wanted)


@pytest.mark.parametrize("kind", ["int", "double", "string", "bool", "ints", "strings"])
def test_the_grammar_is_compiled(kind: str) -> None:
    declined = [text for text in LEAVES[kind] + ENTITY_LEAVES.get(kind, []) if not ENTITIES.compile(text).compiled]
    assert not declined
