"""From a kind's JSON Schema to the types of its data once admitted: short forms expanded, formats converted."""

from collections.abc import Mapping
from typing import Any

from keur.cel.types import (
    BOOL,
    DATE,
    DOUBLE,
    DURATION,
    DYN,
    INT,
    NULL,
    PERIOD,
    STRING,
    TIMESTAMP,
    Field,
    Type,
    list_of,
    map_of,
    object_of,
)

Schema = Mapping[str, Any]

_SCALARS: Mapping[str, Type] = {"boolean": BOOL, "integer": INT, "number": DOUBLE, "null": NULL}
_FORMATS: Mapping[str, Type] = {
    "duration": DURATION,
    "period": PERIOD,
    "percentage": DOUBLE.formatted("percentage"),
    "date": DATE,
    "moment": DATE,
    "date-time": TIMESTAMP,
}
_UNDECIDED = ("oneOf", "anyOf", "allOf", "if", "not")
_MAX_DEPTH = 32


def object_type(name: str, schema: Schema) -> Type:
    """The type of data of this shape. A field is always there when it is required or has a default."""
    return _Reader(schema.get("$defs", {})).read(name, schema, 0)


def entity_type(kind: str, metadata: Schema, spec: Schema) -> Type:
    """The type of the entities of a kind: they have `kind`, `name`, `id`, `metadata` and `spec`."""
    fields = {
        "kind": Field(Type("string", enum=(kind,)), True, "The type of entity."),
        "name": Field(STRING, True, "Its name, unique within its kind."),
        "id": Field(STRING, True, "Its kind and name: Kind/name."),
        "metadata": Field(object_type(f"{kind}.metadata", metadata), True, "What every entity has."),
        "spec": Field(object_type(f"{kind}.spec", spec), True, "What entities of this kind have."),
    }
    return object_of(kind, fields, struct=True, kinds=(kind,))


def any_entity(metadata: Schema) -> Type:
    """The type of an entity of any kind: its spec is only known when it runs."""
    fields = {
        "kind": Field(STRING, True, "The type of entity."),
        "name": Field(STRING, True, "Its name, unique within its kind."),
        "id": Field(STRING, True, "Its kind and name: Kind/name."),
        "metadata": Field(object_type("Entity.metadata", metadata), True, "What every entity has."),
        "spec": Field(DYN, True, "What entities of its kind have."),
    }
    return object_of("Entity", fields, struct=True, kinds=("*",))


class _Reader:
    def __init__(self, definitions: Schema) -> None:
        self.definitions = definitions

    def read(self, name: str, schema: Any, depth: int) -> Type:
        if not isinstance(schema, Mapping) or depth > _MAX_DEPTH:
            return DYN
        if "$ref" in schema:
            return self.referred(name, schema, depth)
        kind = schema.get("type")
        if kind is None and "properties" in schema:
            kind = "object"
        if not isinstance(kind, str):
            return _enumerated(schema)
        if kind == "object":
            return self.object(name, schema, depth)
        if any(keyword in schema for keyword in _UNDECIDED):
            return DYN
        if kind == "array":
            return list_of(self.read(f"{name}[]", schema.get("items"), depth + 1))
        return _string(schema) if kind == "string" else _SCALARS.get(kind, DYN)

    def referred(self, name: str, schema: Schema, depth: int) -> Type:
        prefix, _, definition = str(schema["$ref"]).rpartition("/")
        found = self.definitions.get(definition)
        if prefix != "#/$defs" or not isinstance(found, Mapping):
            return DYN
        beside = {key: value for key, value in schema.items() if key != "$ref"}
        return self.read(name, {**found, **beside}, depth + 1)

    def object(self, name: str, schema: Schema, depth: int) -> Type:
        properties = schema.get("properties")
        rest = schema.get("additionalProperties", not properties)
        if not properties:
            return map_of(STRING, self.read(f"{name}{{}}", rest, depth + 1))
        required = frozenset(schema.get("required", ()))
        fields = {
            field: Field(
                self.read(f"{name}.{field}", one, depth + 1),
                field in required or (isinstance(one, Mapping) and "default" in one),
                str(one.get("description", "")) if isinstance(one, Mapping) else "",
            )
            for field, one in properties.items()
        }
        return object_of(name, fields, open=rest is not False)


def _string(schema: Schema) -> Type:
    if "format" in schema and schema["format"] in _FORMATS:
        return _FORMATS[schema["format"]]
    allowed = (schema["const"],) if "const" in schema else schema.get("enum", ())
    return Type("string", enum=tuple(allowed)) if all(isinstance(one, str) for one in allowed) else STRING


def _enumerated(schema: Schema) -> Type:
    """The type of a schema that only lists its values."""
    allowed = [schema["const"]] if "const" in schema else list(schema.get("enum", ()))
    if allowed and all(isinstance(one, str) for one in allowed):
        return Type("string", enum=tuple(allowed))
    return BOOL if allowed and all(isinstance(one, bool) for one in allowed) else DYN
