"""Framework files to frameworks. What is wrong with them is said all at once, each problem at its place."""

from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from functools import partial
from hashlib import sha256
from pathlib import PurePosixPath
from re import fullmatch

from keur.errors import KeurError
from keur.frameworks.framework import NAME, Framework, Frameworks
from keur.manifest import locate, parse
from keur.model import pointer
from keur.rules.written import read

FOLDER = "frameworks"


def load(
    files: Mapping[str, bytes], *, extensions: Mapping[str, bytes] | None = None, verified: bool = False
) -> Frameworks:
    """The frameworks that stand among schema files, as `frameworks/NAME.yaml`, by the name of the file.

    files: the shipped files by path; extensions: an organisation's own, of other names.
    verified: the shipped files are those of this keur, which its own tests have read; they are read when asked for.
    Raises KeurError with every problem of every file.
    """
    problems: list[str] = []
    made: dict[str, Framework | Callable[[], Framework]] = {}
    digests: dict[str, str] = {}
    paths: dict[str, str] = {}
    for ours, (path, data) in [(verified, one) for one in _of(files)] + [(False, one) for one in _of(extensions or {})]:
        name = PurePosixPath(path).stem
        if not fullmatch(NAME, name):
            problems.append(f"{path}: a framework is named in lower case letters, digits, hyphens and dots")
        elif name in paths:
            problems.append(f"{path}: there is another framework named {name}, {paths[name]}; give yours another name")
        else:
            paths[name] = path
            digests[name] = sha256(data).hexdigest()
            if ours:
                made[name] = partial(_shipped, path, data)
            elif (framework := _read(path, data, problems)) is not None:
                made[name] = framework
    if problems:
        raise KeurError("these frameworks cannot be used:", problems)
    return Frameworks(made, digests)


def _of(files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    for path in sorted(files):
        where = PurePosixPath(path)
        if where.parent.name == FOLDER and where.suffix in (".yaml", ".yml"):
            yield path, files[path]


def _shipped(path: str, data: bytes) -> Framework:
    problems: list[str] = []
    framework = _read(path, data, problems)
    if framework is None:
        raise KeurError("these frameworks cannot be used:", problems)
    return framework


def _read(path: str, data: bytes, problems: list[str]) -> Framework | None:
    framework = read(Framework, path, data, parse, problems)
    if framework is None:
        return None
    astray = list(_astray(framework, path, data))
    problems += astray
    return None if astray else framework


def _astray(framework: Framework, path: str, data: bytes) -> Iterator[str]:
    """Controls in a group that is not there. As groups come first, none stands in itself, however far around."""
    before: list[str] = []
    for id, control in framework.controls.items():
        if control.within is not None and control.within not in before:
            region = locate(data, 0, pointer("controls", id, "within"))
            close = get_close_matches(control.within, before, n=1)
            meant = f"; did you mean {close[0]}?" if close else ""
            where = f"{path}:{region.line}:{region.column}: controls.{id}.within"
            yield f"{where}: no control {control.within} stands before this one{meant}"
        before.append(id)
