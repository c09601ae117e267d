"""A plain folder, which no version control looks after: its files as they lie there, and no history."""

import os
from datetime import date

from keur.errors import KeurError
from keur.git.disk import read_file, read_link, walk
from keur.git.parts import Relevant
from keur.model import MemoryBlobs, Snapshot

_ALGORITHM = "sha1"


class Folder:
    """A folder outside any git repository.

    root: the nearest folder, upwards from the one named, that holds a keur.yaml; else the one named.
    """

    def __init__(self, path: str) -> None:
        self.root = _root(path)

    def snapshot(self, rev: str | None = None, *, relevant: Relevant, clock: date, index: bool = False) -> Snapshot:
        """The files that lie there. Raises KeurError when a revision or what is staged is asked for."""
        if rev is not None or index:
            what = f"revision {rev}" if rev is not None else "index"
            raise KeurError(f"{self.root} is not in a git repository, so there is no {what}; run git init first.")
        files: dict[str, str] = {}
        held: dict[str, bytes] = {}
        links: dict[str, str] = {}
        for path in walk(self.root):
            full = os.path.join(self.root, path)
            target = read_link(full)
            if target is not None:
                links[path] = target
            elif relevant(path) and (found := read_file(full, _ALGORITHM)) is not None:
                files[path], content = found
                held[files[path]] = content
        return Snapshot("work tree", clock, dict(sorted(files.items())), MemoryBlobs(held), links)


def _root(path: str) -> str:
    start = folder = os.path.abspath(path)
    while True:
        if os.path.isfile(os.path.join(folder, "keur.yaml")):
            return folder
        parent = os.path.dirname(folder)
        if parent == folder:
            return start
        folder = parent
