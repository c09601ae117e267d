"""Values at run time, and what it means that two of them are equal or ordered.

Values are plain Python: None, bool, int (64 bits), float, str, bytes, list or tuple, dict (string keys), the
quantities of `keur.model.quantities`, and what stands here: `UInt`, `CelMap`, `CelType`, `Optional`. Any other
object is a struct: it equals only itself.

Numbers of different types are equal when they are the same number, exactly; `true` is not a number. So equality is
an equivalence (NaN apart, which equals nothing), and agrees with `lookup_key`. They are *ordered* as doubles where one
is a double, as the conformance suite has it.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import NoneType
from typing import Any, Final

from keur.model.quantities import Day, Duration, Period, Timestamp


class CelError(Exception):
    """An expression has no value here.

    kind: `no_such_overload`, `no_such_key`, `no_such_field`, `no_such_element`, `overflow`, `divide_by_zero`,
    `invalid_argument`, `duplicate_key`, or `cost`.
    message: one clear sentence.
    """

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message


class UInt(int):
    """An unsigned 64-bit integer. Python's operators on it give plain ints; the library wraps results again."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"{int(self)}u"


@dataclass(frozen=True, slots=True)
class CelType:
    """A type as a value: what `type(x)` gives."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Optional:
    """A value that may be absent. Equal by `equals` only."""

    present: bool
    value: Any = None

    @staticmethod
    def of(value: Any) -> "Optional":
        """An optional that holds this value."""
        return Optional(True, value)

    @staticmethod
    def none() -> "Optional":
        """The optional that holds nothing."""
        return NONE


NONE: Final = Optional(False)
"""The optional that holds nothing."""

_FALSE, _TRUE = ("bool", False), ("bool", True)
_KEY_TYPES = (str, int, UInt, bool)


class CelMap(Mapping[Any, Any]):
    """A map with keys that are not all strings. Keys of different numeric types are one key; `true` is not 1."""

    __slots__ = ("_entries",)

    def __init__(self, entries: Iterable[tuple[Any, Any]]) -> None:
        """entries: distinct keys and their values; `make_map` checks what an expression writes."""
        self._entries = {_map_key(key): (key, value) for key, value in entries}

    def __getitem__(self, key: Any) -> Any:
        return self._entries[_map_key(key)][1]

    def __contains__(self, key: object) -> bool:
        return _map_key(key) in self._entries

    def __iter__(self) -> Iterator[Any]:
        return (key for key, _ in self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)

    def __repr__(self) -> str:
        return "CelMap({" + ", ".join(f"{key!r}: {value!r}" for key, value in self.items()) + "})"


def _map_key(key: Any) -> Hashable:
    kind = type(key)
    if kind is str or kind is int or kind is UInt or kind is float:
        return key  # type: ignore[no-any-return]  # narrowing by `type(key) is` is what makes this path fast
    if kind is bool:
        return _TRUE if key else _FALSE
    return ("other",)  # no key of a map


def make_map(pairs: Iterable[tuple[Any, Any]]) -> dict[str, Any] | CelMap:
    """The map of these entries, a plain dict when all keys are strings; CelError for repeated and impossible keys."""
    entries = list(pairs)
    seen: set[Hashable] = set()
    plain = True
    for key, _ in entries:
        if type(key) is not str:
            plain = False
            if type(key) not in _KEY_TYPES:
                raise CelError("invalid_argument", f"a map's key is no {type_of(key).name}")
        found = _map_key(key)
        if found in seen:
            raise CelError("duplicate_key", f"the map has the key {key!r} twice")
        seen.add(found)
    return dict(entries) if plain else CelMap(entries)


_SELF_EQUAL = frozenset(
    {bool, int, float, str, bytes, NoneType, UInt, Duration, Timestamp, Day, Period, CelType},
)
_NUMBERS = frozenset({int, UInt, float})
_LISTS = frozenset({list, tuple})
_MAPS = frozenset({dict, CelMap})
_ORDERED = frozenset({bool, int, float, str, bytes, UInt, Duration, Timestamp, Day, Period})


def equals(a: Any, b: Any) -> bool:
    """CEL's `==`: deep, over all types; values of different types are unequal, except equal numbers."""
    kind, other = type(a), type(b)
    if kind is other and kind in _SELF_EQUAL:
        return bool(a == b)
    if kind in _NUMBERS:
        return other in _NUMBERS and bool(a == b)
    if kind in _LISTS:
        return other in _LISTS and len(a) == len(b) and all(map(equals, a, b))
    if kind in _MAPS:
        return other in _MAPS and len(a) == len(b) and _same_entries(a, b)
    if kind is Optional:
        return other is Optional and a.present == b.present and (not a.present or equals(a.value, b.value))
    if isinstance(a, Day):
        return isinstance(b, Day) and bool(a == b)
    return a is b


