"""What is built without pydantic equals what pydantic makes of it; what is doubted is pydantic's to say."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from keur import bundle
from keur.config import Config
from keur.manifest import parse
from keur.rules.rule import Area, Rule
from keur.typed import After, Before, Doubt, Limits, build, camel, fields, says


def _even(value: int) -> int:
    if value % 2:
        raise ValueError("is odd")
    return value


def _number(value: Any) -> Any:
    return {"small": 1, "large": 9}.get(value, value) if isinstance(value, str) else value


@dataclass(frozen=True)
class Leg:
    """A part of a toy."""

    __pydantic_config__: ClassVar[Mapping[str, Any]] = {"extra": "forbid", "strict": True}

    length: Annotated[int, Limits(ge=0, le=9), After(_even)]


@dataclass(frozen=True, kw_only=True)
class Toy:
    """Every kind of field there is."""

    __pydantic_config__: ClassVar[Mapping[str, Any]] = {"extra": "forbid", "strict": True, "alias_generator": camel}

    own_name: Annotated[str, Limits(pattern="^[a-z]+$", min_length=2)]
    colour: Literal["red", "blue"] = "red"
    sold: bool = False
    legs: tuple[Leg, ...] = field(default=(), metadata=says("Legs.", max_length=2))
    words: tuple[str, ...] = field(default=("a",), metadata=says("Words.", min_length=1))
    size: Annotated[int, Before(_number)] = 1
    since: date | None = field(default=None, metadata=says("Since.", alias="from"))
    prices: Mapping[Annotated[str, Limits(pattern="^[a-z]$")], int] = field(default_factory=dict)
    more: Any = None

    def __post_init__(self) -> None:
        if self.sold and self.legs:
            raise ValueError("a toy that is sold has no legs")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"ownName": "ape"}, Toy(own_name="ape")),
        ({"ownName": "ape", "legs": [{"length": 2}]}, Toy(own_name="ape", legs=(Leg(2),))),
        ({"ownName": "ape", "words": ["b"]}, Toy(own_name="ape", words=("b",))),
        ({"ownName": "ape", "size": "large"}, Toy(own_name="ape", size=9)),
        ({"ownName": "ape", "from": "2027-03-28"}, Toy(own_name="ape", since=date(2027, 3, 28))),
        ({"ownName": "ape", "from": None, "more": [1.5]}, Toy(own_name="ape", more=[1.5])),
        ({"ownName": "ape", "prices": {"a": 1}}, Toy(own_name="ape", prices={"a": 1})),
    ],
)
def test_what_is_plainly_right_is_built(said: Any, expected: Toy) -> None:
    assert build(Toy, said) == expected
    assert TypeAdapter(Toy).validate_json(json.dumps(said)) == expected


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        [],
        None,
        {"own_name": "ape"},
        {"ownName": "ape\n"},
        {"ownName": "a"},
        {"ownName": 1},
        {"ownName": "ape", "colour": "green"},
        {"ownName": "ape", "colour": ["red"]},
        {"ownName": "ape", "sold": 1},
        {"ownName": "ape", "legs": {}},
        {"ownName": "ape", "legs": [{"length": 3}]},
        {"ownName": "ape", "legs": [{"length": 10}]},
        {"ownName": "ape", "legs": [{"length": True}]},
        {"ownName": "ape", "legs": [{"length": 2.0}]},
        {"ownName": "ape", "legs": [{"length": 2}] * 3},
        {"ownName": "ape", "legs": [{"length": 2, "width": 3}]},
        {"ownName": "ape", "words": []},
        {"ownName": "ape", "words": None},
        {"ownName": "ape", "from": "20270328"},
        {"ownName": "ape", "from": "2027-02-30"},
        {"ownName": "ape", "from": 0},
        {"ownName": "ape", "prices": {"A": 1}},
        {"ownName": "ape", "prices": {"a": "1"}},
        {"ownName": "ape", "sold": True, "legs": [{"length": 2}]},
    ],
)
def test_what_is_not_plainly_right_is_doubted(wrong: Any) -> None:
    with pytest.raises(ValueError, match=r"^$|is odd|month|has no legs"):
        build(Toy, wrong)
    with pytest.raises(ValidationError):
        TypeAdapter(Toy).validate_json(json.dumps(wrong))


def test_a_type_that_nobody_can_read_is_refused() -> None:
    @dataclass(frozen=True)
    class Odd:
        value: complex

    with pytest.raises(TypeError, match="hold no"):
        build(Odd, {"value": 1})
    with pytest.raises(TypeError, match="nobody reads"):
        says("A field.", pattern="x")


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 12),
    st.floats(allow_nan=False, allow_infinity=False, width=16),
    st.text(max_size=4),
    st.sampled_from(
        ["error", "off", "nl", "a/b", "UTC", "catalog/", "2027-03-28", "2027-3-28", "abcdef0", "a1", "Catalog"]
    ),
)


def data(kind: type) -> st.SearchStrategy[Any]:
    keys = st.sampled_from([*fields(kind), "default", "paths", "mapping", "reason", "off", "pass", "fail", "a/b"])
    inner = st.recursive(
        SCALARS, lambda one: st.lists(one, max_size=2) | st.dictionaries(keys, one, max_size=3), max_leaves=6
    )
    return st.dictionaries(st.sampled_from(list(fields(kind))), inner, max_size=4)


RULES = [
    found
    for path, text in bundle.shipped("policies").items()
    if not path.endswith("area.yaml") and isinstance(found := parse(text).documents[0].data, Mapping)
]


def agreed(kind: type, said: Any) -> None:
    """Where a value is built at once, pydantic makes the same one."""
    try:
        built = build(kind, said)
    except ValueError:
        return
    assert TypeAdapter(kind).validate_json(json.dumps(said)) == built


@settings(max_examples=300)
@given(data(Config))
def test_a_configuration_is_what_pydantic_makes_of_it(said: Any) -> None:
    agreed(Config, said)


@settings(max_examples=300)
@given(st.sampled_from(RULES), data(Rule), st.sets(st.sampled_from(list(fields(Rule))), max_size=2))
def test_a_rule_is_what_pydantic_makes_of_it(rule: Mapping[str, Any], other: Any, without: set[str]) -> None:
    agreed(Rule, {**{name: value for name, value in rule.items() if name not in without}, **other})


@pytest.mark.parametrize("path", sorted(bundle.shipped("policies")))
def test_every_shipped_file_is_plainly_right(path: str) -> None:
    """None of them costs the import of pydantic."""
    kind = Area if path.endswith("area.yaml") else Rule
    said = parse(bundle.shipped("policies")[path]).documents[0].data
    assert build(kind, said) == TypeAdapter(kind).validate_json(json.dumps(said))


def test_a_doubt_is_an_error_of_a_value() -> None:
    assert issubclass(Doubt, ValueError)
