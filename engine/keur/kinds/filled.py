"""Which fields of an entity nobody wrote, and where their values come from. For people who ask."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from keur.kinds.admit import Lists, escape
from keur.kinds.forms import Schema


@dataclass(frozen=True, slots=True)
class Filled:
    """One field that was not written.

    pointer: JSON Pointer in the normalised data. value: as it would be written.
    because: where it comes from, as a clause: "by default", "because customers is there", "from itil-2011/...".
    """

    pointer: str
    value: Any
    because: str


def filled(data: Mapping[str, Any], document: Schema, lists: Lists) -> Iterator[Filled]:
    """The fields of one entity that defaults, derivations and reference lists fill in, as the schema orders them."""
    fields = document["properties"]
    for part in ("metadata", "spec"):
        yield from _within(data.get(part, {}), fields[part], f"/{part}", lists)


def _within(value: Any, schema: Schema, at: str, lists: Lists) -> Iterator[Filled]:
    short = schema.get("x-short")
    if short is not None and value is not None and not isinstance(value, (dict, list)):
        value = {short: value}
    if isinstance(value, dict) and "properties" in schema:
        inherited = _inherited(value, schema, lists)
        for name, field in schema["properties"].items():
            if name in value:
                yield from _within(value[name], field, f"{at}/{name}", lists)
            elif name in inherited:
                yield Filled(f"{at}/{name}", *inherited[name])
            elif "default" in field:
                yield Filled(f"{at}/{name}", *_decided(value, field))
    elif isinstance(value, dict):
        for key, element in value.items():
            yield from _within(element, schema.get("additionalProperties", {}), f"{at}/{escape(key)}", lists)
    elif isinstance(value, list):
        for index, element in enumerate(value):
            yield from _within(element, schema.get("items", {}), f"{at}/{index}", lists)


def _decided(written: Mapping[str, Any], field: Schema) -> tuple[Any, str]:
    for sibling, value in field.get("x-derive", {}).items():
        if sibling in written:
            return value, f"because {sibling} is there"
    return field["default"], "by default"


def _inherited(written: Mapping[str, Any], schema: Schema, lists: Lists) -> Mapping[str, tuple[Any, str]]:
    for name, field in schema["properties"].items():
        chosen = written.get(name) if field.get("x-extends") else None
        if isinstance(chosen, str):
            return {key: (value, f"from {chosen}") for key, value in lists.get(chosen, {}).items()}
    return {}
