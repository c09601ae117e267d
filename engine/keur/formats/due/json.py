"""For programs: everything that is due, versioned, valid against the published schema."""

from dataclasses import asdict
from typing import Any

from keur import __version__
from keur.due import Due
from keur.formats import Screen
from keur.formats.wording.printable import json_text

VERSION = "1"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def render(due: Due, screen: Screen) -> str:
    """What is due, as JSON; the screen makes no difference."""
    return json_text({"version": VERSION, "tool": "keur", "tool_version": __version__, **asdict(due)})


def schema() -> dict[str, Any]:
    """JSON Schema of what `render` writes."""
    from pydantic import TypeAdapter  # a run never needs it; only what publishes the schema does

    found = TypeAdapter(Due).json_schema(mode="serialization")
    head = {
        "version": {"const": VERSION, "type": "string", "description": "Version of this format."},
        "tool": {"const": "keur", "type": "string", "description": "The tool that wrote it."},
        "tool_version": {"type": "string", "description": "Version of that tool."},
    }
    properties = head | found["properties"]
    closed = {"required": list(properties), "additionalProperties": False}
    item = found["$defs"]["Item"]
    item |= {"required": list(item["properties"]), "additionalProperties": False}
    return {"$schema": DIALECT, **found, "title": "keur due", "properties": properties, **closed}


def schema_text() -> str:
    """The schema as text."""
    return json_text(schema())
