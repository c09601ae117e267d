"""How a library tells the language what its functions are: signatures for the checker, meaning for the run.

A library is a tuple of `Function`. An environment merges libraries; several may add overloads to one name, and then
each `call` is tried by the overloads that declare it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from keur.cel.types import Type

BY_ID = (("id",),)
"""What a function reads of an entity that it looks up, and of which it reads no field."""


@dataclass(frozen=True, slots=True)
class Const:
    """The value of an argument that is a literal in the expression."""

    value: Any


type_rule = Callable[[tuple[Const | None, ...], tuple[Type, ...]], Type | None]


@dataclass(frozen=True, slots=True)
class Overload:
    """One signature.

    name: CEL's own name: `size`, `math.greatest`, `_+_`, `_==_`, `_[_]`, `@in`.
    params: types of the arguments, the receiver first when `member`.
    variadic: the last parameter may be given any number of times, at least once.
    result_of: the result type where it hangs on constant arguments: gets one `Const` or None and one type per
    argument; None means `result`.
    zero: for a call that cannot tell from an empty list what it is a list of: where the checker is sure of this
    overload, it is given as one more argument.
    """

    name: str
    params: tuple[Type, ...]
    result: Type
    member: bool = False
    variadic: bool = False
    result_of: type_rule | None = None
    zero: Any = None

    @property
    def told(self) -> bool:
        """Whether a call is given the zero."""
        return self.zero is not None


@dataclass(frozen=True, slots=True)
class Function:
    """A function's signatures and its one meaning.

    call: over plain values (receiver first); it looks at the run-time types itself and raises
    `CelError` of kind `no_such_overload` for what it does not take.
    cost: asked *before* the call with the same arguments, so that nothing huge is ever built: an upper bound of what
    the call scans or allocates beyond one step, in steps (one per list element or map entry, one per 16 characters or
    bytes). It must itself be cheap, and never raises: for arguments that the call will refuse it returns 0.
    contextual: `call` gets the run's context before the arguments. Such functions read the catalog.
    reads: the fields of entities among the arguments that are read; None is all of them.
    """

    name: str
    overloads: tuple[Overload, ...]
    call: Callable[..., Any]
    cost: Callable[..., int] | None = None
    contextual: bool = False
    reads: tuple[tuple[str, ...], ...] | None = None


Library = tuple[Function, ...]


def merge(libraries: Iterable[Library]) -> dict[str, tuple[Function, ...]]:
    """All functions by name, in the order of the libraries."""
    table: dict[str, tuple[Function, ...]] = {}
    for library in libraries:
        for function in library:
            table[function.name] = (*table.get(function.name, ()), function)
    return table
