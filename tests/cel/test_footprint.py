"""What an expression may read: never less than it does, and no more than it must."""

from typing import Any

import pytest

from keur.cel import (
    DATE,
    DYN,
    INT,
    STRING,
    Environment,
    Field,
    Function,
    Overload,
    Type,
    any_entity,
    entity_type,
    list_of,
    map_of,
    object_of,
    optional_of,
    param,
    union,
)  # fmt: skip
from keur.cel.functions import BY_ID, Const

METADATA = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string"}, "owner": {"type": "string"},
        "labels": {"type": "object", "additionalProperties": {"type": "string"}},
    },
}  # fmt: skip
SPEC = {
    "type": "object",
    "required": ["status", "parts", "plan"],
    "properties": {
        "status": {"type": "string"}, "count": {"type": "integer"},
        "parts": {"type": "array", "items": {"type": "object", "properties": {"ref": {"type": "string"}}}},
        "plan": {"type": "object", "properties": {"steps": {"type": "array", "items": {"type": "string"}}}},
    },
}  # fmt: skip
SERVICE, GROUP = entity_type("Service", METADATA, SPEC), entity_type("Group", METADATA, SPEC)
ANY = any_entity(METADATA)


def function(name: str, params: tuple[Type, ...], result: Type, member: bool = False, reads: Any = BY_ID) -> Function:
    overload = Overload(name, params, result, member=member)
    return Function(name, (overload,), lambda *_: None, contextual=True, reads=reads)


CATALOG = (
    function("entity", (STRING,), SERVICE),
    function("group", (STRING,), GROUP),
    function("maybe", (STRING,), optional_of(SERVICE)),
    function("refs", (SERVICE, STRING), list_of(ANY), member=True),
    function("both", (SERVICE,), list_of(union((SERVICE, GROUP))), member=True),
    function("closure", (param("A"), STRING), list_of(SERVICE), member=True),
    function("lookup", (STRING,), list_of(DYN)),
    function("inspect", (SERVICE,), INT, reads=None),
    function("grade", (SERVICE,), INT, reads=(("made",), ("spec", "plan"))),
)
ENVIRONMENT = Environment(
    {"self": SERVICE, "today": DATE, "params": object_of("params", {"n": Field(INT, True)})}, (CATALOG,)
)

