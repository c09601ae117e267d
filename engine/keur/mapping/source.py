"""One document of a foreign file, without what says nothing, and what has been read of it."""

from collections.abc import Iterator
from typing import Any

from keur.model import pointer, steps


class SourceDocument:
    """What expressions see of one document.

    A null and an empty text say nothing: in a mapping their key is left out, in a list, where positions count, they
    are null. Everything else is as in the file.
    """

    def __init__(self, data: Any) -> None:
        self.data = _saying(data)
        self._read: set[str] = set()

    def read(self, where: str) -> None:
        """Notes that the scalar at a place was read."""
        self._read.add(where)

    def read_all(self, value: Any, where: str) -> None:
        """Notes that every scalar of a value was read."""
        self._read.update(_scalars(value, where))

    def unread(self) -> Iterator[str]:
        """The places of the scalars that were not read, in the order of the document."""
        return (where for where in _scalars(self.data, "") if where not in self._read)


def below(where: str, key: Any) -> str:
    """The place of a field or element of what stands at a place."""
    return where + pointer(key)


def pattern(where: str) -> str:
    """A place with every list index written as `*`."""
    return "".join("/*" if step.isdecimal() else pointer(step) for step in steps(where))


def _saying(value: Any) -> Any:
    if value.__class__ is dict:
        kept = ((key, _saying(item)) for key, item in value.items())
        return {key: item for key, item in kept if item is not None}
    if value.__class__ is list:
        return [_saying(item) for item in value]
    return None if value == "" else value


def _scalars(value: Any, where: str) -> Iterator[str]:
    """The places of all scalars of a value, in order; a null says nothing and has none."""
    if value.__class__ is dict:
        for key, item in value.items():
            yield from _scalars(item, below(where, key))
    elif value.__class__ is list:
        for index, item in enumerate(value):
            yield from _scalars(item, f"{where}/{index}")
    elif value is not None:
        yield where
