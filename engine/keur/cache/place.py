"""Where the cache of a repository lies: in the user's own cache folder, never in the repository."""

import hashlib
import os
import stat
import sys
from collections.abc import Mapping
from pathlib import Path

from keur.errors import KeurError

OWNER_ONLY = 0o700


def cache_file(repository: str, environment: Mapping[str, str]) -> Path:
    """The cache's file for a repository, in a folder that is made for the owner alone.

    Raises KeurError where the folder cannot be made, belongs to somebody else, or lies inside the repository: what a
    stranger may write must not decide what a check says.
    """
    folder = _folder(environment)
    root = os.path.realpath(repository)
    if os.path.realpath(folder) == root or os.path.realpath(folder).startswith(root + os.sep):
        raise KeurError(f"the cache folder {folder} lies inside the repository")
    try:
        folder.mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)
        found = folder.stat()
    except OSError as error:
        raise KeurError(f"the cache folder {folder} cannot be made: {error.strerror}") from None
    if hasattr(os, "getuid") and found.st_uid != os.getuid():
        raise KeurError(f"the cache folder {folder} belongs to somebody else")
    if found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise KeurError(f"the cache folder {folder} can be written by others")
    return folder / f"{hashlib.sha256(os.fsencode(root)).hexdigest()[:32]}.sqlite"


def _folder(environment: Mapping[str, str]) -> Path:
    if own := environment.get("KEUR_CACHE_DIR"):
        return Path(own).absolute()
    if xdg := environment.get("XDG_CACHE_HOME"):
        return Path(xdg).absolute() / "keur"
    home = Path(environment.get("HOME") or Path.home())
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "keur"
    if sys.platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or home) / "keur"
    return home / ".cache" / "keur"
