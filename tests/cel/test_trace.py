"""The reason: which places were read, and which of them decided."""

from typing import Any

import pytest

from keur.cel import (
    DOUBLE,
    INT,
    STRING,
    Environment,
    Field,
    Function,
    Overload,
    Read,
    Type,
    list_of,
    map_of,
    object_of,
)  # fmt: skip
from keur.cel import trace as tracing
from keur.model import Entity

TARGET = object_of("Target", {"name": Field(STRING, True), "value": Field(DOUBLE)})
SPEC = object_of(
    "Service.spec",
    {
        "status": Field(Type("string", enum=("draft", "live")), True), "count": Field(INT, True),
        "tags": Field(list_of(STRING)), "targets": Field(list_of(TARGET)),
        "plan": Field(object_of("Plan", {"steps": Field(list_of(STRING))})), "share": Field(DOUBLE),
        "by": Field(map_of(STRING, object_of("By", {"n": Field(INT, True)}))),
    },
)  # fmt: skip
METADATA = object_of("metadata", {"labels": Field(map_of(STRING, STRING))})
SERVICE = object_of(
    "Service",
    {"name": Field(STRING, True), "metadata": Field(METADATA, True), "spec": Field(SPEC, True)},
    struct=True,
    kinds=("Service",),
)


def entity(name: str, **spec: Any) -> Entity:
    return Entity("Service", name, {}, {"status": "draft", "count": 1, **spec}, "a.yaml", 0, "")


OTHERS = [entity("one", status="live"), entity("two")]
SELF = entity(
    "self",
    count=3,
    tags=["a", "b"],
    targets=[{"name": "x", "value": 1.0}, {"name": "y"}, {"name": "z", "value": 0.1}],
    by={"p": {"n": 1}, "q": {"n": 5}},
)
REFS = Function(
    "refs", (Overload("refs", (SERVICE,), list_of(SERVICE), member=True),), lambda context, one: OTHERS, contextual=True
)
ENVIRONMENT = Environment(
    {"self": SERVICE, "params": object_of("params", {"max": Field(INT, True)})}, ((REFS,),), limit=2_000_000
)


def decisive(text: str) -> list[str]:
    trace = ENVIRONMENT.compile(text).trace({"self": SELF, "params": {"max": 2}})
    return [f"{read.text} @ {place(read)}" for read in trace.decisive]


def place(read: Read) -> str:
    root = read.origin.name or read.origin.root.name
    path = ".".join(map(str, (root, *read.origin.path)))
    return f"{path} lacks {read.key}" if read.missing else path


