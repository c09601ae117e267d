"""Files of due dates, read. What is wrong with them is said all at once, each problem at its place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from re import fullmatch

from keur.due.declared import Declared
from keur.manifest import locate, parse
from keur.model import Region
from keur.rules.written import read

FOLDER = "due"
"""The folder of due dates, in keur's own schemas and in those of an organisation."""

_NAME = "[a-z][a-z0-9-]*"


@dataclass(frozen=True, slots=True)
class DueFile:
    """One sort of due date and the file that it stands in."""

    name: str
    declared: Declared
    path: str
    data: bytes = field(repr=False)

    def region(self, where: str) -> Region:
        """Where a field stands in the file."""
        return locate(self.data, 0, where)


def load(files: Mapping[str, bytes], own: Mapping[str, bytes], problems: list[str]) -> Mapping[str, DueFile]:
    """The due dates among schema files, by name, in the order of the alphabet.

    files: keur's own, by path in its folder. own: the organisation's, by path in the repository.
    problems: takes a sentence, with its place, for everything that is wrong.
    """
    made: dict[str, DueFile] = {}
    for path, data in (*sorted(files.items()), *sorted(own.items())):
        where = PurePosixPath(path)
        if where.parent.name != FOLDER or where.suffix not in (".yaml", ".yml"):
            continue
        if not fullmatch(_NAME, where.stem):
            problems.append(f"{path}: a due date is named in lower case letters, digits and hyphens")
        elif where.stem in made:
            problems.append(f"{path}: there is another due date named {where.stem}; give yours another name")
        elif (declared := read(Declared, path, data, parse, problems)) is not None:
            made[where.stem] = DueFile(where.stem, declared, path, data)
    return dict(sorted(made.items()))