CASES: list[tuple[str, dict[str, set[str]], dict[str, set[str]]]] = [
    ("self.spec.status == 'live'", {"self": {"spec.status"}}, {}),
    ("self['spec']['status'] == 'live'", {"self": {"spec.status"}}, {}),
    ("has(self.spec.count) && self.spec.count > params.n", {"self": {"spec.count"}, "params": {"n"}}, {}),
    ("self.spec.?plan.?steps.orValue([]).size() > 0", {"self": {"spec.plan.steps"}}, {}),
    ("has(self.metadata.?labels.x)", {"self": {"metadata.labels.x"}}, {}),
    ("self.spec.parts.all(p, has(p.ref) && p.ref != '')", {"self": {"spec.parts"}}, {}),
    ("self.spec.parts[0].?ref.hasValue()", {"self": {"spec.parts"}}, {}),
    ("self.spec == self.spec", {"self": {"spec"}}, {}),
    ("cel.bind(p, self.spec.plan, has(p.steps))", {"self": {"spec.plan.steps"}}, {}),
    ("cel.bind(p, self.spec.plan, true)", {"self": {"spec.plan"}}, {}),
    ("self.metadata.?labels.optMap(l, l.x == 'a').orValue(false)", {"self": {"metadata.labels"}}, {}),
    ("(self.spec.status == 'a' ? self : entity('b')).metadata.name",
     {"self": {"spec.status", "metadata.name"}}, {"Service": {"metadata.name"}}),
    ("[self].exists(s, s.spec.status == 'a')", {"self": {""}}, {"Service": {"spec.status"}}),
    ("[self, entity('a')].map(s, s.name)", {"self": {""}}, {"Service": {"name"}}),
    ("self", {"self": {""}}, {}),
    ("self.spec", {"self": {"spec"}}, {}),
    ("entity('a').spec.status == 'x'", {}, {"Service": {"spec.status"}}),
    ("entity('a')", {}, {"Service": {""}}),
    ("entity('a') == self", {"self": {"id"}}, {"Service": {"id"}}),
    ("self in self.closure('x')", {"self": {"id"}}, {"Service": {"id"}}),
    ("self.refs('owner').size() > 0", {"self": {"id"}}, {}),
    ("self.refs('owner').all(o, o.metadata.name != '')", {"self": {"id"}}, {"*": {"metadata.name"}}),
    ("self.refs('owner').all(o, o.spec.status == 'a')", {"self": {"id"}}, {"*": {"spec.status"}}),
    ("self.both().all(o, o.spec.status == 'a')", {"self": {"id"}},
     {"Service": {"spec.status"}, "Group": {"spec.status"}}),
    ("self.closure('a').filter(s, s.name != '').all(s, has(s.spec.count))", {"self": {"id"}},
     {"Service": {"name", "spec.count"}}),
    ("self.closure('a').map(s, s.spec.plan).size()", {"self": {"id"}}, {"Service": {"spec.plan"}}),
    ("self.closure('a').map(s, s).map(s, s.name)", {"self": {"id"}}, {"Service": {"name"}}),
    ("self.closure('a')[0].name", {"self": {"id"}}, {"Service": {"name"}}),
    ("self.closure('a').first().orValue(self).spec.status", {"self": {"id", "spec.status"}},
     {"Service": {"spec.status"}}),
    ("self.closure('a').exists(s, s.closure('b').exists(t, t.spec.status == s.name))", {"self": {"id"}},
     {"Service": {"id", "name", "spec.status"}}),
    ("self.closure('a').distinct().exists(s, s.spec.status == 'x')", {"self": {"id"}}, {"Service": {"spec.status"}}),
    ("self.spec.plan.?steps.orValue([]).distinct().size() > 1", {"self": {"spec.plan.steps"}}, {}),
    ("maybe('a').hasValue()", {}, {}),
    ("maybe('a').?spec.?status.orValue('') == 'x'", {}, {"Service": {"spec.status"}}),
    ("maybe('a').optMap(e, e.spec.status == 'x').orValue(false)", {}, {"Service": {"spec.status"}}),
    ("maybe('a').orValue(self).spec.status == 'x'", {"self": {"spec.status"}}, {"Service": {"spec.status"}}),
    ("{'a': entity('a')}['a'].name", {}, {"Service": {"name"}}),
    ("[dyn(entity('a'))].all(x, x.spec.status == 'a')", {}, {"Service": {""}}),
    ("[entity('a'), 1].all(x, x.spec.status == 'a')", {}, {"Service": {""}}),
    ("lookup('a').all(x, x.spec.status == 'a')", {}, {"*": {""}}),
    ("inspect(self) > 1", {"self": {""}}, {}),
    ("inspect(entity('a')) > 1", {}, {"Service": {""}}),
    ("grade(self) > 1", {"self": {"made", "spec.plan"}}, {}),
    ("self.closure('a').exists(s, grade(s) > 1)", {"self": {"id"}}, {"Service": {"made", "spec.plan"}}),
    ("dyn(self).closure('a').size()", {"self": {""}}, {}),
    ("today == today", {"today": {""}}, {}),
    ("entity(self.metadata.?owner.orValue('x')).name", {"self": {"metadata.owner"}}, {"Service": {"name"}}),
]  # fmt: skip


def shown(found: Any) -> dict[str, set[str]]:
    return {root: {".".join(path) for path in paths} for root, paths in found.items()}


@pytest.mark.parametrize(("text", "variables", "kinds"), CASES, ids=[row[0] for row in CASES])
def test_paths(text: str, variables: dict[str, set[str]], kinds: dict[str, set[str]]) -> None:
    footprint = ENVIRONMENT.compile(text).footprint
    assert (shown(footprint.variables), shown(footprint.kinds)) == (variables, kinds)


def test_calls_and_their_constants() -> None:
    program = ENVIRONMENT.compile("self.refs('owner').size() > 0 && entity(self.name).name == group('x').name")
    calls = [(call.name, call.args, call.contextual) for call in program.footprint.calls if call.contextual]
    assert calls == [
        ("refs", (None, Const("owner")), True), ("entity", (None,), True), ("group", (Const("x"),), True),
    ]  # fmt: skip
    assert program.variables == {"self"}


def test_fields_of_a_kind_include_those_of_any() -> None:
    footprint = ENVIRONMENT.compile("self.refs('a').all(o, o.name == entity('x').id)").footprint
    assert footprint.fields("Service") == {("name",), ("id",)}
    assert footprint.fields("Group") == {("name",)}


def test_maps_of_entities_stay_visible() -> None:
    library = ((Function("table", (Overload("table", (), map_of(STRING, SERVICE)),), lambda *_: {}, contextual=True)),)
    environment = Environment({}, (library,))
    footprint = environment.compile("table().exists(k, v, v.spec.status == k)").footprint
    assert shown(footprint.kinds) == {"Service": {"spec.status"}}
