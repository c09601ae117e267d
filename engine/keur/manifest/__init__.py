"""YAML, JSON and CSV: from the bytes of a file to plain data, problems, and positions when they are asked for."""

from keur.manifest.parse import parse
from keur.manifest.parsed import MAX_BYTES, PARSER_VERSION, Document, Parsed, bulk_load
from keur.manifest.text import excerpt, shown

__all__ = [
    "MAX_BYTES",
    "PARSER_VERSION",
    "Document",
    "Parsed",
    "bulk_load",
    "excerpt",
    "parse",
    "shown",
]
