"""The checker: the mistakes it finds, the sentences it finds for them, and what it rightly lets pass."""

import pytest

from keur.cel import (
    BOOL,
    DATE,
    DOUBLE,
    DURATION,
    DYN,
    INT,
    NULL,
    PERIOD,
    STRING,
    CheckErrors,
    Environment,
    Field,
    Function,
    Overload,
    Type,
    list_of,
    map_of,
    object_of,
    optional_of,
    union,
)  # fmt: skip
from keur.cel.functions import BY_ID

STATUS = Type("string", enum=("draft", "authorised", "live"))
PART = object_of("Part", {"ref": Field(STRING, True), "soft": Field(BOOL, True), "because": Field(STRING)})
SPEC = object_of(
    "Service.spec",
    {
        "status": Field(STATUS, True), "count": Field(INT, True), "share": Field(DOUBLE.formatted("percentage")),
        "within": Field(DURATION), "until": Field(DATE), "parts": Field(list_of(PART)),
        "by": Field(map_of(STRING, INT)),
        "plan": Field(object_of("Plan", {"steps": Field(list_of(STRING)), "owner": Field(STRING, True)})),
        "states": Field(list_of(STATUS)),
    },
)  # fmt: skip
SERVICE = object_of(
    "Service", {"name": Field(STRING, True), "spec": Field(SPEC, True)}, struct=True, kinds=("Service",)
)
GROUP = object_of(
    "Group",
    {"name": Field(STRING, True), "spec": Field(object_of("Group.spec", {"size": Field(INT)}), True)},
    struct=True,
    kinds=("Group",),
)
KINDS = {"Service": SERVICE, "Group": GROUP}


def named(consts: tuple[object, ...], types: tuple[Type, ...]) -> Type | None:
    const = consts[0]
    return KINDS.get(str(getattr(const, "value", "")).split("/")[0])


CATALOG = (
    Function("entity", (Overload("entity", (STRING,), union((SERVICE, GROUP)), result_of=named),), lambda c, i: None,
             contextual=True),
    Function("refs", (Overload("refs", (SERVICE, STRING), list_of(union((SERVICE, GROUP))), member=True),),
             lambda c, s, r: [], contextual=True, reads=BY_ID),
)  # fmt: skip
ENVIRONMENT = Environment(
    {"self": SERVICE, "today": DATE, "params": object_of("params", {"max": Field(INT, True)}), "any": DYN},
    (CATALOG,),
    {"commit": "not in this version of keur", "history": "not in this version of keur"},
)


def problems(text: str) -> list[tuple[int, str]]:
    return [(one.region.column, one.message) for one in ENVIRONMENT.check(text).problems]


