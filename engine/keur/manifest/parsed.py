"""What a parser hands on: plain data, and what was turned away. It knows no path, so it may be kept by blob id."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from gc import disable, enable, isenabled
from typing import Any

from keur.model import Problem, Region

PARSER_VERSION = "1"
"""Changes whenever the same bytes may give another `Parsed`; part of every cache key."""

MAX_BYTES = 16 * 1024 * 1024
"""Larger files are not parsed."""


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a file.

    data: None, bool, int (64 bits), float (finite), str, list or dict with text keys; nothing is shared.
    line: the line of its first value, from 1.
    """

    data: Any
    line: int


@dataclass(frozen=True, slots=True)
class Parsed:
    """All that could be read of one file.

    documents: those that could be read to their end, in order; empty ones are skipped.
    problems: what was turned away, in the order found; each knows its region.
    complete: the file was read to its end. When it was not, an entity may stand in the part that was not read.
    """

    documents: tuple[Document, ...] = field(default=())
    problems: tuple[Problem, ...] = field(default=())
    complete: bool = True

    def to_json(self) -> bytes:
        """The same as JSON, for the cache."""
        documents = [[document.line, document.data] for document in self.documents]
        problems = [_row(problem) for problem in self.problems]
        return json.dumps([documents, problems, self.complete], separators=(",", ":"), allow_nan=False).encode()

    @classmethod
    def from_json(cls, text: bytes) -> "Parsed":
        """What `to_json` wrote."""
        documents, problems, complete = json.loads(text)
        return cls(
            tuple([Document(data, line) for line, data in documents]),
            tuple([_problem(row) for row in problems]),
            complete,
        )


def _row(problem: Problem) -> list[Any]:
    region = problem.region
    place = None if region is None else [region.line, region.column, region.end_line, region.end_column]
    return [
        problem.rule,
        problem.message,
        problem.document,
        problem.pointer,
        place,
        problem.remedy,
        problem.on_key,
    ]


def _problem(row: list[Any]) -> Problem:
    rule, message, document, pointer, place, remedy, on_key = row
    return Problem(rule, message, document, pointer, None if place is None else Region(*place), remedy, on_key)


@contextmanager
def bulk_load() -> Iterator[None]:
    """Many files are read inside: the garbage collector would walk the growing catalog again and again for nothing."""
    was_enabled = isenabled()
    disable()
    try:
        yield
    finally:
        if was_enabled:
            enable()
