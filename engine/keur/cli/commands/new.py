"""`keur new`: a commented skeleton of one entity."""

import os
from pathlib import Path

import click

from keur.assess import read
from keur.cli.output import put
from keur.cli.page import Page
from keur.cli.session import Session
from keur.cli.standing import here, shipped
from keur.cli.start.skeleton import PLACEHOLDER, skeleton
from keur.config import Config
from keur.errors import KeurError
from keur.kinds import Kind, Kinds

STDOUT = "-"


@click.command()
@click.argument("kind")
@click.argument("name")
@click.option("--output", metavar="FILE", help="Write to this file; - is standard output.")
def command(kind: str, name: str, output: str | None) -> int:
    """Write a commented skeleton of a KIND into the folder of its kind.

    What identifies the entity and what it cannot be without is filled in; every other field is a comment. No file is
    ever overwritten.
    """
    session = here()
    chosen = _kind(session.ground.kinds if session else shipped().kinds, kind)
    text = skeleton(chosen, name)
    _fits(chosen, name)
    if output == STDOUT:
        put(text)
        return 0
    if session is not None:
        _refuse_taken(session, f"{kind}/{name}")
    target = Path(output) if output else _place(session, chosen, name)
    _write(target, text)
    page = Page()
    shown = os.path.relpath(target)
    page.say(f"Written: {shown}")
    forgotten = f", put names in place of {PLACEHOLDER}," if PLACEHOLDER in text.split("\n##")[0] else ""
    page.say(f"Take the `# ` away from the fields you need{forgotten} and run keur check.")
    page.print()
    return 0


def _kind(kinds: Kinds, name: str) -> Kind:
    if name not in kinds:
        close = kinds.suggest(name)
        meant = f"did you mean {close}?" if close else f"there are {', '.join(sorted(kinds))}."
        raise KeurError(f"There is no kind {name}; {meant}")
    return kinds[name]


def _fits(kind: Kind, name: str) -> None:
    """Refuses a name that no entity may have; an entity of nothing but its name tells."""
    found = [p.message for p in kind.problems({**kind.examples[0], "kind": kind.name, "metadata": {"name": name}})]
    if found:
        raise KeurError(f"{name!r} is no name for an entity: {found[0]}")


def _refuse_taken(session: Session, id: str) -> None:
    headers = read(session.snapshot, session.ground).declared.catalog.headers
    if id in headers:
        raise KeurError(f"{id} is there already, in {headers[id].path}; keur explain {id} tells of it")


def _place(session: Session | None, kind: Kind, name: str) -> Path:
    """Where an entity of this kind habitually stands."""
    root = Path(session.root) if session else Path()
    config = session.config if session else Config()
    return root / config.catalog[0] / kind.folder / f"{name}.yaml"


def _write(target: Path, text: str) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with open(target, "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise KeurError(f"{target} is there already, and nothing is overwritten; --output names another file") from None
    except OSError as error:
        raise KeurError(f"{target} cannot be written: {error.strerror or error}") from None
