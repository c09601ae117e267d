"""Two forms of one schema: what people may write, and what the data is once admitted.

Written: a short form is accepted beside the long one, and keys that begin with `x-` are let through wherever fields
are named; an entry of a list that should name an entity may name nothing, which admission reports. In a mapping whose
keys are data (items by name, days of a calendar) every key counts, `x-` or not.
Normalised: short forms are expanded, and a field with a default or a derivation is always there.
"""

from collections.abc import Callable, Mapping
from typing import Any

Schema = Mapping[str, Any]

# keywords that hold schemas which keur follows; annotations are read nowhere else
ONE = ("items", "additionalProperties", "propertyNames")
SCALARS = ("string", "number", "integer", "boolean")
# keywords that speak of one type only, so that those of a short and a long form can stand side by side
_OF_TEXT = ("pattern", "minLength", "maxLength", "format", "x-ref")
_OF_NUMBERS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")


def types(schema: Schema) -> tuple[str, ...]:
    """The types a schema says, in its order; empty when it says none."""
    found = schema.get("type", ())
    return (found,) if isinstance(found, str) else tuple(found)


def naming(schema: Schema) -> tuple[str, Schema] | None:
    """Where an entry of this schema names an entity: the field ("" for the entry itself), and its `x-ref`."""
    if "x-ref" in schema:
        return "", schema["x-ref"]
    field = short(schema)
    return (schema["x-short"], field["x-ref"]) if field is not None and "x-ref" in field else None


def descend(schema: Schema, change: Callable[[Schema], dict[str, Any]]) -> dict[str, Any]:
    """A copy of the schema with its direct sub-schemas changed."""
    made = dict(schema)
    for keyword in ONE:
        if isinstance(made.get(keyword), Mapping):
            made[keyword] = change(made[keyword])
    if "properties" in made:
        made["properties"] = {name: change(field) for name, field in made["properties"].items()}
    return made


def short(schema: Schema) -> Schema | None:
    """The schema of the field that a bare scalar stands for; None where there is no short form."""
    name = schema.get("x-short")
    if name is None:
        return None
    field = schema.get("properties", {}).get(name, schema.get("additionalProperties"))
    return field if isinstance(field, Mapping) else None


def written(schema: Schema) -> dict[str, Any]:
    """What people may write."""
    made = descend(schema, written)
    names = naming(schema.get("items", {}))
    if names is not None:
        made["items"] = _or_empty(made["items"], names[0])
    if "properties" in made:
        if "additionalProperties" not in made and "unevaluatedProperties" not in made:
            made["additionalProperties"] = False
        made["patternProperties"] = {**made.get("patternProperties", {}), "^x-": True}
    field = short(schema)
    if field is not None:
        made["type"] = [*types(field), "object"]
        made.update({key: field[key] for key in (*_OF_TEXT, *_OF_NUMBERS) if key in field})
        if "enum" in field:
            made["if"] = {"type": list(types(field))}
            made["then"] = {"enum": field["enum"]}
    return made


def _or_empty(schema: Schema, name: str) -> dict[str, Any]:
    """An entry of a list that may fail to name anything, which admission reports as just that."""
    made = {**schema, "type": [*types(schema), "null"]}
    if name:
        field = schema["properties"][name]
        made["properties"] = {**schema["properties"], name: {**field, "type": [*types(field), "null"]}}
        made["required"] = [other for other in schema.get("required", ()) if other != name]
    return made


def normalised(schema: Schema) -> dict[str, Any]:
    """What the data is once admitted."""
    made = descend(schema, normalised)
    if "properties" in made:
        filled = {name for name, field in made["properties"].items() if "default" in field}
        made["required"] = sorted(filled.union(made.get("required", ())))
        made.setdefault("additionalProperties", "patternProperties" in made)
    made.pop("x-short", None)
    return made
