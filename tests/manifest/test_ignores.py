"""Silencing comments."""

import pytest

from keur.manifest import Ignore, ignores


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: 1 # keur: ignore[x/y] because", [Ignore(1, "x/y", "because", 1)]),
        ("a: 1 #keur: ignore[x/y]", [Ignore(1, "x/y", "", 1)]),
        ("# keur: ignore[x/y, z] why\n\n# more\na: 1", [Ignore(4, "x/y", "why", 1), Ignore(4, "z", "why", 1)]),
        ("# keur: ignore[x]\n  # keur: ignore[y]\na: 1", [Ignore(3, "x", "", 1), Ignore(3, "y", "", 2)]),
        ("a: 1\n# keur: ignore[x]", [Ignore(2, "x", "", 2)]),
        ("a: 'b # keur: ignore[x]' # keur: ignore[y] z", [Ignore(1, "y", "z", 1)]),
        ("a: |\n  b\n  # keur: ignore[x]\nc: 1", []),
        ("a: | # keur: ignore[x]\n  b\nc: 1", [Ignore(1, "x", "", 1)]),
        ("a: b# keur: ignore[x]", []),
        ('a: "b\n  # keur: ignore[x]"', []),
        ("a: [b, # keur: ignore[x] r\n  http://c]", [Ignore(1, "x", "r", 1)]),
        ("a: 1 # keur: ignore x", []),
        ("a: 1 # keur: ignore[]", []),
        ("a: 1", []),
        (b"a: \xff # keur: ignore[x]", []),
        ("a: {b # keur: ignore[x] unparsable\nc", [Ignore(1, "x", "unparsable", 1)]),
        ("é: 漢 # keur: ignore[x] \r\nb: 1", [Ignore(1, "x", "", 1)]),
    ],
)
def test_comments_that_silence(text: str | bytes, found: list[Ignore]) -> None:
    assert list(ignores(text if isinstance(text, bytes) else text.encode())) == found
