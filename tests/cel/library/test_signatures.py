"""What the checker is told agrees with what the run does."""

import math
from itertools import product
from typing import Any

import pytest

from keur.cel.functions import Function, Overload
from keur.cel.library import LIBRARIES
from keur.cel.types import Type
from keur.cel.values import NONE, CelError, CelType, Optional, UInt, type_of
from keur.model.quantities import Day, Duration, Period, Timestamp

SAMPLES: dict[str, list[Any]] = {
    "bool": [True, False],
    "int": [0, 1, -3],
    "uint": [UInt(0), UInt(2)],
    "double": [1.5, math.nan],
    "string": ["", "abc", "UTC", "7"],
    "bytes": [b"", b"ab"],
    "timestamp": [Timestamp(0)],
    "duration": [Duration.of(days=1)],
    "date": [Day(700_000)],
    "period": [Period(1)],
    "dyn": [1, 1.5],
    "param": [1, "a", None],
    "map": [{}, {"a": 1}],
    "optional": [NONE, Optional.of(1)],
}
NAMES = {"timestamp": "google.protobuf.Timestamp", "duration": "google.protobuf.Duration", "optional": "optional_type"}
FUNCTIONS = [function for library in LIBRARIES for function in library]
OVERLOADS = [(function, overload) for function in FUNCTIONS for overload in function.overloads]
WRONG = [None, True, 1, 1.5, "x", b"x", [None], {}, NONE, CelType("int"), Day(1), object()]


def samples(kind: Type) -> list[Any]:
    if kind.kind == "list":
        return [[], [samples(kind.args[0])[-1]]]
    return SAMPLES[kind.kind]


def outcome(function: Function, args: tuple[Any, ...]) -> Any:
    """The value, or the error of the language; any other error fails the test."""
    if function.cost is not None:
        assert function.cost(*args) >= 0
    try:
        return function.call(*args)
    except CelError as error:
        return error


@pytest.mark.parametrize(("function", "overload"), OVERLOADS, ids=lambda one: one.name)
def test_every_overload_is_taken_and_gives_its_type(function: Function, overload: Overload) -> None:
    for args in product(*map(samples, overload.params)):
        result = outcome(function, (*args, overload.zero) if overload.told else args)
        if isinstance(result, CelError):
            assert result.kind != "no_such_overload"
        elif overload.result.kind not in ("param", "dyn"):
            assert type_of(result).name == NAMES.get(overload.result.kind, overload.result.kind)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_other_values_give_an_error_of_the_language_and_no_other(function: Function) -> None:
    for count in {len(overload.params) for overload in function.overloads}:
        for args in product(WRONG, repeat=count) if count < 4 else [("a", "b", "c", "d"), (1, 2, 3, 4)]:
            result = outcome(function, args)
            assert not isinstance(result, CelError) or result.message


def test_names_are_unique_and_overloads_are_named_as_their_function() -> None:
    names = [function.name for function in FUNCTIONS]
    assert len(names) == len(set(names))
    for function, overload in OVERLOADS:
        assert overload.name == function.name
