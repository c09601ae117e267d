"""Where a name still stands in text and comments, which nobody but a person can judge."""

import re
from collections.abc import Collection, Iterator

from keur.manifest import excerpt


def mentions(name: str, data: bytes, but: Collection[int] = ()) -> Iterator[tuple[int, str]]:
    """The lines, from 1, that hold the name as a word of its own, with their text; those of `but` left out."""
    word = re.compile(rf"(?<![A-Za-z0-9_.-]){re.escape(name)}(?![A-Za-z0-9_-]|\.[A-Za-z0-9])")
    if name.encode() not in data:
        return
    for number, line in enumerate(data.decode(errors="replace").split("\n"), 1):
        if number not in but and word.search(line):
            yield number, excerpt(data, number).strip()
