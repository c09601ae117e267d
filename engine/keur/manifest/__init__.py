"""YAML, JSON and CSV: from the bytes of a file to plain data, problems, and positions when they are asked for."""

from keur.manifest.files import CSV, YAML, FileFormat, Positions, format_of
from keur.manifest.ignores import Ignore, ignores
from keur.manifest.locate import Locator, locate
from keur.manifest.parse import parse
from keur.manifest.parsed import MAX_BYTES, PARSER_VERSION, Document, Parsed, bulk_load
from keur.manifest.table import CsvLocator, parse_csv
from keur.manifest.text import excerpt, shown

__all__ = [
    "CSV",
    "MAX_BYTES",
    "PARSER_VERSION",
    "YAML",
    "CsvLocator",
    "Document",
    "FileFormat",
    "Ignore",
    "Locator",
    "Parsed",
    "Positions",
    "bulk_load",
    "excerpt",
    "format_of",
    "ignores",
    "locate",
    "parse",
    "parse_csv",
    "shown",
]
