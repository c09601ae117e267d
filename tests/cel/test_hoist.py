"""What is the same for every entity is evaluated once."""

from typing import Any

import pytest

from keur.cel import DATE, INT, STRING, CelError, Environment, Field, Function, Overload, hoist, list_of, object_of
from keur.model import Entity

SERVICE = object_of("Service", {"name": Field(STRING, True)}, struct=True, kinds=("Service",))
CALLS: list[str] = []


def everything(context: Any, kind: str) -> list[Entity]:
    CALLS.append(kind)
    if kind == "Nobody":
        raise CelError("no_such_key", "there is no such kind")
    return [Entity("Service", name, {}, {}, "", 0, "") for name in ("a", "b")]


CATALOG = (
    Function("all", (Overload("all", (STRING,), list_of(SERVICE)),), everything, contextual=True),
    Function("refs", (Overload("refs", (SERVICE,), list_of(SERVICE), member=True),), lambda *_: [], contextual=True),
)
ENVIRONMENT = Environment(
    {"self": SERVICE, "today": DATE, "params": object_of("p", {"n": Field(INT, True)})}, (CATALOG,)
)
SELF = Entity("Service", "a", {}, {}, "", 0, "")

SPLIT = [
    ("all('Service').exists(s, s.name == 'a') && self.name == 'a'", ["all('Service').exists(s, s.name == 'a')"]),
    ("all('Service').exists(s, s.name == self.name)", ["all('Service')"]),
    ("all('Service').size() > params.n && all('Group').size() < 1 || self.name == ''",
     ["all('Service').size() > params.n && all('Group').size() < 1"]),
    ("all('Service').size() > params.n && self.name != '' && all('Group').size() < 1",
     ["all('Service').size() > params.n", "all('Group').size() < 1"]),
    ("['x'].all(k, all(k).size() > 0 && self.name != '')", []),
    ("self.refs().size() > 0", []),
    ("self.name == 'a' && 1 + 1 == 2", []),
    ("cel.bind(n, all('Service').size(), n > 1 && self.name != '')", ["all('Service').size()"]),
    ("cel.bind(k, self.name, all('Service').exists(s, s.name == k))", ["all('Service')"]),
    ("all('Service').size() > 0", ["all('Service').size() > 0"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "parts"), SPLIT, ids=[row[0] for row in SPLIT])
def test_split(text: str, parts: list[str]) -> None:
    program = ENVIRONMENT.compile(text)
    hoisted = hoist(program, {"self"})
    assert [part.checked.expression.text(part.checked.expression.root) for _, part in hoisted.parts] == parts
    values = [SELF, None, {"n": 1}]
    extra = [part.run(None, *values) for _, part in hoisted.parts]
    CALLS.clear()
    assert hoisted.remaining.run(None, *values, *extra) == program.evaluate(
        dict(zip(ENVIRONMENT.variables, values, strict=True))
    )
    if not parts:
        assert hoisted.remaining is program


def test_nothing_hoisted_is_called_again() -> None:
    hoisted = hoist(ENVIRONMENT.compile("all('Service').exists(s, s.name == self.name)"), {"self"})
    ((name, part),) = hoisted.parts
    assert name == "@h0"
    found = part.run(None, SELF, None, None)
    CALLS.clear()
    assert hoisted.remaining.compiled
    assert hoisted.remaining.run(None, SELF, None, None, found) is True
    assert CALLS == []
    # The remaining program is run by the interpreter where the compiled way ends, with the same variables.
    assert hoisted.remaining.evaluate({"self": SELF, "@h0": []}) is False


def test_a_part_that_fails_says_so() -> None:
    hoisted = hoist(ENVIRONMENT.compile("self.name == 'a' || all('Nobody').size() > 0"), {"self"})
    with pytest.raises(CelError):
        hoisted.parts[0][1].run(None, SELF, None, None)
