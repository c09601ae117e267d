"""Files of the work tree written anew: all of them, or none.

Each is written beside its place first, and takes it in one step; should a step fail, what was replaced is put back.
"""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from keur.errors import KeurError


def read_all(root: str, paths: list[str]) -> dict[str, bytes]:
    """The bytes of files as they lie there. Raises KeurError for links and for files that cannot be written."""
    found = {}
    for path in paths:
        full = Path(root) / path
        if full.is_symlink():
            raise KeurError(f"{path} is a link; links are not followed, so name the file that it leads to.")
        try:
            found[path] = full.read_bytes()
        except OSError as error:
            raise KeurError(f"{path} cannot be read: {error.strerror or error}.") from None
    return found


def replace_all(root: str, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> None:
    """Writes the files of `after`.

    before: what they should still hold. Raises KeurError, with nothing changed, where one does not, or cannot be
    written.
    """
    for path, data in read_all(root, list(after)).items():
        if data != before[path]:
            raise KeurError(f"{path} was changed meanwhile, so nothing was written; run it again.")
        if not os.access(Path(root) / path, os.W_OK):
            raise KeurError(f"{path} may not be written, so nothing was; see to its permissions.")
    beside: dict[str, str] = {}
    done: list[str] = []
    at = ""
    try:
        for at, data in after.items():
            beside[at] = _beside(Path(root) / at, data)
        for at in after:
            os.replace(beside[at], Path(root) / at)
            done.append(at)
    except OSError as error:
        for path in done:
            (Path(root) / path).write_bytes(before[path])
        raise KeurError(f"{at} cannot be written, so nothing was: {error.strerror or error}.") from None
    finally:
        for path, name in beside.items():
            if path not in done:
                Path(name).unlink(missing_ok=True)


def _beside(target: Path, data: bytes) -> str:
    """A new file in the folder of another, with its permissions."""
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".keur", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(name, target.stat().st_mode & 0o7777)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    return name
