"""Files as they lie on the disk: read without following links, and no further than a parser would."""

import hashlib
import os
import stat
from collections.abc import Iterator
from typing import BinaryIO

from keur.errors import KeurError
from keur.git.blobs import OVERSIZE
from keur.manifest import MAX_BYTES

_OPEN = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_PIECE = 1024 * 1024
_SKIPPED_FOLDERS = frozenset({".git", ".hg", ".svn", "node_modules", ".venv", "__pycache__"})


def read_file(path: str, algorithm: str) -> tuple[str, bytes] | None:
    """The blob id and bytes of a regular file; None when there is none (gone, or not a file).

    algorithm: the hash git names objects by here. A file too large to be parsed has its id, and `OVERSIZE` for bytes.
    Raises KeurError when it may not be read.
    """
    try:
        handle = os.open(path, _OPEN)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        if os.path.islink(path):
            return None
        raise KeurError(f"{_shown(path)} cannot be read: {error.strerror}.") from error
    with os.fdopen(handle, "rb") as file:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            return None
        try:
            if status.st_size > MAX_BYTES:
                return _hash_pieces(file, status.st_size, algorithm), OVERSIZE
            data = file.read(MAX_BYTES)
        except OSError as error:
            raise KeurError(f"{_shown(path)} cannot be read: {error.strerror}.") from error
    digest = hashlib.new(algorithm, b"blob %d\0" % len(data), usedforsecurity=False)
    digest.update(data)
    return digest.hexdigest(), data


def read_link(path: str) -> str | None:
    """Where a symbolic link points, as written; None when there is none."""
    try:
        return os.readlink(path)
    except OSError:
        return None


def walk(root: str) -> Iterator[str]:
    """The paths of all files and links below a folder, sorted, with forward slashes; hidden tool folders left out.

    Raises KeurError when a folder may not be read.
    """
    for folder, names, files in os.walk(root, onerror=_refuse):
        names[:] = sorted(name for name in names if name not in _SKIPPED_FOLDERS)
        prefix = os.path.relpath(folder, root).replace(os.sep, "/")
        links = [name for name in names if os.path.islink(os.path.join(folder, name))]
        for name in sorted(files + links):
            yield name if prefix == "." else f"{prefix}/{name}"


def _refuse(error: OSError) -> None:
    raise KeurError(f"{_shown(error.filename)} cannot be read: {error.strerror}.") from error


def _hash_pieces(file: BinaryIO, size: int, algorithm: str) -> str:
    digest = hashlib.new(algorithm, b"blob %d\0" % size, usedforsecurity=False)
    while piece := file.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest()


def _shown(path: str) -> str:
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
