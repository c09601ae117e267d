"""Messages with expressions in them, and how values are written in them."""

from typing import Any

import pytest

from keur.cel import (
    DATE,
    DOUBLE,
    DURATION,
    DYN,
    INT,
    PERIOD,
    STRING,
    TIMESTAMP,
    CelError,
    CheckErrors,
    Environment,
    Field,
    Optional,
    Type,
    UInt,
    list_of,
    map_of,
    object_of,
    optional_of,
    show,
    template,
)  # fmt: skip
from keur.cel.problems import CelRefused
from keur.model import Entity
from keur.model.quantities import Day, Duration, Period, Timestamp

SPEC = object_of(
    "spec", {"status": Field(STRING, True), "share": Field(DOUBLE.formatted("percentage"), True), "n": Field(INT)}
)
ENVIRONMENT = Environment({"self": object_of("self", {"spec": Field(SPEC, True)}), "today": DATE})
SELF = {"spec": {"status": "live", "share": 0.9995}}
TODAY = Day(739_982)

RENDERED = [
    ("no expression", "no expression"),
    ("is {self.spec.status}", "is live"),
    ("{self.spec.share} is {self.spec.share}", "99.95% is 99.95%"),
    ("{{{self.spec.status}}}", "{live}"),
    ("{{ }}", "{ }"),
    ("{ {'a': '}'}.a }", "}"),
    ("{self.spec.?n.orValue(0) + 1}", "1"),
    ("{has(self.spec.n) ? 'yes' : 'no'}", "no"),
    ("{[self.spec.status, 'x']}", "live, x"),
    ("{today + days(1)}", "2027-01-02"),
    ("{self.spec.?n}", "nothing"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "wanted"), RENDERED)
def test_rendering(text: str, wanted: str) -> None:
    assert template(text, ENVIRONMENT).render(None, SELF, TODAY) == wanted


REFUSED = [
    ("a { b", "1:3: this brace is not closed; a brace in a message is written {{"),
    ("a } b", "1:3: a closing brace in a message is written }}"),
    ("is {self.spec.statsu}", "1:15: spec has no field statsu; did you mean status?"),
    (
        "is\n {self.spec.status}, {self.spec.n}",
        "2:33: n may be absent; guard it with has(self.spec.n) or read it with .?n",
    ),
    ("{}", "1:2: expected a value, found the end"),
    ("{'a", "1:2: this string is not closed"),
    ("{a} {b}", "1:2: unknown name a\n1:6: unknown name b"),
]


@pytest.mark.parametrize(("text", "message"), REFUSED, ids=[row[0] for row in REFUSED])
def test_mistakes_in_messages(text: str, message: str) -> None:
    with pytest.raises(CelRefused) as refused:
        template(text, ENVIRONMENT)
    assert str(refused.value) == message


def test_given_guards_a_message() -> None:
    when = ENVIRONMENT.compile("has(self.spec.n)")
    assert template("{self.spec.n}", ENVIRONMENT, [when]).render(None, {"spec": {**SELF["spec"], "n": 4}}, TODAY) == "4"


def test_a_message_that_has_no_value() -> None:
    with pytest.raises(CelError):
        template("{1 / (1 - 1)}", ENVIRONMENT).render(None, SELF, TODAY)


def test_programs_of_a_message() -> None:
    found = template("{self.spec.status} on {today}", ENVIRONMENT)
    assert [program.text for program in found.programs] == ["self.spec.status", "today"]
    with pytest.raises(CheckErrors):
        template("{self}{nobody}", ENVIRONMENT)


PERCENTAGE = DOUBLE.formatted("percentage")
HOUR = 3600 * 10**9
SHOWN: list[tuple[Any, Type, str]] = [
    (0.9995, PERCENTAGE, "99.95%"), (0.5, DOUBLE, "0.5"), (3.0, DOUBLE, "3"), (1e300, DOUBLE, "1e+300"),
    (float("inf"), DOUBLE, "inf"), (True, DYN, "true"), (None, DYN, "null"), (UInt(3), DYN, "3"),
    (b"a\xff", DYN, "a\ufffd"),
    (Duration(4 * HOUR), DURATION, "4h"), (Duration(HOUR * 3 // 2), DURATION, "1h30m"),
    (Duration(48 * HOUR), DURATION, "2d"),
    (Day(739_982), DATE, "2027-01-01"), (Period(6), PERIOD, "6 months"),
    (Timestamp(0), TIMESTAMP, "1970-01-01T00:00:00Z"),
    ([0.5, 0.25], list_of(PERCENTAGE), "50%, 25%"),
    (list(range(12)), list_of(INT), "0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 2 more"),
    ({"a": 0.5}, map_of(STRING, PERCENTAGE), "a: 50%"), ({"share": 0.5, "status": "x"}, SPEC, "share: 50%, status: x"),
    (Optional.of(0.5), optional_of(PERCENTAGE), "50%"), (Entity("Group", "ops", {}, {}, "", 0, ""), DYN, "ops"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "type_", "wanted"), SHOWN, ids=[row[2] for row in SHOWN])
def test_show(value: Any, type_: Type, wanted: str) -> None:
    assert show(value, type_) == wanted
