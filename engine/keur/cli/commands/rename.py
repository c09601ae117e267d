"""`keur rename`: another name for an entity, wherever it is named."""

import click

from keur.cli.output import put
from keur.cli.page import DIM, Page
from keur.cli.renaming import Renamed, prepare
from keur.cli.session import Choice, begin
from keur.exchange.replace import replace_all
from keur.formats.wording.summary import counted
from keur.rewrite import difference

SHOWN = 5
"""Lines that mention the old name, of which so many are shown."""


@click.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option("--dry-run", is_flag=True, help="Show what would change, as a diff, and write nothing.")
def command(old: str, new: str, dry_run: bool) -> int:
    """Rename an entity and rewrite every reference to it.

    OLD is its id (Service/payroll), or its name where only one entity has it; NEW is the name alone. Nothing else of a
    file changes, comments and layout included, and metadata.formerly keeps the old name, so that history connects.
    All files are written, or none.
    """
    session = begin(Choice())
    made = prepare(session, old, new)
    if dry_run:
        put("".join(difference(path, made.before[path], data) for path, data in made.after.items()))
        return 0
    replace_all(session.root, made.before, made.after)
    _say(made)
    return 0


def _say(made: Renamed) -> None:
    page = Page()
    plan = made.rename
    count, files = counted(len(plan.changes), "reference"), counted(len(made.after), "file")
    page.say(f"{plan.header.id} is now {plan.id}: {count} written anew, {files} changed.")
    page.rows([path, (_what(made, path), DIM)] for path in sorted(made.after))
    if made.gained:
        page.say(f"A reference of {', '.join(made.gained)} led nowhere and now leads to it.")
    if made.observed:
        page.say(
            f"{made.observed} still reports {plan.header.id}, with which it is no longer compared; rename it there."
        )
    if made.lost:
        kept = counted(made.lost, "line")
        page.say(
            f"{kept} of {made.session.baseline.path} on it kept the old fingerprint, since what was accepted there is "
            "not broken now, or was not judged."
        )
    mentions = list(made.mentions())
    if mentions:
        page.gap()
        says = "1 line still mentions" if len(mentions) == 1 else f"{len(mentions)} lines still mention"
        page.say(f"Left for you to judge: {says} {plan.header.name}.")
        page.rows([where, (line, DIM)] for where, line in mentions[:SHOWN])
        if len(mentions) > SHOWN:
            page.say(f"and {len(mentions) - SHOWN} more", "  ")
    page.print()


def _what(made: Renamed, path: str) -> str:
    """What changes in one file."""
    count = sum(1 for change in made.rename.changes if made.paths[change.entity] == path)
    parts = ["its name"] if path == made.rename.header.path else []
    if path == made.session.baseline.path:
        parts = ["what was accepted"]
    return " and ".join([*parts, *([counted(count, "reference")] if count else [])])
