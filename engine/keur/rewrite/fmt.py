"""One file in the order and the layout of all files, or why it is left alone.

Whatever is made is read again: it says the same, and holds every comment.
"""

import json
from collections.abc import Iterator, Sequence

from keur.kinds import Kinds
from keur.manifest import Parsed, parse
from keur.rewrite.layout import comments, laid_out
from keur.rewrite.order import ordered
from keur.rewrite.written import BLOCK_SCALARS, Unreadable, Value, WrittenDocument, read

MARK = "\ufeff"


class Unkept(Exception):
    """A file that is left as it is; the message says why. line: where, from 1; 0 where that is no one line."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def formatted(data: bytes, kinds: Kinds) -> bytes:
    """The file in its order and layout. Raises Unkept where that is not possible, or would change what it says."""
    parsed = parse(data)
    if parsed.problems:
        first = parsed.problems[0]
        raise Unkept(first.region.line if first.region else 0, first.message)
    text = data.decode()
    mark, text = (MARK, text[1:]) if text.startswith(MARK) else ("", text)
    ending = "\r\n" if text.partition("\n")[0].endswith("\r") else "\n"
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip(" \t\n"):
        return data
    made = _made(text, kinds)
    result = (mark + made.replace("\n", ending)).encode()
    if result != data:
        _prove(parsed, text, parse(result), made)
    return result


def _made(text: str, kinds: Kinds) -> str:
    try:
        documents = read(text)
        _refuse(text, documents)
        made = laid_out(_ended(text, documents), documents)
        # After the layout, since blanks on a line of their own would become part of a text in lines before them.
        documents = documents if made == text else read(made)
        result = ordered(made, documents, kinds)
        return _parted(result, documents if result == made else read(result))
    except Unreadable as error:
        raise Unkept(0, f"It could not be read again ({error}). Please report it.") from None


def _ended(text: str, documents: Sequence[WrittenDocument]) -> str:
    """The text with one line break at its end; empty lines stay where they are part of a text."""
    last = documents[-1].root if documents else None
    end = max((value.end for value in last.walk()), default=0) if last is not None else 0
    kept, rest = text[:end], text[end:].rstrip(" \t\n")
    return kept if not rest and kept.endswith("\n") else f"{kept}{rest}\n"


def _refuse(text: str, documents: Sequence[WrittenDocument]) -> None:
    """Refuses what the layout has no place for."""
    for document in documents:
        for value in document.root.walk() if document.root is not None else ():
            for start, end in _gaps(value):
                if _asks(text, start, end):
                    raise Unkept(_line(text, end), "A key is written with a question mark; write it without.")
            if value.style in BLOCK_SCALARS and not text[: value.end].endswith("\n") and value.text:
                header = text[value.start : value.end].partition("\n")[0]
                if "-" not in header:
                    raise Unkept(
                        _line(text, value.start),
                        "The text that ends the file has no line break at its end; put one there.",
                    )


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _gaps(value: Value) -> Iterator[tuple[int, int]]:
    """The stretches before the keys of a mapping."""
    at = value.start
    for entry in value.entries:
        if entry.key is not None:
            yield at, entry.key.start
        at = max(entry.value.end, at)


def _asks(text: str, start: int, end: int) -> bool:
    between = text[start:end] or text[text.rfind("\n", 0, start) + 1 : start]
    return any("?" in line.partition("#")[0] for line in between.split("\n"))


def _parted(text: str, documents: Sequence[WrittenDocument]) -> str:
    """The text without lines of three dots, which say no more than the three dashes after them; not with directives."""
    if any(document.directives for document in documents):
        return text
    lines = text.splitlines(keepends=True)
    for document in documents:
        number = text.count("\n", 0, document.end)
        if document.explicit_end and lines[number] == "...\n":
            lines[number] = ""
    return "".join(lines)


def _prove(before: Parsed, text: str, after: Parsed, made: str) -> None:
    """Refuses a result that says anything else, or lacks a comment."""
    data = [[document.data for document in parsed.documents] for parsed in (before, after)]
    if after.problems or json.dumps(data[0], sort_keys=True) != json.dumps(data[1], sort_keys=True):
        raise Unkept(0, "In order it would say something else: an alias would come before its anchor, say.")
    if sorted(comments(text, read(text))) != sorted(comments(made, read(made))):
        raise Unkept(0, "In order a comment would be lost. Please report it.")
