"""For programs: the whole view, versioned, valid against the published schema.

A new field leaves the version as it is; one that goes or changes its meaning raises it.
"""

from typing import Any

from keur import __version__
from keur.formats import Screen
from keur.formats.json import DIALECT
from keur.formats.wording.printable import json_text
from keur.views import Row, Shown, Table

VERSION = "1"


def render(shown: Shown, screen: Screen) -> str:
    """The view as JSON; the screen makes no difference."""
    return json_text(
        {
            "version": VERSION,
            "tool_version": __version__,
            "view": shown.name,
            "title": shown.title,
            "description": shown.description,
            "revision": shown.revision,
            "today": shown.today,
            "for": shown.kept or None,
            "tables": [_table(table) for table in shown.tables],
            "notes": list(shown.notes),
        }
    )


def _table(table: Table) -> dict[str, Any]:
    own = len(table.columns) - table.marks
    return {
        "section": table.section or None,
        "group": table.group or None,
        "columns": list(table.columns[:own]),
        "marks": list(table.columns[own:]),
        "rows": [_row(table, row, own) for row in table.rows],
    }


def _row(table: Table, row: Row, own: int) -> dict[str, Any]:
    said = {heading: cell.value for heading, cell in zip(table.columns[:own], row.cells[:own], strict=True)}
    marks = {heading: cell.value for heading, cell in zip(table.columns[own:], row.cells[own:], strict=True)}
    return {"entity": row.entity, "cells": said, "marks": {name: value for name, value in marks.items() if value}}


def schema() -> dict[str, Any]:
    """JSON Schema of what `render` writes."""
    row = _object(
        entity=_text("The entity that the row is about, as Kind/name; of a control, as FRAMEWORK/ID."),
        cells={
            "type": "object",
            "description": "By heading: a text, number, truth, list or map; null for nothing. A share is a fraction of "
            "one, a date or a time is ISO 8601, a length of time as people write it (4h), an entity its id.",
        },
        marks={
            "type": "object",
            "additionalProperties": {"type": "array", "items": {"type": "string"}, "minItems": 1},
            "description": "In a matrix, by heading: the marks of this row.",
        },
    )
    table = _object(
        section=_text("The heading that the view declares; null where it has only one table.", nullable=True),
        group=_text("The heading that the data give; null without groups.", nullable=True),
        columns=_list(_text("A heading."), "Headings, in their order."),
        marks=_list(_text("A heading."), "Headings of the columns of a matrix, in their order."),
        rows=_list(row, "In their order."),
    )
    whole = _object(
        version={"const": VERSION, "type": "string", "description": "Version of this format."},
        tool_version=_text("Version of the tool that wrote it."),
        view=_text("Name of the view."),
        title=_text("What people call it."),
        description=_text("What it holds."),
        revision=_text("The revision it was made of, or `work tree`."),
        today=_text("The day that counted as today."),
        **{"for": _text("Whom or what it is for, as `customer tax`; null for all.", nullable=True)},
        tables=_list(table, "One for each section and group, in their order."),
        notes=_list(_text("One sentence."), "What is left out of it, and why."),
    )
    return {"$schema": DIALECT, "title": "keur view", "description": "What keur view --format json writes.", **whole}


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: Any, description: str) -> dict[str, Any]:
    return {"type": "array", "items": items, "description": description}


def _text(description: str, *, nullable: bool = False) -> dict[str, Any]:
    return {"type": ["string", "null"] if nullable else "string", "description": description}
