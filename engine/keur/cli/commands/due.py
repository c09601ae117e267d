"""`keur due`: what ends, must be decided, signed, tested, reviewed or recorded, by whom and by when."""

from collections.abc import Callable
from difflib import get_close_matches

import click

from keur import bundle, due
from keur.assess import Reading
from keur.cli.output import put, say, screen
from keur.cli.runs import read_only
from keur.cli.session import Choice, Session, begin
from keur.due import owners
from keur.errors import KeurError
from keur.formats import due as formats
from keur.model.quantities import Day, parse_duration, parse_period


@click.command()
@click.option("--within", default="30d", show_default=True, metavar="PERIOD", help="How far to look: 30d, 3 months.")
@click.option("--owner", metavar="NAME", help="Only what this role, group or person answers for.")
@click.option("--as-of", metavar="DATE", help="The day that counts as today, as 2027-03-28.")
@click.option("--rev", metavar="REV", help="A commit, branch or tag instead of the work tree.")
@click.option(
    "--format",
    "format",
    type=click.Choice(formats.names()),
    default="terminal",
    show_default=True,
    help="What to write.",
)
@click.option("--output", metavar="FILE", help="Write to a file instead of standard output.")
def command(within: str, owner: str | None, as_of: str | None, rev: str | None, format: str, output: str | None) -> int:
    """List by owner what is due within a period, and what is overdue.

    Contracts before their notice period, agreements and waivers that end, reviews, tests of standbys, records of
    emergency changes, windows, signatures. A due date is one file, schemas/due/NAME.yaml; yours stand in a folder
    due/ below one that keur.yaml names under `schemas`.
    """
    session = begin(Choice(rev=rev, as_of=as_of))
    until = _until(session.today, within)
    declared = _declared(session)
    reading = read_only(session)
    catalog = reading.declared.catalog
    found = due.everything(declared, _scene(session, reading))
    if owner is not None:
        ids = owners.named(catalog, owner)
        if not ids:
            known = {catalog.headers[id].name for id in owners.owners(catalog)}
            close = get_close_matches(owner, sorted(known), n=1)
            raise KeurError(
                f"There is no role, group or person {owner}{f'; did you mean {close[0]}?' if close else '.'}"
            )
        found = owners.of(found, catalog, ids, owner)
    put(formats.load(format)(due.within(found, until), screen(to_file=output is not None)), output)
    for note in found.notes:
        say(f"not told: {note}")
    return 0


def _until(today: Day, within: str) -> Day:
    """The last day of a period that begins today. Raises KeurError where it is none, or goes back."""
    for parse in (parse_duration, parse_period):
        try:
            until: Day = today + parse(within)
        except ValueError:
            continue
        except ArithmeticError as error:
            raise KeurError(f"--within {within}: {error}") from None
        return until
    raise KeurError(f"--within {within} is no period; write it as 30d, 2w, 3 months or 1 year.")


def _declared(session: Session) -> tuple[due.CompiledDue, ...]:
    """Every due date that there is. Raises KeurError with every mistake in any of them."""
    use, snapshot, ground = session.config.use, session.snapshot, session.ground
    own = {path: snapshot.read(path) for path in snapshot.files if use(path) == "schemas"}
    problems: list[str] = []
    files = due.load(bundle.shipped("schemas"), own, problems)
    params = {
        id: (file.rule, ground.params(file)) for id, file in ground.policies.rules.items() if not file.rule.builtin
    }
    return due.compile_all(files, ground.vocabulary, params, problems)


def _scene(session: Session, reading: Reading) -> due.Scene:
    torn = [path for path, taken in reading.files.items() if taken.admitted.unparsed]
    notes = tuple(f"{path} cannot be read, in whole or in part, as keur check says" for path in torn)
    return due.Scene(
        reading.declared.catalog,
        reading.observed.catalog,
        session.ground.kinds,
        session.today,
        session.today_from,
        session.config.time_zone,
        session.snapshot.revision,
        notes,
        _says(session, reading),
    )


def _says(session: Session, reading: Reading) -> Callable[[str], frozenset[str] | None]:
    """The fields that the source of an entity can say; None where they are all of its kind's."""
    headers, mapped = reading.declared.catalog.headers, reading.mapped

    def says(id: str) -> frozenset[str] | None:
        header = headers[id]
        if (header.path, header.document) in mapped:
            return mapped[header.path, header.document].says
        mapping = session.ground.mappings.get(header.source) if header.source else None
        return mapping.can_say(header.kind) if mapping else None

    return says
