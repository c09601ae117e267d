"""Methods that are written in CEL: a call means its text, in every way an expression is used."""

from typing import Any

import pytest

from keur.cel import DATE, INT, CelSyntaxError, CheckErrors, Environment, entity_type, list_of
from keur.cel.trace import Read
from keur.evaluate.today import Horizon, Today
from keur.model import Entity
from keur.model.quantities import Day
from keur.rules.functions import DEFINITIONS

VALID = {
    "type": "object",
    "properties": {"from": {"type": "string", "format": "date"}, "to": {"type": "string", "format": "date"}},
}
AGREEMENT = entity_type("Agreement", {}, {"type": "object", "properties": {"valid": VALID, "n": {"type": "integer"}}})
PERSON = entity_type("Person", {}, {"type": "object", "properties": {"until": {"type": "string", "format": "date"}}})
ENVIRONMENT = Environment(
    {"self": AGREEMENT, "others": list_of(AGREEMENT), "person": PERSON, "n": INT, "today": DATE},
    definitions={**DEFINITIONS, "twice": "it + it + .n - .n"},
)
TODAY = 740_000


def agreement(first: int | None = None, last: int | None = None, **spec: Any) -> Entity:
    """An agreement that holds from so many days after today to so many."""
    valid = {key: Day(TODAY + days) for key, days in (("from", first), ("to", last)) if days is not None}
    return Entity("Agreement", "a", {}, {**({"valid": valid} if valid else {}), **spec}, "a.yaml", 0, "")


def bound(self: Entity, others: tuple[Entity, ...] = (), today: Any = None) -> dict[str, Any]:
    person = Entity("Person", "p", {}, {}, "p.yaml", 0, "")
    return {"self": self, "others": others, "person": person, "n": 4, "today": today or Day(TODAY)}


@pytest.mark.parametrize(
    ("self", "holds"),
    [
        (agreement(), True),
        (Entity("Agreement", "a", {}, {"valid": {}}, "a.yaml", 0, ""), True),
        (agreement(0, 0), True),
        (agreement(1), False),
        (agreement(last=-1), False),
        (agreement(-5), True),
        (agreement(last=5), True),
        (agreement(-5, 5, status="draft"), True),
        (agreement(5, -5), False),
    ],
)
def test_in_force(self: Entity, holds: bool) -> None:
    program = ENVIRONMENT.compile("self.inForce()")
    values = bound(self)
    assert program.compiled
    assert program.run(None, *values.values()) is holds
    assert program.evaluate(values) is holds
    assert program.trace(values).value is holds


@pytest.mark.parametrize(
    ("self", "first", "last"),
    [
        (agreement(), None, None),
        (agreement(-3, 4), TODAY - 2, TODAY + 3),
        (agreement(3, 9), None, TODAY + 2),
        (agreement(-9, -3), TODAY - 2, None),
    ],
)
def test_the_days_on_which_it_flips(self: Entity, first: int | None, last: int | None) -> None:
    """What is concluded holds from the first to the last of these days: judged again on the ends of `valid` themselves."""
    horizon = Horizon(TODAY)
    ENVIRONMENT.compile("self.inForce()").run(None, *bound(self, today=Today(TODAY, horizon)).values())
    assert first is None or horizon.first == first
    assert last is None or horizon.last == last
    assert horizon.bounded is (first is not None or last is not None)


def test_what_it_reads() -> None:
    footprint = ENVIRONMENT.compile("self.inForce() || others.exists(o, o.inForce())").footprint
    ends = {("spec", "valid", "from"), ("spec", "valid", "to")}
    assert footprint.variables["self"] == ends
    assert footprint.kinds == {"Agreement": ends}
    assert footprint.variables["today"] == {()}


def shown(read: Read) -> tuple[str, str]:
    return read.text, f"{'.'.join(read.origin.path)}{f' lacks {read.key}' if read.missing else ''}"


def test_what_decided_is_shown_as_if_it_had_been_written() -> None:
    trace = ENVIRONMENT.compile("others.exists(o, o.inForce())").trace(bound(agreement(), (agreement(-9, -2),)))
    found = [shown(read) for read in trace.reads]
    assert ("o.spec.?valid.?to", "spec.valid.to") in found
    failing = ENVIRONMENT.compile("self.inForce()").trace(bound(agreement(-9, -2)))
    assert [shown(read) for read in failing.decisive if read.origin.name != "today"] == [
        ("self.spec.?valid.?to", "spec.valid.to")
    ]
    assert {(read.region.column, read.region.end_column) for read in failing.reads} == {(1, 5), (1, 15)}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3.twice()", 6),
        ("(n + 1).twice().twice()", 20),
        ("[1, 2].map(n, n.twice()).sum()", 6),
        ("[5].all(it, it.twice() == 10 && it == 5)", True),
        ("others.exists(today, today.inForce())", True),
        ("others.filter(o, o.inForce()).map(o, has(o.spec.n) ? o.spec.n.twice() : 0)", [14]),
    ],
)
def test_a_definition_takes_no_name_of_the_rule(text: str, value: Any) -> None:
    values = bound(agreement(), (agreement(-1, 1, n=7), agreement(5, 9)))
    program = ENVIRONMENT.compile(text)
    assert program.run(None, *values.values()) == value
    assert program.evaluate(values) == value


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("person.inForce()", "1:8: Person.spec has no field valid"),
        ("n.inForce()", "1:3: int has no fields"),
        ("inForce(self)", "1:1: inForce() is written x.inForce()"),
        ("self.inForce(today)", "1:6: inForce() is written x.inForce()"),
        ("self.inforce()", "1:6: unknown method inforce(); did you mean inForce?"),
        ("others.inForce()", "1:8: list(Agreement) has no fields"),
    ],
)
def test_a_wrong_use_is_told_at_its_place(text: str, said: str) -> None:
    with pytest.raises(CheckErrors) as refused:
        ENVIRONMENT.compile(text)
    assert said in str(refused.value)


def test_deep_brackets_are_refused_as_ever() -> None:
    with pytest.raises(CelSyntaxError):
        ENVIRONMENT.compile("(" * 100 + "self" + ")" * 100 + ".inForce()")


def test_what_an_environment_defines_is_its_own() -> None:
    with pytest.raises(CheckErrors, match="unknown method inForce"):
        Environment({"self": AGREEMENT}).compile("self.inForce()")
