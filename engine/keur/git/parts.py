"""What a snapshot is put together from: entries of git's listings, and files of the disk."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from keur.git.blobs import GitBlobs
from keur.git.disk import read_file, read_link
from keur.git.listing import LINK, SUBMODULE, Listed
from keur.git.process import Git
from keur.model import Snapshot

Relevant = Callable[[str], bool]


@dataclass(slots=True)
class Parts:
    """A snapshot in the making.

    relevant: which paths are wanted. files: blob ids by path. held: contents that only the disk has, by id.
    links: targets by path. stored_links: blob ids of links whose target is in git.
    """

    relevant: Relevant
    files: dict[str, str] = field(default_factory=dict)
    held: dict[str, bytes] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    stored_links: dict[str, str] = field(default_factory=dict)

    def add(self, entry: Listed) -> None:
        """Takes in an entry of a tree or of the index; a submodule is another repository's matter."""
        if entry.mode == LINK:
            self.stored_links[entry.path] = entry.blob
        elif entry.mode != SUBMODULE and self.relevant(entry.path):
            self.files[entry.path] = entry.blob

    def add_from_disk(self, root: str, path: str, algorithm: str) -> None:
        """Takes in what lies at a path of the disk; nothing when it is gone or no file. Links are not followed."""
        full = os.path.join(root, path)
        target = read_link(full)
        if target is not None:
            self.links[path] = target
        elif self.relevant(path):
            found = read_file(full, algorithm)
            if found is not None:
                self.files[path], content = found
                self.held[self.files[path]] = content

    def snapshot(self, revision: str, day: date, git: Git) -> Snapshot:
        """The finished snapshot, its paths in order."""
        blobs = GitBlobs(git, self.held)
        paths = list(self.stored_links)
        targets = blobs.read([self.stored_links[path] for path in paths])
        for path, (_, target) in zip(paths, targets, strict=True):
            self.links[path] = target.decode("utf-8", "surrogateescape")
        return Snapshot(revision, day, dict(sorted(self.files.items())), blobs, dict(sorted(self.links.items())))
