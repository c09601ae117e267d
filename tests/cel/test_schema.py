"""From JSON Schema to types."""

from typing import Any

import pytest

from keur.cel import (
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
    Type,
    any_entity,
    entity_type,
    list_of,
    map_of,
    object_type,
)  # fmt: skip

SIMPLE: list[tuple[dict[str, Any], Type]] = [
    ({"type": "string"}, STRING), ({"type": "integer"}, INT), ({"type": "number"}, DOUBLE), ({"type": "boolean"}, BOOL),
    ({"type": "null"}, NULL), ({}, DYN), ({"type": ["string", "null"]}, DYN), ({"oneOf": [{"type": "string"}]}, DYN),
    ({"type": "string", "format": "duration"}, DURATION), ({"type": "string", "format": "period"}, PERIOD),
    ({"type": "string", "format": "percentage"}, DOUBLE), ({"type": "string", "format": "date"}, DATE),
    ({"type": "string", "format": "moment"}, DATE), ({"type": "string", "format": "date-time"}, TIMESTAMP),
    ({"type": "string", "format": "email"}, STRING), ({"enum": ["a", "b"]}, STRING), ({"const": "a"}, STRING),
    ({"enum": [1, "b"]}, DYN), ({"enum": [True, False]}, BOOL),
    ({"type": "array", "items": {"type": "integer"}}, list_of(INT)),
    ({"type": "array"}, list_of(DYN)), ({"type": "object"}, map_of(STRING, DYN)),
    ({"type": "object", "additionalProperties": {"type": "integer"}}, map_of(STRING, INT)),
    ({"$ref": "#/$defs/level"}, STRING), ({"$ref": "https://example.org/x"}, DYN), ({"$ref": "#/$defs/nobody"}, DYN),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "wanted"), SIMPLE, ids=[str(row[0]) for row in SIMPLE])
def test_types(schema: dict[str, Any], wanted: Type) -> None:
    whole = {"type": "object", "properties": {"x": schema}, "$defs": {"level": {"type": "string", "enum": ["low"]}}}
    assert object_type("T", whole).fields["x"].type == wanted


def test_fields() -> None:
    schema = {
        "type": "object",
        "required": ["a"],
        "properties": {
            "a": {"type": "string", "description": "First."},
            "b": {"type": "string", "default": "x"},
            "c": {"type": "string", "format": "percentage"},
            "d": {"$ref": "#/$defs/level", "description": "How much."},
            "e": {
                "type": "object",
                "properties": {"f": {"type": "integer"}},
                "additionalProperties": {"type": "string"},
            },
        },
        "$defs": {"level": {"type": "string", "enum": ["low", "high"]}},
    }
    made = object_type("T", schema)
    assert [made.fields[name].always for name in "abcde"] == [True, True, False, False, False]
    assert made.fields["a"].description == "First."
    assert made.fields["c"].type.format == "percentage"
    assert made.fields["d"].type.enum == ("low", "high")
    assert made.fields["d"].description == "How much."
    assert made.fields["e"].type.open
    assert not made.open
    assert made.fields["e"].type.name == "T.e"


def test_definitions_that_refer_to_themselves_end() -> None:
    schema = {
        "type": "object",
        "properties": {"node": {"$ref": "#/$defs/node"}},
        "$defs": {"node": {"type": "object", "properties": {"below": {"$ref": "#/$defs/node"}}}},
    }
    found, depth = object_type("T", schema), 0
    while found.kind == "object":
        found, depth = next(iter(found.fields.values())).type, depth + 1
    assert found == DYN
    assert depth < 40


def test_entities() -> None:
    metadata = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}
    service = entity_type("Service", metadata, {"type": "object", "properties": {"status": {"type": "string"}}})
    assert service.struct
    assert service.kinds == ("Service",)
    assert service.fields["kind"].type.enum == ("Service",)
    assert not service.fields["spec"].type.fields["status"].always
    assert any_entity(metadata).kinds == ("*",)
    assert any_entity(metadata).fields["spec"].type == DYN
