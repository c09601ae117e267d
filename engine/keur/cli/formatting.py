"""Which files `keur fmt` takes: those in which keur reads entities, or those that were named."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from keur.assess.reading import MARK
from keur.cli.session import Session
from keur.cli.standing import here, shipped
from keur.config.config import YAML
from keur.errors import KeurError
from keur.kinds import Kinds
from keur.manifest import parse


@dataclass(frozen=True)
class Chosen:
    """The files to put in order, and by which kinds.

    root: the folder that paths begin at. named: paths of files that were named one by one.
    """

    root: str
    kinds: Kinds
    paths: tuple[str, ...]
    named: frozenset[str] = frozenset()


def choose(words: Sequence[str]) -> Chosen:
    """The files that the command line names, or all. Raises KeurError where there are none."""
    session = here()
    if session is None:
        return _outside(words)
    paths = [session.path(word) for word in words]
    named = frozenset(path for path in paths if path and not os.path.isdir(os.path.join(session.root, path)))
    folders = [f"{path}/" if path else "" for path in paths if path not in named] if words else [""]
    below = [path for path in _ours(session) if path.startswith(tuple(folders))] if folders else []
    if folders and not below and not named:
        where = " or ".join(folder or "." for folder in folders) if words else "the folders of the catalog"
        raise KeurError(f"There is no file with entities below {where}, so there is nothing to put in order.")
    return Chosen(session.root, session.ground.kinds, tuple(sorted({*below, *named})), named)


def _outside(words: Sequence[str]) -> Chosen:
    """Files named outside of any catalog."""
    folders = [word for word in words if not os.path.isfile(word)]
    if not words or folders:
        what = f"{folders[0]} is no file, and" if folders else "There is nothing to put in order:"
        raise KeurError(f"{what} no catalog is here; name files, or begin one with keur init.")
    return Chosen(".", shipped().kinds, tuple(dict.fromkeys(words)), frozenset(words))


def _ours(session: Session) -> Iterator[str]:
    """The files in which keur reads entities as they are written."""
    for path in session.snapshot.files:
        use = session.config.use(path)
        if use == "catalog" or (use == "elsewhere" and MARK in session.snapshot.read(path)):
            yield path


def strange(path: str, data: bytes, kinds: Kinds, *, named: bool) -> str:
    """Why a file is none of keur's, as a clause; empty where it is.

    named: it was named, wherever it stands, so it must be plain from the file itself that it holds entities.
    """
    if not path.lower().endswith(YAML):
        return "it is no YAML file"
    for document in parse(data).documents:
        said = document.data if isinstance(document.data, dict) else {}
        version = said.get("apiVersion")
        if version is not None and not (isinstance(version, str) and version.startswith("keur/")):
            return "it holds a document of another tool"
        if named and said.get("kind") not in kinds:
            return "it holds something else than entities"
    return ""
