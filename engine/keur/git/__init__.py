"""Where snapshots come from: a git repository, or a plain folder."""

import os

from keur.errors import KeurError
from keur.git.blobs import OVERSIZE, GitBlobs
from keur.git.folder import Folder
from keur.git.listing import Changed
from keur.git.repository import Repository

__all__ = ["OVERSIZE", "Changed", "Folder", "GitBlobs", "Repository", "open_source"]


def open_source(path: str) -> Repository | Folder:
    """The repository that a file or folder lies in, or the folder itself where there is no repository.

    Raises KeurError when there is nothing at the path, or a repository that git will not or cannot read.
    """
    if not os.path.exists(path):
        raise KeurError(f"There is nothing at {path}; see to the spelling.")
    folder = path if os.path.isdir(path) else os.path.dirname(os.path.abspath(path))
    return Repository.open(folder) if _in_repository(folder) else Folder(folder)


def _in_repository(folder: str) -> bool:
    """Whether git would find a repository here, told without running it."""
    if "GIT_DIR" in os.environ:
        return True
    at = os.path.abspath(folder)
    while True:
        if os.path.exists(os.path.join(at, ".git")) or _is_bare(at):
            return True
        parent = os.path.dirname(at)
        if parent == at:
            return False
        at = parent


def _is_bare(folder: str) -> bool:
    return all(os.path.exists(os.path.join(folder, name)) for name in ("HEAD", "objects", "refs"))
