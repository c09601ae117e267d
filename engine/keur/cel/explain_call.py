"""The sentence for a call that no overload takes."""

from typing import TYPE_CHECKING

from keur.cel import ast
from keur.cel.functions import Overload
from keur.cel.parser import Expression
from keur.cel.problems import did_you_mean
from keur.cel.types import Type

if TYPE_CHECKING:
    from keur.cel.checker import Declarations

_SYMBOLS = {"@in": "in", "-_": "-", "!_": "!"}


def problem(
    node: ast.Call, types: tuple[Type, ...], declarations: "Declarations", expression: Expression
) -> tuple[str, int, int]:
    """The message, and the offsets between which it belongs."""
    name = node.function
    if name.startswith("_") or name in _SYMBOLS:
        symbol = _SYMBOLS.get(name, name.strip("_"))
        optional = any(one.kind == "optional" for one in types)
        hint = "; what may be absent gets a value with .orValue()" if optional else ""
        return f"{symbol} does not take {' and '.join(map(str, types))}{hint}", node.start, node.end
    end = node.at + len(name.rsplit(".", 1)[-1])
    if name in declarations.reserved:
        return f"{name}() is {declarations.reserved[name]}", node.at, end
    member = node.target is not None
    if name in declarations.defined:
        return f"{name}() is written x.{name}()", node.at, end
    overloads = [one for function in declarations.functions.get(name, ()) for one in function.overloads]
    fitting = [one for one in overloads if one.member == member]
    if not overloads:
        known = [
            one.name
            for functions in declarations.functions.values()
            for function in functions
            for one in function.overloads
            if one.member == member and one.name[:1].isalpha()
        ]
        known += declarations.defined if member else ()
        return f"unknown {'method' if member else 'function'} {name}(){did_you_mean(name, known)}", node.at, end
    if not fitting:
        form = f"{name}(x)" if member else f"x.{name}()"
        return f"{name}() is written {form}", node.at, end
    given = ", ".join(map(str, types[1:] if member else types))
    shown = f"{types[0]}.{name}({given})" if member else f"{name}({given})"
    forms = "; ".join(dict.fromkeys(_signature(one) for one in fitting[:4]))
    return f"there is no {shown}; there is {forms}", node.start, node.end


def _signature(overload: Overload) -> str:
    params = list(map(str, overload.params))
    if overload.variadic:
        params[-1] += ", ..."
    if overload.member:
        return f"{params[0]}.{overload.name}({', '.join(params[1:])})"
    return f"{overload.name}({', '.join(params)})"