DECISIVE = [
    ("self.spec.count > params.max && self.spec.status == 'live'", ["self.spec.status @ self.spec.status"]),
    ("self.spec.count < params.max && self.spec.status == 'live'",
     ["self.spec.count @ self.spec.count", "params.max @ params.max"]),
    ("self.spec.status == 'live' || self.spec.count < 3",
     ["self.spec.status @ self.spec.status", "self.spec.count @ self.spec.count"]),
    ("self.spec.status == 'live' || self.spec.count == 3", ["self.spec.count @ self.spec.count"]),
    ("self.spec.?plan.?steps.orValue([]).size() > 0", ["self.spec.?plan.?steps @ self.spec lacks plan"]),
    ("has(self.spec.?plan.steps)", ["has(self.spec.?plan.steps) @ self.spec lacks plan"]),
    ("has(self.spec.plan)", ["has(self.spec.plan) @ self.spec lacks plan"]),
    ("has(self.spec.tags)", ["has(self.spec.tags) @ self.spec.tags"]),
    ("self.metadata.?labels[?'tier'].orValue('') == 'gold'",
     ["self.metadata.?labels[?'tier'] @ self.metadata lacks labels"]),
    ("self.spec.?targets.orValue([]).all(t, has(t.value) && t.value > 0.5)",
     ["has(t.value) @ self.spec.targets.1 lacks value"]),
    ("self.spec.?targets.orValue([]).all(t, t.?value.orValue(1.0) > 0.5)",
     ["t.?value @ self.spec.targets.2.value"]),
    ("self.spec.?targets.orValue([]).filter(t, has(t.value)).all(t, t.value > 0.5)",
     ["t.value @ self.spec.targets.2.value"]),
    ("!self.spec.?tags.orValue([]).exists(t, t == 'b')", ["t @ self.spec.tags.1"]),
    ("self.spec.?tags.orValue([]).exists(t, t == 'z')", ["self.spec.?tags @ self.spec.tags"]),
    ("self.spec.?tags.orValue([]).map(t, t + 'x').exists(t, t == 'z')", ["self.spec.?tags @ self.spec.tags"]),
    ("self.spec.?tags.orValue([]).exists(t, t == self.name)",
     ["self.spec.?tags @ self.spec.tags", "self.name @ self.name"]),
    ("self.spec.?tags.orValue([]).map(t, t + 'x').all(t, t == 'ax')", ["t @ self.spec.tags.1"]),
    ("self.spec.?by.orValue({}).all(k, v, v.n < 3)", ["v.n @ self.spec.by.q.n"]),
    ("self.spec.?by.orValue({}).all(k, k == 'p')", ["k @ self.spec.by.q"]),
    ("cel.bind(t, self.spec.?tags.orValue([]), t.size() > 5)", ["t @ self.spec.tags"]),
    ("cel.bind(n, self.spec.count + 1, n > 5)", ["self.spec.count @ self.spec.count"]),
    ("has(self.spec.share) ? self.spec.share > 0.5 : false", ["has(self.spec.share) @ self.spec lacks share"]),
    ("has(self.spec.tags) ? self.spec.tags.size() > 5 : false",
     ["self.spec.tags @ self.spec.tags", "has(self.spec.tags) @ self.spec.tags"]),
    ("self.refs().all(r, r.spec.status == 'live')", ["r.spec.status @ two.spec.status"]),
    ("self.refs()[1].spec.count > 1", ["self.refs()[1].spec.count @ two.spec.count"]),
    ("self.spec.?targets.orValue([])[1].?value.hasValue()",
     ["self.spec.?targets.orValue([])[1].?value @ self.spec.targets.1 lacks value"]),
    ("self.spec.?targets.orValue([]).all(t, self.spec.?tags.orValue([]).exists(g, g == t.name))",
     ["t.name @ self.spec.targets.0.name", "self.spec.?tags @ self.spec.tags"]),
    ("(self.spec.?tags.orValue([]) + ['a']).distinct().all(t, t == 'a')", ["self.spec.?tags @ self.spec.tags"]),
    ("self.spec.?tags.orValue([]).distinct().all(t, t == 'a')", ["t @ self.spec.tags.1"]),
    ("self.spec.?targets.orValue([]).map(t, t.?value.orValue(1.0)).distinct().all(v, v > 0.5)",
     ["v @ self.spec.targets.2.value"]),
    ("self.spec.?targets.orValue([]).map(t, t.?value.orValue(2.0)).sum() < 2.0",
     ["t.?value @ self.spec.targets.0.value", "t.?value @ self.spec.targets.2.value",
      "t.?value @ self.spec.targets.1 lacks value", "self.spec.?targets @ self.spec.targets"]),
    ("[self.spec.count, 9].all(n, n < 5 && n != 3)", ["n @ self.spec.count"]),
    ("1 > 2", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), DECISIVE, ids=[row[0] for row in DECISIVE])
def test_what_decided(text: str, wanted: list[str]) -> None:
    assert decisive(text) == wanted


def test_reads_have_places_and_values() -> None:
    text = "self.spec.count > params.max &&\n  self.spec.?share.hasValue()"
    trace = ENVIRONMENT.compile(text).trace({"self": SELF, "params": {"max": 2}})
    assert trace.value is False
    found = [(read.text, read.region.line, read.region.column, read.value, read.missing) for read in trace.reads]
    assert found == [
        ("self.spec.count", 1, 1, 3, False), ("params.max", 1, 19, 2, False), ("self.spec.?share", 2, 3, None, True),
    ]  # fmt: skip
    assert trace.reads[0].origin.root is SELF


def test_an_error_says_what_was_missing() -> None:
    given = [ENVIRONMENT.compile("has(self.metadata.labels)")]
    text = "self.spec.?by.orValue({}).all(k, v, v.n < 3) || self.metadata.labels.x == 'a'"
    program = ENVIRONMENT.compile(text, given=given)
    trace = program.trace({"self": SELF, "params": {"max": 2}})
    assert trace.error is not None
    assert trace.error.kind == "no_such_key"
    assert [f"{read.text} @ {place(read)}" for read in trace.decisive] == [
        "self.metadata.labels.x @ self.metadata lacks labels"
    ]


def test_a_very_long_run_is_not_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracing, "MOST_STEPS", 5)
    trace = ENVIRONMENT.compile("[1, 2, 3, 4].all(x, x < self.spec.count)").trace({"self": SELF, "params": {}})
    assert (trace.value, trace.reads) == (False, ())
