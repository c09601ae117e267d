"""A commented skeleton of a kind: what must be there is filled in, every other field is a comment that says what it is.

A commented field shows a value that would be valid, so that it is used by taking the `# ` away.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from keur.cli.start.flow import flow
from keur.formats.wording.cells import wrap
from keur.formats.wording.printable import prose
from keur.kinds import Kind

PLACEHOLDER = "replace-me"
"""Stands where a name belongs; it names nothing, so a check finds every one that was forgotten."""

WIDE = 100
ENVELOPE_FIELDS = ("title", "description", "owner", "ids", "contact", "labels", "links")
FORMATS: Mapping[str, str] = {
    "duration": "4h",
    "period": "6 months",
    "percentage": "99.8%",
    "date": "2027-03-28",
    "date-time": "2027-03-28T20:00",
    "moment": "2027-03-28",
    "time-zone": "Europe/Amsterdam",
    "holidays": "nl",
    "pattern": "^srv-[0-9]+$",
}

Schema = Mapping[str, Any]


def skeleton(kind: Kind, name: str) -> str:
    """The text of a file with one entity of this kind."""
    lines = [*_comment(f"{kind.title}. {kind.description}"), *_comment(f"More: keur explain {kind.name}")]
    lines += [f"kind: {kind.name}", "metadata:", f"  name: {flow(name)}"]
    metadata, spec = (kind.document["properties"][part] for part in ("metadata", "spec"))
    for field in ENVELOPE_FIELDS:
        if field in metadata["properties"]:
            lines += _optional(field, metadata["properties"][field], None)
    required = spec.get("required", ())
    if not required:
        lines += ["# spec:"]
    else:
        lines += ["spec:"]
    smallest: Mapping[str, Any] = kind.examples[0].get("spec", {})
    for field in required:
        lines += _comment(spec["properties"][field].get("description", ""), "  ")
        value = _replaced(smallest[field], spec["properties"][field])
        lines.append(f"  {field}: {flow(value)}  # <- replace")
    for field, schema in spec["properties"].items():
        if field not in required:
            lines += _optional(field, schema, _shown(kind, field))
    return "\n".join(lines) + "\n"


def _optional(field: str, schema: Schema, example: Any) -> Iterator[str]:
    """A field as a comment: what it is, and a value it may have."""
    says = [schema.get("description", "")]
    if "enum" in schema and "x-extends" not in schema:
        says.append(f"One of {', '.join(map(str, schema['enum']))}.")
    if "default" in schema and schema["default"] not in ([], {}, None):
        says.append(f"Default: {flow(schema['default'])}.")
    for sibling, value in schema.get("x-derive", {}).items():
        says.append(f"With {sibling}: {flow(value)}.")
    yield from _comment(" ".join(says), "  ")
    yield f"#   {field}: {flow(_sample(schema) if example is None else example)}"


def _comment(text: str, indent: str = "") -> Iterator[str]:
    """Comments begin with two signs where a field stands below, so that one sign marks what can be used."""
    sign = "## " if indent else "# "
    yield from wrap(prose(text), WIDE, f"{sign}{indent}")


def _shown(kind: Kind, field: str) -> Any:
    """The value that the kind's examples give to a field of its spec; None when none does."""
    return next((one["spec"][field] for one in kind.examples if field in one.get("spec", {})), None)


def _replaced(value: Any, schema: Schema) -> Any:
    """The value with a placeholder for each name of another entity, no two alike in one list."""
    if "x-ref" in schema and isinstance(value, str):
        return PLACEHOLDER
    if isinstance(value, list):
        made = [_replaced(element, schema.get("items", {})) for element in value]
        return [f"{one}-{index}" if one == PLACEHOLDER and index > 1 else one for index, one in enumerate(made, 1)]
    if isinstance(value, Mapping):
        inner = schema.get("additionalProperties") or {}
        fields = schema.get("properties", {})
        return {key: _replaced(part, fields.get(key, inner)) for key, part in value.items()}
    return value


def _sample(schema: Schema) -> Any:
    """A value that the schema takes, as people would write it."""
    for key in ("default", "const"):
        if key in schema and schema[key] not in ([], {}, None):
            return schema[key]
    if schema.get("enum"):
        return schema["enum"][0]
    if "x-short" in schema:
        return _sample(schema["properties"][schema["x-short"]])
    kind = schema.get("type")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "array":
        return [_sample(schema.get("items", {}))]
    if kind == "object":
        return _object(schema)
    if kind == "boolean":
        return True
    if kind in ("integer", "number"):
        return schema.get("minimum", 1)
    return PLACEHOLDER if "x-ref" in schema else FORMATS.get(schema.get("format", ""), "text")


def _object(schema: Schema) -> Mapping[str, Any]:
    fields = schema.get("properties", {})
    if fields:
        chosen = schema.get("required") or list(fields)[:3]
        return {name: _sample(fields[name]) for name in chosen}
    key = _key(schema.get("propertyNames", {}))
    return {key: _sample(schema.get("additionalProperties") or {})}


def _key(schema: Schema) -> str:
    if "x-ref" in schema:
        return PLACEHOLDER
    return "p1" if schema.get("pattern", "").startswith("^p[1-9]") else str(schema.get("enum", ["name"])[0])
