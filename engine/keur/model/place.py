"""Where something stands: lines and columns in a file of the repository."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Region:
    """A stretch of text. Lines and columns start at 1, columns count code points, the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Place:
    """A region of a file, with the JSON Pointer that leads to it and the text of its first line.

    path: path in the repository, with forward slashes.
    pointer: JSON Pointer (RFC 6901) into the document; empty for the whole document or where there is none.
    excerpt: the first line of the region as it is written, without its line ending.
    """

    path: str
    region: Region
    pointer: str = ""
    excerpt: str = ""


def pointer(*steps: str | int) -> str:
    """The JSON Pointer of a path of keys and indices."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in steps)


def steps(pointer: str) -> tuple[str, ...]:
    """The keys and indices of a JSON Pointer, all as text."""
    if not pointer:
        return ()
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in pointer[1:].split("/"))
