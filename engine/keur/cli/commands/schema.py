"""`keur schema`: JSON Schema for editors and other tools."""

from collections.abc import Callable, Mapping
from typing import Any

import click

from keur.assess import read
from keur.cli.output import put
from keur.cli.session import Session
from keur.cli.standing import here, shipped
from keur.config import schema_text
from keur.errors import KeurError
from keur.formats import json as json_format
from keur.formats.due import json as due_format
from keur.formats.tables import json as view_format
from keur.formats.wording.printable import json_text
from keur.kinds import Kinds

OURS: Mapping[str, Callable[[], str]] = {
    "config": schema_text,
    "report": lambda: json_text(json_format.schema()),
    "due": due_format.schema_text,
    "view": lambda: json_text(view_format.schema()),
}
"""What is no kind and has a schema all the same."""


@click.command()
@click.argument("kind", required=False)
@click.option("--names", is_flag=True, help="Offer the names that the catalog holds today wherever one may be named.")
@click.option("--output", metavar="FILE", help="Write to a file instead of standard output.")
def command(kind: str | None, names: bool, output: str | None) -> int:
    """Print JSON Schema of a KIND, or of all kinds in one.

    KIND may also be `config` (keur.yaml), `report` (what check --format json writes), `due` or `view` (what
    these do).

    For completion and hover, write the schema once with --output and name it in the first line of a file:

    \b
    # yaml-language-server: $schema=../.keur/schema.json
    """
    put(_schema(kind, names), output)
    return 0


def _schema(kind: str | None, names: bool) -> str:
    if kind is not None and kind in OURS:
        if names:
            raise click.UsageError(f"--names goes with kinds; {kind} names no entities.")
        return OURS[kind]()
    session = here()
    if names and session is None:
        raise KeurError("There is no repository here, so there are no names; leave --names out.")
    kinds = session.ground.kinds if session else shipped().kinds
    today = _names(session) if session and names else None
    if kind is None:
        return json_text(kinds.json_schema(today))
    return json_text(_of_one(kinds, kind, today))


def _of_one(kinds: Kinds, kind: str, names: Mapping[str, Any] | None) -> Mapping[str, Any]:
    if kind not in kinds:
        close = kinds.suggest(kind)
        meant = f"did you mean {close}?" if close else f"there are {', '.join([*sorted(kinds), *OURS])}."
        raise KeurError(f"There is no kind {kind}; {meant}")
    return kinds[kind].schema if names is None else kinds[kind].schema_with(names)


def _names(session: Session) -> Mapping[str, tuple[str, ...]]:
    """The names there are, by kind."""
    catalog = read(session.snapshot, session.ground).declared.catalog
    return {kind: tuple(catalog.headers[id].name for id in ids) for kind, ids in catalog.kinds.items()}
