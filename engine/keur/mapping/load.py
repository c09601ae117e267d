"""Mapping files to mappings. What is wrong with them is said all at once, each problem at its place."""

from collections.abc import Callable
from collections.abc import Mapping as Map
from functools import partial
from hashlib import sha256
from pathlib import PurePosixPath
from re import fullmatch

from keur.cel.program import Environment
from keur.cel.types import DYN, STRING
from keur.errors import KeurError
from keur.kinds import Kinds
from keur.manifest import parse
from keur.manifest.locate import Locator
from keur.mapping.entries import Reader
from keur.mapping.mapping import Entry, Mapping, Mappings

_NAME = "[a-z0-9][a-z0-9.-]*"


def load(
    files: Map[str, bytes], kinds: Kinds, *, extensions: Map[str, bytes] | None = None, verified: bool = False
) -> Mappings:
    """The mappings that files say, by the name of the file.

    files: the shipped files by path; extensions: an organisation's own, of other names.
    kinds: a mapping may only fill fields that a kind has.
    verified: the shipped files are those of this keur, which its own tests have read; they are read when asked for.
    Raises KeurError with every problem of every file.
    """
    problems: list[str] = []
    made: dict[str, Mapping | Callable[[], Mapping]] = {}
    digests: dict[str, str] = {}
    shipped = len(files) if verified else 0
    for index, (path, data) in enumerate([*sorted(files.items()), *sorted((extensions or {}).items())]):
        where = PurePosixPath(path)
        if where.suffix not in (".yaml", ".yml"):
            continue
        if not fullmatch(_NAME, where.stem):
            problems.append(f"{path}: a mapping is named in lower case letters, digits, hyphens and dots")
        elif where.stem in made:
            problems.append(f"{path}: there is another mapping named {where.stem}")
        else:
            digests[where.stem] = sha256(data).hexdigest()
            made[where.stem] = (
                partial(_read, path, data, kinds, []) if index < shipped else _read(path, data, kinds, problems)
            )
    if problems:
        raise KeurError("these mappings cannot be used:", problems)
    return Mappings(made, digests)


def _read(path: str, data: bytes, kinds: Kinds, problems: list[str]) -> Mapping:
    environment = Environment({"document": DYN, "path": STRING})
    mapping = Mapping(PurePosixPath(path).stem, (), sha256(data).hexdigest(), environment.functions)
    parsed = parse(data)
    for problem in parsed.problems:
        at = f":{problem.region.line}:{problem.region.column}" if problem.region else ""
        problems.append(f"{path}{at}: {problem.message}")
    if parsed.problems:
        return mapping
    if len(parsed.documents) != 1 or not isinstance(parsed.documents[0].data, list):
        problems.append(f"{path}: a mapping is one list of entries with from, kind, name, metadata and spec")
        return mapping
    reader = Reader(path, Locator(data), kinds, environment, problems)
    found = [reader.entry(entry, index) for index, entry in enumerate(parsed.documents[0].data)]
    entries: tuple[Entry, ...] = tuple(entry for entry in found if entry is not None)
    return Mapping(mapping.name, entries, mapping.digest, environment.functions)
