"""Where the references of an entity are written: as a value or as a key, in the data before admission.

Admission gives their places in its normalised data, where a key and its value share one pointer; here each is told
apart. The order is that of admission.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from keur.kinds import Kind
from keur.kinds.forms import Schema, naming, short
from keur.model import pointer


class Named(NamedTuple):
    """One reference as written: a JSON Pointer into the data, and whether it is the key there and not the value."""

    pointer: str
    on_key: bool
    target: str


def named(kind: Kind, data: Mapping[str, Any]) -> Iterator[Named]:
    """The references of a document of this kind."""
    for part, value in data.items():
        if part in ("metadata", "spec"):
            yield from _named(kind.document["properties"][part], value, pointer(part))


def _named(schema: Schema, value: Any, at: str) -> Iterator[Named]:
    field = short(schema)
    if field is not None and not isinstance(value, dict | list) and value is not None:
        schema = field
    if "x-ref" in schema and isinstance(value, str):
        yield Named(at, False, value)
    elif isinstance(value, list):
        items = schema.get("items", {})
        for index, element in enumerate(value):
            yield from _named(items, _saying(items, element), f"{at}/{index}")
    elif isinstance(value, dict):
        yield from _of_mapping(schema, value, at)


def _saying(items: Schema, element: Any) -> Any:
    """An entry of a list without a name that is empty, which admission reports and takes for no reference."""
    names = naming(items)
    if names is None or not names[0] or not isinstance(element, dict):
        return None if names is not None and element == "" else element
    return {key: value for key, value in element.items() if key != names[0] or value != ""}


def _of_mapping(schema: Schema, value: Mapping[str, Any], at: str) -> Iterator[Named]:
    fields = schema.get("properties")
    more = schema.get("additionalProperties")
    rest: Schema = more if isinstance(more, Mapping) else {}
    keys = schema.get("propertyNames", {})
    for key, element in value.items():
        where = at + pointer(key)
        if fields is None:
            if "x-ref" in keys:
                yield Named(where, True, key)
            yield from _named(rest, element, where)
        elif key in fields:
            yield from _named(fields[key], element, where)
        elif not key.startswith("x-"):
            yield from _named(rest, element, where)
