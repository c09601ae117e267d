"""How types fit together: assignment, joining, and the choice of overloads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from keur.cel.functions import Const, Function, Overload
from keur.cel.types import DYN, NEVER, Field, Type, object_of

NUMBERS = ("int", "uint", "double")
_NULLABLE = ("null", "object", "timestamp", "duration", "date", "period", "optional", "type")
_NESTING = ("list", "map", "optional", "type")


def join(left: Type, right: Type) -> Type | None:
    """The narrowest type that both fit, or None where only `dyn` would do."""
    if left is right or right.kind in ("never", "error"):
        return left
    if left.kind in ("never", "error"):
        return right
    if left.kind == "dyn" or right.kind == "dyn":
        return DYN
    if left.kind == "object" and right.kind == "object":
        return _join_objects(left, right)
    if left.kind != right.kind:
        return _with_null(left, right)
    if left.kind in _NESTING:
        return _join_nested(left, right)
    if left.kind == "param":
        return left if left == right else None
    if left.format == right.format and left.enum == right.enum:
        return left
    # A literal beside a percentage is one too; of two formats neither is right.
    format = left.format or right.format if "" in (left.format, right.format) else ""
    return replace(left, format=format, enum=left.enum if left.enum == right.enum else ())


def _with_null(left: Type, right: Type) -> Type | None:
    if left.kind == "null" and right.kind in _NULLABLE:
        return right
    return left if right.kind == "null" and left.kind in _NULLABLE else None


def _join_nested(left: Type, right: Type) -> Type | None:
    if len(left.args) != len(right.args):
        return Type(left.kind)
    joined = [join(mine, other) for mine, other in zip(left.args, right.args, strict=True)]
    if any(part is None for part in joined):
        return Type("type") if left.kind == "type" else None
    return Type(left.kind, tuple(part for part in joined if part is not None))


def _join_objects(left: Type, right: Type) -> Type | None:
    if left.name == right.name:
        return left if left.fields == right.fields else _union(left.name, (left, right))
    if left.struct and right.struct:
        return union((left, right))
    return None


def union(types: Sequence[Type]) -> Type:
    """One entity type for values of several kinds: every field that any of them has, kept always only where all do."""
    kinds = tuple(dict.fromkeys(kind for one in types for kind in one.kinds))
    return _union(" or ".join(dict.fromkeys(one.name for one in types)), types, kinds)


def _union(name: str, types: Sequence[Type], kinds: tuple[str, ...] = ()) -> Type:
    fields: dict[str, Field] = {}
    for field in dict.fromkeys(field for one in types for field in one.fields):
        having = [one.fields[field] for one in types if field in one.fields]
        always = len(having) == len(types) and all(one.always for one in having)
        fields[field] = Field(_union_field(field, having), always, having[0].description)
    return object_of(
        name, fields, struct=types[0].struct, kinds=kinds or types[0].kinds, open=any(one.open for one in types)
    )


def _union_field(name: str, having: Sequence[Field]) -> Type:
    kinds = {one.type.kind for one in having}
    if kinds == {"object"}:
        parts = list({id(one.type): one.type for one in having}.values())
        return parts[0] if len(parts) == 1 else _union(parts[0].name, parts)
    return join_all(one.type for one in having)


def join_all(types: Iterable[Type]) -> Type:
    """The narrowest type that all fit, `dyn` where there is none, `never` of nothing."""
    joined = NEVER
    for one in types:
        joined = join(joined, one) or DYN
    return joined


def fits(parameter: Type, argument: Type, bound: dict[str, Type]) -> bool:
    """Whether an argument may be passed; binds the parameter's type variables."""
    if parameter.kind == "param":
        return _bind(parameter.name, argument, bound)
    if argument.loose or parameter.kind == "dyn":
        return True
    if parameter.kind != argument.kind:
        return argument.kind == "null" and parameter.kind in _NULLABLE
    if parameter.kind == "object":
        return parameter.name == argument.name or (parameter.struct and argument.struct)
    if len(parameter.args) != len(argument.args):
        return parameter.kind == "type"
    return all(fits(mine, given, bound) for mine, given in zip(parameter.args, argument.args, strict=True))


def _bind(name: str, argument: Type, bound: dict[str, Type]) -> bool:
    joined = join(bound.get(name, NEVER), argument)
    if joined is None:
        return False
    bound[name] = joined
    return True


def instantiate(template: Type, bound: dict[str, Type]) -> Type:
    """A result type with its type variables filled in."""
    if template.kind == "param":
        return bound.get(template.name, NEVER)
    if not template.args:
        return template
    return replace(template, args=tuple(instantiate(part, bound) for part in template.args))


@dataclass(frozen=True, slots=True)
class Choice:
    """An overload that takes the arguments."""

    function: Function
    overload: Overload
    result: Type


def choose(
    functions: Sequence[Function], types: tuple[Type, ...], consts: tuple[Const | None, ...], member: bool
) -> list[Choice]:
    """Every overload that takes these arguments, each function's in its own order."""
    found: list[Choice] = []
    for function in functions:
        for overload in function.overloads:
            if overload.member == member and (result := _result(overload, types, consts)) is not None:
                found.append(Choice(function, overload, result))
    return found


def _result(overload: Overload, types: tuple[Type, ...], consts: tuple[Const | None, ...]) -> Type | None:
    parameters = overload.params
    if overload.variadic and len(types) >= len(parameters):
        parameters = parameters + parameters[-1:] * (len(types) - len(parameters))
    if len(parameters) != len(types):
        return None
    bound: dict[str, Type] = {}
    if not all(fits(parameter, given, bound) for parameter, given in zip(parameters, types, strict=True)):
        return None
    special = overload.result_of(consts, types) if overload.result_of else None
    return instantiate(overload.result, bound) if special is None else special


def refine(type_: Type, path: tuple[str, ...]) -> Type:
    """The type of values of which it is known that they hold the field at a path."""
    if not path or type_.kind != "object" or path[0] not in type_.fields:
        return type_
    field = type_.fields[path[0]]
    held = replace(field, always=True, type=refine(field.type, path[1:]))
    return replace(type_, fields={**type_.fields, path[0]: held})


def known(found: Type) -> Type:
    """The type of a value that is there: of an empty list's element nothing is known."""
    return DYN if found.kind == "never" else found


def numbers(types: tuple[Type, ...]) -> bool:
    """Whether the first is a number and the last a number, or a list or map of numbers."""
    left, right = types[0], types[-1].element if types[-1].kind in ("list", "map") else types[-1]
    return left.kind in NUMBERS and right.kind in NUMBERS
