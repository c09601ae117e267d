"""For programs: the whole report, versioned, valid against the published schema.

`{"version": "1", "tool_version": ...}` and the other fields of the report. A new field leaves the version as it is;
one that goes or changes its meaning raises it.
"""

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from keur.formats import Screen
from keur.formats.wording.printable import json_text
from keur.model import Finding, FrameworkInfo, Note, Place, Region, Related, Report, RuleInfo

VERSION = "1"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
NOUNS = (Finding, FrameworkInfo, Note, Place, Region, Related, Report, RuleInfo)
FIELD = re.compile(r"^(\w+(?:, \w+)*): (.*(?:\n(?!\w+(?:, \w+)*: ).+)*)", re.MULTILINE)
"""A line of a docstring that says what one or more fields mean, with the lines that go on about it."""


def render(report: Report, screen: Screen) -> str:
    """The report as JSON; the screen makes no difference."""
    plain = _plain(report)
    tool_version = plain.pop("version")
    return json_text({"version": VERSION, "tool_version": tool_version, **plain})


def schema() -> dict[str, Any]:
    """JSON Schema of what `render` writes: generated from the nouns, descriptions from their docstrings."""
    from pydantic import TypeAdapter  # a run never needs it; only what publishes the schema does

    found = TypeAdapter(Report).json_schema(mode="serialization")
    definitions = found.pop("$defs")
    for noun in NOUNS:
        _describe(found if noun is Report else definitions[noun.__name__], noun.__doc__ or "")
    properties = found["properties"]
    versions = {
        "version": {"const": VERSION, "description": "Version of this format.", "type": "string"},
        "tool_version": properties.pop("version") | {"description": "Version of the tool that wrote it."},
    }
    return {
        "$schema": DIALECT,
        **found,
        "title": "keur report",
        "properties": versions | properties,
        "required": ["version", "tool_version", *(name for name in found["required"] if name != "version")],
        "$defs": definitions,
    }


def _plain(value: Any) -> Any:
    """Dataclasses as maps, tuples as lists, all else as it is."""
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value


def _describe(schema: dict[str, Any], text: str) -> None:
    """The noun's first paragraph and what its docstring says of each field; pydantic's own titles say nothing."""
    schema["description"] = " ".join(text.partition("\n\n")[0].split())
    for names, meaning in FIELD.findall("\n".join(line.strip() for line in text.splitlines())):
        for name in names.split(", "):
            if name in schema["properties"]:
                schema["properties"][name]["description"] = " ".join(meaning.split())
    for field in schema["properties"].values():
        field.pop("title", None)
        field.pop("default", None)
    schema["required"] = list(schema["properties"])  # every field is always written