WRONG = [
    ("self.spec.stauts == 'live'", [(11, "Service.spec has no field stauts; did you mean status?")]),
    ("self.spec.zzz == 'live'", [(11, "Service.spec has no field zzz")]),
    ("slef.name", [(1, "unknown name slef; did you mean self?")]),
    ("commit.author == ''", [(1, "commit is not in this version of keur")]),
    ("self.history('spec')", [(6, "history() is not in this version of keur")]),
    ("self.name.startWith('a')", [(11, "unknown method startWith(); did you mean startsWith?")]),
    ("entitty('Service/a')", [(1, "unknown function entitty(); did you mean entity?")]),
    ("startsWith('a', 'b')", [(1, "startsWith() is written x.startsWith()")]),
    ("self.name + 1", [(1, "+ does not take string and int")]),
    ("1 < 'a'", [(1, "< does not take int and string")]),
    ("1 == 'a'", [(1, "== does not take int and string")]),
    ("today < duration('1h')", [(1, "< does not take date and duration")]),
    ("self.spec.?share > 0.5", [
        (1, "> does not take optional_type(double) and double; what may be absent gets a value with .orValue()"),
    ]),
    ("self.name && true", [(1, "an operand of && must be bool, this is string")]),
    ("self.name ? 1 : 2", [(1, "a condition must be bool, this is string")]),
    ("true ? 1 : 'a'", [(8, "? : gives int or string")]),
    ("self.spec.count.all(x, true)", [(1, "all() ranges over a list or map, this is int")]),
    ("[1].all(x, x)", [(12, "what all() asks must be bool, this is int")]),
    ("[1].transformMapEntry(i, v, v)", [(29, "transformMapEntry() gives a map, this is int")]),
    ("self.name.x", [(11, "string has no fields")]),
    ("[1].x", [(5, "list(int) has no fields")]),
    ("{1: 2}.x", [(8, "map(int, int) has no field x")]),
    ("{1.5: 2}", [(2, "double cannot be a map's key")]),
    ("[1]['a']", [(5, "list(int) has no element at string")]),
    ("[?1]", [(3, "what follows ? must be optional, this is int")]),
    ("Service{name: 'a'}", [(1, "there are no message types, so no Service")]),
    ("self.name.optMap(x, x)", [(1, "optMap() is of an optional, this is string")]),
    ("self.spec.share > 0.5", [
        (11, "share may be absent; guard it with has(self.spec.share) or read it with .?share"),
    ]),
    ("self.spec.parts.all(p, p.because != '')", [
        (11, "parts may be absent; guard it with has(self.spec.parts) or read it with .?parts"),
        (26, "because may be absent; guard it with has(p.because) or read it with .?because"),
    ]),
    ("has(self.spec.plan.steps)", [
        (15, "plan may be absent; guard it with has(self.spec.plan) or read it with .?plan"),
    ]),
    ("has(self.spec.share) || self.spec.share > 0.5", [
        (35, "share may be absent; guard it with has(self.spec.share) or read it with .?share"),
    ]),
    ("self.spec.status == 'lvie'", [(21, 'the value is never "lvie"; did you mean live?')]),
    ("'x' != self.spec.status", [(1, 'the value is never "x"; it is one of draft, authorised, live')]),
    ("self.spec.status in ['live', 'drft']", [(30, 'the value is never "drft"; did you mean draft?')]),
    ("'drft' in self.spec.?states.orValue([])", [(1, 'the value is never "drft"; did you mean draft?')]),
    ("self.spec.?states.orValue([]).exists(s, s == 'drft')", [(46, 'the value is never "drft"; did you mean draft?')]),
    ("entity('Group/a').spec.count == 1", [(24, "Group.spec has no field count")]),
    ("entity('Group/a').spec.size == 1", [
        (24, "size may be absent; guard it with has(entity('Group/a').spec.size) or read it with .?size"),
    ]),
    ("self.refs('owner').all(r, r.spec.nope == 1)", [(34, "Service.spec has no field nope")]),
    ("self.spec.q == 1 && self.spec.z == 2 || slef.c", [
        (11, "Service.spec has no field q"), (31, "Service.spec has no field z"),
        (41, "unknown name slef; did you mean self?"),
    ]),
    ("size(1, 2)", [
        (1, "there is no size(int, int); there is size(string); size(bytes); size(list(A)); size(map(A, B))"),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "found"), WRONG, ids=[row[0] for row in WRONG])
def test_mistakes(text: str, found: list[tuple[int, str]]) -> None:
    assert problems(text) == found


RIGHT = [
    ("1 == 1.0 && 2 < 2.5 && self.spec.count >= 1.5", BOOL),
    ("self.spec.status in ['live'] && self.spec.count + 1 > params.max", BOOL),
    ("has(self.spec.share) && self.spec.share > 0.5", BOOL),
    ("!has(self.spec.share) || self.spec.share > 0.5", BOOL),
    ("has(self.spec.share) ? self.spec.share : 0.5", DOUBLE),
    ("!has(self.spec.share) ? 0.5 : self.spec.share", DOUBLE),
    ("has(self.spec.plan) && has(self.spec.plan.steps) && self.spec.plan.steps.size() > 0", BOOL),
    ("has(self.spec.?plan.steps) && self.spec.plan.steps.size() > 0", BOOL),
    ("self.spec.?plan.?steps.hasValue() && self.spec.plan.steps.size() > 0", BOOL),
    ("!(has(self.spec.share) && has(self.spec.until)) || self.spec.share > 0.5 && self.spec.until > today", BOOL),
    ("(has(self.spec.share) && true) && self.spec.share > 0.5", BOOL),
    ("has(self.spec.share) == false || true", BOOL),
    ("has(self.spec.parts) && self.spec.parts.all(p, !has(p.because) || p.because != '')", BOOL),
    ("self.spec.?parts.orValue([]).filter(p, has(p.because)).all(p, p.because.size() > 3)", BOOL),
    ("self.spec.?parts.orValue([]).map(p, has(p.because), p.because)", list_of(STRING)),
    ("cel.bind(s, self.spec, has(s.share) && s.share > 0.5)", BOOL),
    ("self.spec.?parts.orValue([]).exists(p, has(p.because) && [1].exists(i, p.because != ''))", BOOL),
    ("self.spec['count'] + 1", INT),
    ("self.spec[?'share'].orValue(0.0)", DOUBLE),
    ("self.spec.?plan.owner", optional_of(STRING)),
    ("self.spec.?by[?'x'].orValue(0)", INT),
    ("self.spec.?by.orValue({}).transformList(k, v, k)", list_of(STRING)),
    ("self.spec.?by.orValue({}).transformMap(k, v, v > 1)", map_of(STRING, BOOL)),
    ("[1, 2].map(x, string(x)).filter(s, s != '1')", list_of(STRING)),
    ("[].all(x, x.y.z)", BOOL),
    ("[1, 'a', null]", list_of(DYN)),
    ("any.x.y[3].z == self.name", BOOL),
    ("entity('Service/a').spec.count", INT),
    ("entity('Group/a').spec.?size.orValue(1)", INT),
    ("entity(self.name).name", STRING),
    ("self.refs('owner').all(r, r.name != '' && has(r.spec.size) && r.spec.size > 1)", BOOL),
    ("self.refs('owner').exists(r, r == self)", BOOL),
    ("today - today", DURATION),
    ("null", NULL),
    ("optional.none().orValue(3)", INT),
    ("self.spec.?plan.optMap(p, p.owner).orValue('')", STRING),
    ("size([]) == size('a')", BOOL),
    ("today + months(6) > date('2027-01-01')", BOOL),
    ("months(1)", PERIOD),
]


@pytest.mark.parametrize(("text", "type_"), RIGHT, ids=[row[0] for row in RIGHT])
def test_types(text: str, type_: Type) -> None:
    checked = ENVIRONMENT.check(text)
    assert [str(problem) for problem in checked.problems] == []
    assert checked.type == type_


def test_what_is_given_guards() -> None:
    when = ENVIRONMENT.compile("has(self.spec.share) && self.spec.count > 1", result=BOOL)
    assert ENVIRONMENT.compile("self.spec.share > 0.5", given=[when]).type == BOOL
    with pytest.raises(CheckErrors):
        ENVIRONMENT.compile("self.spec.until > today", given=[when])


def test_a_bound_variable_does_not_inherit_guards_of_another_of_its_name() -> None:
    given = "has(self.spec.parts) && self.spec.parts.exists(p, has(p.because))"
    text = f"{given} && self.spec.parts.all(p, p.because != '')"
    assert [message for _, message in problems(text)] == [
        "because may be absent; guard it with has(p.because) or read it with .?because"
    ]


def test_the_result_is_asked_for() -> None:
    with pytest.raises(CheckErrors) as refused:
        ENVIRONMENT.compile("self.spec.count", result=BOOL)
    assert str(refused.value) == "1:1: this must be bool, it is int"


def test_format_and_enum_travel_with_the_type() -> None:
    assert ENVIRONMENT.compile("self.spec.?share.orValue(1.0)").type.format == "percentage"
    assert ENVIRONMENT.compile("has(self.spec.share) ? self.spec.share : percent(99.5)").type.format == "percentage"
    assert ENVIRONMENT.compile("self.spec.status").type.enum == ("draft", "authorised", "live")


def test_a_union_keeps_what_all_have() -> None:
    both = union((SERVICE, GROUP))
    assert both.kinds == ("Service", "Group")
    spec = both.fields["spec"].type
    assert not spec.fields["status"].always
    assert not spec.fields["size"].always
    assert both.fields["name"].always
