"""How the tables of this folder call a function of the library: as the interpreter does."""

from collections.abc import Callable
from typing import Any

import pytest

from keur.cel.functions import merge
from keur.cel.library import LIBRARIES
from keur.cel.values import CelError

FUNCTIONS = merge(LIBRARIES)


def _call(name: str, *args: Any) -> Any:
    (function,) = FUNCTIONS[name]
    if function.cost is not None:
        assert function.cost(*args) >= 0
    return function.call(*args)


@pytest.fixture(scope="session")
def call() -> Callable[..., Any]:
    """call(name, *args): the function's value; its cost is asked first."""
    return _call


@pytest.fixture(scope="session")
def refuse() -> Callable[..., str]:
    """refuse(kind, name, *args): the message of the error, which is of this kind, printable and not too long."""

    def refuse(kind: str, name: str, *args: Any) -> str:
        with pytest.raises(CelError) as caught:
            _call(name, *args)
        assert caught.value.kind == kind
        assert caught.value.message.isprintable()
        assert len(caught.value.message) < 400
        return caught.value.message

    return refuse


@pytest.fixture(scope="session")
def gives() -> Callable[..., None]:
    """gives(expected, name, *args): the value equals what is expected and is of the same type."""

    def gives(expected: Any, name: str, *args: Any) -> None:
        got = _call(name, *args)
        assert type(got) is type(expected)
        assert repr(got) == repr(expected) if isinstance(expected, float) else got == expected

    return gives
