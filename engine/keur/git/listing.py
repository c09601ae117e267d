"""What git lists, taken apart. Every listing is asked for with -z, so that no name needs quoting."""

from collections.abc import Iterator
from typing import NamedTuple

LINK = b"120000"
SUBMODULE = b"160000"


class Listed(NamedTuple):
    """One entry of a tree or of the index.

    stage: 0, or 1 to 3 for the sides of a merge conflict. path: bytes that are not UTF-8 as surrogates.
    """

    mode: bytes
    blob: str
    stage: int
    path: str


def name(raw: bytes) -> str:
    """A path as text."""
    return raw.decode("utf-8", "surrogateescape")


def tree(output: bytes) -> Iterator[Listed]:
    """Takes apart `ls-tree -r -z`."""
    for entry in output.split(b"\0"):
        if entry:
            head, _, path = entry.partition(b"\t")
            mode, _, blob = head.split(b" ")
            yield Listed(mode, blob.decode(), 0, name(path))


def index(output: bytes) -> Iterator[Listed]:
    """Takes apart `ls-files -s -z`."""
    for entry in output.split(b"\0"):
        if entry:
            head, _, path = entry.partition(b"\t")
            mode, blob, stage = head.split(b" ")
            yield Listed(mode, blob.decode(), int(stage), name(path))


class Changed(NamedTuple):
    """One path that differs between two trees; an id is None where the path is not in that tree."""

    path: str
    before: str | None
    after: str | None


def differences(output: bytes) -> Iterator[Changed]:
    """Takes apart `diff-tree -r -z --raw` and `diff-files -z --raw`, without renames."""
    parts = iter(output.split(b"\0"))
    for head in parts:
        if not head:
            continue
        before_mode, after_mode, before, after, _ = head[1:].split(b" ")
        yield Changed(
            name(next(parts)),
            None if before_mode == b"000000" else before.decode(),
            None if after_mode == b"000000" else after.decode(),
        )


def paths(output: bytes) -> Iterator[str]:
    """Takes apart `ls-files -o -z`; folders, which are repositories of their own, are left out."""
    for path in output.split(b"\0"):
        if path and not path.endswith(b"/"):
            yield name(path)
