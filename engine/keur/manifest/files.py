"""Which reader reads which file."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from keur.manifest.locate import Locator
from keur.manifest.parse import parse
from keur.manifest.parsed import PARSER_VERSION, Parsed
from keur.manifest.table import CsvLocator, parse_csv
from keur.model import Region


class Positions(Protocol):
    """The positions of one file."""

    def region(self, document: int, pointer: str, *, on_key: bool = False) -> Region:
        """The region of the value that a JSON Pointer leads to, or of its key."""

    def excerpt(self, line: int) -> str:
        """The text of one line as it may be shown."""


@dataclass(frozen=True, slots=True)
class FileFormat:
    """How files of one format are read.

    key: says, with the blob id, which `Parsed` it is; changes with the parser.
    """

    key: str
    parse: Callable[[bytes], Parsed]
    locator: Callable[[bytes], Positions]


YAML = FileFormat(f"yaml-{PARSER_VERSION}", parse, Locator)
CSV = FileFormat(f"csv-{PARSER_VERSION}", parse_csv, CsvLocator)

_BY_SUFFIX = {"yaml": YAML, "yml": YAML, "json": YAML, "csv": CSV}


def format_of(path: str) -> FileFormat | None:
    """The format that a file's name says; None for a file that is not read."""
    return _BY_SUFFIX.get(path.rpartition("/")[2].rpartition(".")[2].lower()) if "." in path else None