def _same_entries(a: Mapping[Any, Any], b: Mapping[Any, Any]) -> bool:
    return all(map_has(b, key) and equals(value, b[key]) for key, value in a.items())


def map_has(entries: Mapping[Any, Any], key: Any) -> bool:
    """Whether the map has this key: a plain dict has none but strings."""
    if type(entries) is dict:
        return type(key) is str and key in entries
    return key in entries


def lookup_key(value: Any) -> Hashable:
    """What stands for the value in a dict or set: equal exactly when the values are (NaN apart)."""
    kind = type(value)
    if kind is bool:
        return _TRUE if value else _FALSE
    if kind in _LISTS:
        return ("list", tuple(map(lookup_key, value)))
    if kind in _MAPS:
        return ("map", frozenset((lookup_key(key), lookup_key(item)) for key, item in value.items()))
    if kind is Optional:
        return ("optional", value.present, lookup_key(value.value))
    if kind in _SELF_EQUAL or isinstance(value, Day):
        return value  # type: ignore[no-any-return]  # every one of these types is hashable
    return ("struct", id(value))


def compare(a: Any, b: Any) -> int:
    """-1, 0 or 1 as `a` stands before, with or after `b`; NaN stands with all. CelError when they have no order."""
    a, b = comparable(a, b)
    return int(a > b) - int(a < b)


def comparable(a: Any, b: Any) -> tuple[Any, Any]:
    """The two as values that Python's operators order as CEL does; CelError when they have no order."""
    kind, other = type(a), type(b)
    if kind is other and kind in _ORDERED:
        return a, b
    if kind in _NUMBERS and other in _NUMBERS:
        return (float(a), float(b)) if kind is float or other is float else (int(a), int(b))
    if isinstance(a, Day) and isinstance(b, Day):
        return a, b
    raise CelError("no_such_overload", f"{type_of(a).name} and {type_of(b).name} have no order")


_TYPES: Final[dict[type, CelType]] = {
    NoneType: CelType("null_type"),
    bool: CelType("bool"),
    int: CelType("int"),
    UInt: CelType("uint"),
    float: CelType("double"),
    str: CelType("string"),
    bytes: CelType("bytes"),
    list: CelType("list"),
    tuple: CelType("list"),
    dict: CelType("map"),
    CelMap: CelType("map"),
    CelType: CelType("type"),
    Optional: CelType("optional_type"),
    Duration: CelType("google.protobuf.Duration"),
    Timestamp: CelType("google.protobuf.Timestamp"),
    Day: CelType("date"),
    Period: CelType("period"),
}


def type_of(value: Any) -> CelType:
    """The type of a value; of a struct, one named as its class."""
    found = _TYPES.get(type(value))
    if found is None:
        found = _TYPES[Day] if isinstance(value, Day) else CelType(type(value).__name__)
    return found


def no_overload(name: str, *values: Any) -> CelError:
    """The error of a function that does not take these values."""
    given = ", ".join(type_of(value).name for value in values)
    return CelError("no_such_overload", f"{name} does not take ({given})")
