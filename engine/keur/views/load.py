"""View files to views. What is wrong with them is said all at once, each problem at its place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from re import fullmatch

from keur.manifest import locate, parse
from keur.model import Region
from keur.rules.written import read
from keur.views.view import View

FOLDER = "views"
"""The folder of views, in keur's own schemas and in those of an organisation."""

_NAME = "[a-z][a-z0-9-]*"


@dataclass(frozen=True, slots=True)
class ViewFile:
    """One view and the file that it stands in. own: it is the organisation's, not keur's."""

    name: str
    view: View
    path: str
    data: bytes = field(repr=False)
    own: bool = False

    def region(self, where: str) -> Region:
        """Where a field stands in the file."""
        return locate(self.data, 0, where)


@dataclass(frozen=True, slots=True)
class Views:
    """Views by name, in alphabetical order; problems are complete sentences with places."""

    files: Mapping[str, ViewFile]
    problems: tuple[str, ...] = ()


def is_view(path: str) -> bool:
    """Whether a file of a folder of schemas is a view: `views/NAME.yaml`, whatever folders stand before that."""
    where = PurePosixPath(path)
    return where.parent.name == FOLDER and where.suffix in (".yaml", ".yml")


def load(shipped: Mapping[str, bytes], own: Mapping[str, bytes]) -> Views:
    """Reads the views among schema files. shipped: by path in keur's folder; own: by path in the repository."""
    files: dict[str, ViewFile] = {}
    problems: list[str] = []
    for path, data, ours in (*_views(shipped, False), *_views(own, True)):
        name = PurePosixPath(path).stem
        if not fullmatch(_NAME, name):
            problems.append(f"{path}: a view is named in lower case letters, digits and hyphens")
            continue
        if name in files:
            problems.append(f"{path}: there is another view named {name}; give yours another name")
            continue
        view = read(View, path, data, parse, problems)
        if view is not None:
            files[name] = ViewFile(name, view, path, data, ours)
    return Views(dict(sorted(files.items())), tuple(problems))


def _views(files: Mapping[str, bytes], own: bool) -> Iterable[tuple[str, bytes, bool]]:
    return [(path, data, own) for path, data in sorted(files.items()) if is_view(path)]
