"""Static types of CEL expressions.

Types compare by what they are, not by how they print: `format`, `enum` and an object's fields are carried along and
never compared, so that a percentage is a double to every overload.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Field:
    """One named field of an object type.

    always: whether data of this type always holds it (required, defaulted or derived).
    description: the schema's description, for messages and hover text.
    """

    type: "Type"
    always: bool = False
    description: str = ""


@dataclass(frozen=True, slots=True)
class Type:
    """One static type.

    kind: `bool`, `int`, `uint`, `double`, `string`, `bytes`, `null`, `dyn`, `list`, `map`, `timestamp`, `duration`,
    `date`, `period`, `type`, `optional`, `param`, `object`, `never` (of the elements of an empty list: fits
    everywhere) or `error` (stands in after a reported mistake).
    name: of a type parameter or an object type.
    args: element type of a list or optional, key and value type of a map, the type that a `type` value denotes.
    format: how values are written for people, such as `percentage`.
    enum: the only values a string can have; empty when any.
    fields: of an object type.
    struct: its values are read by attribute, not by key.
    kinds: of an entity type: the kinds its values can have, `*` for any; empty for what is no entity.
    open: fields that are not declared may be read, as dyn, as optional ones.
    """

    kind: str
    args: "tuple[Type, ...]" = ()
    name: str = ""
    format: str = field(default="", compare=False)
    enum: tuple[str, ...] = field(default=(), compare=False)
    fields: Mapping[str, Field] = field(default_factory=dict, compare=False)
    struct: bool = field(default=False, compare=False)
    kinds: tuple[str, ...] = field(default=(), compare=False)
    open: bool = field(default=False, compare=False)

    def __str__(self) -> str:
        if self.kind in ("object", "param"):
            return self.name
        if self.args:
            name = "optional_type" if self.kind == "optional" else self.kind
            return f"{name}({', '.join(map(str, self.args))})"
        return self.kind

    def formatted(self, format: str) -> "Type":
        """The same type, written for people in this format."""
        return replace(self, format=format)

    @property
    def loose(self) -> bool:
        """Whether nothing is known of its values, so that any use may be right and is only judged at run time."""
        return self.kind in ("dyn", "never", "error")

    @property
    def element(self) -> "Type":
        """The type of what a comprehension's first variable ranges over: list elements or map keys."""
        return self.args[0] if self.args else DYN


BOOL = Type("bool")
INT = Type("int")
UINT = Type("uint")
DOUBLE = Type("double")
STRING = Type("string")
BYTES = Type("bytes")
NULL = Type("null")
DYN = Type("dyn")
TIMESTAMP = Type("timestamp", format="timestamp")
DURATION = Type("duration", format="duration")
DATE = Type("date", format="date")
PERIOD = Type("period", format="period")
NEVER = Type("never")
ERROR = Type("error")
TYPE = Type("type")


def list_of(element: Type) -> Type:
    """A list of these elements."""
    return Type("list", (element,))


def map_of(key: Type, value: Type) -> Type:
    """A map from these keys to these values."""
    return Type("map", (key, value))


def optional_of(value: Type) -> Type:
    """An optional that may hold such a value."""
    return Type("optional", (value,))


def type_of(denoted: Type) -> Type:
    """The type of a type value."""
    return Type("type", (denoted,))


def param(name: str) -> Type:
    """A type parameter of an overload, bound anew at every call."""
    return Type("param", name=name)


def object_of(
    name: str,
    fields: Mapping[str, Field],
    *,
    struct: bool = False,
    kinds: tuple[str, ...] = (),
    open: bool = False,
) -> Type:
    """An object type. Object types are equal when their names are."""
    return Type("object", name=name, fields=fields, struct=struct, kinds=kinds, open=open)
