"""Blobs read from git in bulk, and those that only the disk has."""

from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import IO

from keur.errors import KeurError
from keur.git.process import Git, GitFailure
from keur.manifest import MAX_BYTES

OVERSIZE = bytes(MAX_BYTES + 1)
"""Stands for any blob too large to be parsed: the parser refuses it by its size. Untouched zeros take no memory."""

_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class GitBlobs:
    """The blobs of one repository.

    held: contents that are not in git: changed and untracked files of the work tree.
    """

    git: Git
    held: Mapping[str, bytes]

    def read(self, ids: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yields (id, bytes) for each id asked, in the order asked.

        Raises KeurError when git does not have one of them.
        """
        asked = list(ids)
        stored = [blob for blob in asked if blob not in self.held]
        if not stored:
            yield from ((blob, self.held[blob]) for blob in asked)
            return
        with closing(_contents(self.git, stored)) as contents:
            for blob in asked:
                yield blob, self.held[blob] if blob in self.held else next(contents)


def _contents(git: Git, ids: list[str]) -> Generator[bytes, None, None]:
    lines = [f"{blob}\n".encode() for blob in ids]
    try:
        with git.conversation(("cat-file", "--batch", "--buffer"), lines) as stdout:
            for blob in ids:
                yield _content(stdout, blob)
    except GitFailure as failure:
        raise KeurError(f"git could not read its blobs: {failure.words or 'no reason given'}.") from failure


def _content(stdout: IO[bytes], blob: str) -> bytes:
    header = stdout.readline().split()
    if len(header) != 3 or header[1] != b"blob":
        raise KeurError(
            f"Blob {blob} is missing here, as in a partial clone, and keur never fetches; clone without --filter."
        )
    size = int(header[2])
    if size > MAX_BYTES:
        left = size + 1
        while left > 0 and (piece := stdout.read(min(left, _PIECE))):
            left -= len(piece)
        return OVERSIZE
    return stdout.read(size + 1)[:-1]
