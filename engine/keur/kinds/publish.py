"""Schemas as other tools read them: plain JSON Schema 2020-12, nothing of keur's own in it."""

from collections.abc import Iterable, Mapping
from typing import Any

from keur.kinds.formats import LOOKS
from keur.kinds.forms import Schema, written

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ANY = "*"

Names = Mapping[str, Iterable[str]]


def published(document: Schema, names: Names | None = None) -> dict[str, Any]:
    """The schema of a whole entity as people write it.

    names: the entities there are today, by kind; references then offer exactly those.
    """
    return {"$schema": DIALECT, **_plain(written(document), names)}


def combined(kinds: Mapping[str, Schema]) -> dict[str, Any]:
    """One schema for files that hold entities of any kind: it switches on `kind`."""
    bodies = {name: {key: part for key, part in schema.items() if key != "$schema"} for name, schema in kinds.items()}
    cases = [
        {"if": {"properties": {"kind": {"const": name}}, "required": ["kind"]}, "then": {"$ref": f"#/$defs/{name}"}}
        for name in kinds
    ]
    return {
        "$schema": DIALECT,
        "title": "keur entity",
        "description": "An entity of a keur catalog.",
        "type": "object",
        "properties": {"kind": {"description": "The type of entity.", "enum": list(kinds)}},
        "required": ["kind"],
        "allOf": cases,
        "$defs": bodies,
    }


def _plain(schema: Any, names: Names | None, open: bool = False) -> Any:
    """Without annotations; keur's formats as patterns, references as enums of what may be named.

    open: names of what is not there yet may stand here, so the enum only offers.
    """
    if isinstance(schema, list):
        return [_plain(part, names) for part in schema]
    if not isinstance(schema, Mapping):
        return schema
    made: dict[str, Any] = {}
    for key, value in schema.items():
        if key in ("enum", "const", "default", "examples", "required", "type"):
            made[key] = value
        elif key == "format":
            made["pattern"] = LOOKS[value]
        elif key in ("properties", "patternProperties", "dependentSchemas"):
            made[key] = {name: _plain(part, names) for name, part in value.items()}
        elif key == "propertyNames":
            made[key] = _plain(value, names, open="x-expects" in schema)
        elif not key.startswith("x-"):
            made[key] = _plain(value, names)
    if "x-ref" in schema and names is not None:
        _offer(made, schema["x-ref"]["kinds"], names, open)
    return made


def _offer(made: dict[str, Any], kinds: Iterable[str], names: Names, open: bool) -> None:
    allowed = sorted(names) if list(kinds) == [ANY] else list(kinds)
    there = [(kind, name) for kind in allowed for name in sorted(names.get(kind, ()))]
    if not there:
        return  # an empty enum would refuse everything, and some validators refuse the schema
    seen: dict[str, int] = {}
    for _, name in there:
        seen[name] = seen.get(name, 0) + 1
    bare = [name for name, count in seen.items() if count == 1]
    offered = {"enum": [*bare, *(f"{kind}/{name}" for kind, name in there)]}
    if open:
        made["anyOf"] = [offered, {"type": "string"}]
    elif "object" in made.get("type", ()):
        made["if"], made["then"] = {"type": "string"}, offered
    else:
        made.update(offered)
