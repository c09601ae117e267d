"""Edits of a text: what stands between two offsets, and what takes its place."""

from collections.abc import Iterable
from typing import NamedTuple


class Splice(NamedTuple):
    """What takes the place of a stretch of text."""

    start: int
    end: int
    text: str


def spliced(text: str, splices: Iterable[Splice]) -> str:
    """The text with all of them made; no two may overlap, and those at one offset are made in their order."""
    made: list[str] = []
    at = 0
    for splice in sorted(splices, key=lambda one: (one.start, one.end)):
        assert at <= splice.start <= splice.end, "two edits of one stretch"
        made += (text[at : splice.start], splice.text)
        at = splice.end
    return "".join((*made, text[at:]))
