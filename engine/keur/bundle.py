"""What keur ships: the schemas and policies inside the wheel, or, in a checkout, beside the package."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from keur import __version__
from keur.errors import KeurError

_PACKAGE = Path(__file__).resolve().parent
_DATA = _PACKAGE / "_data"


def build() -> str:
    """What names this build of keur: its version, and in a checkout, where code changes under it, its files' times."""
    if _DATA.is_dir():
        return __version__
    files = sorted(_PACKAGE.rglob("*.py"))
    state = "\n".join(f"{path} {path.stat().st_mtime_ns}" for path in files)
    return f"{__version__} {hashlib.sha256(state.encode()).hexdigest()}"


def shipped(folder: Literal["policies", "schemas"]) -> Mapping[str, bytes]:
    """The files below a shipped folder by path in it (`relations/dependsOn.yaml`), in the order of their paths.

    Raises KeurError where the installation has no such folder.
    """
    root = (_DATA if _DATA.is_dir() else _PACKAGE.parents[1]) / folder
    if not root.is_dir():
        raise KeurError(f"this installation of keur is incomplete: it has no {folder}")
    files = {path.relative_to(root).as_posix(): path for path in root.rglob("*.yaml")}
    return {path: files[path].read_bytes() for path in sorted(files)}
