"""`keur check`: is this catalog in order?"""

import sys
from typing import Any

import click

from keur.cli.options import choice_of, choosing, writing
from keur.cli.output import write
from keur.cli.runs import check


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@choosing
@click.option("--base", metavar="REV", help="Only what is new since the merge base with REV fails.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info"]),
    default="error",
    show_default=True,
    help="Least severity that fails.",
)
@writing
@click.option("--no-cache", is_flag=True, help="Read and write no cache.")
@click.option("--verify-incremental", is_flag=True, help="Prove that what the cache answers equals a full evaluation.")
def command(paths: tuple[str, ...], base: str | None, fail_on: Any, **options: Any) -> int:
    """Check the catalog of the repository you are in.

    The repository is always read whole; with PATHs only findings in these files and folders are shown and count.

    Exit code 0: nothing enforced is broken. 1: something is. 2: the check could not be done. 3: a bug in keur.
    """
    report = check(
        choice_of(options),
        paths=paths,
        base=base,
        fail_on=fail_on,
        cached=not options["no_cache"],
        verify=options["verify_incremental"],
    )
    write(report, options)
    return exit_code(report)


def exit_code(report: Any) -> int:
    """1 when an enforced finding decides, 2 when a rule could not be judged, 0 otherwise."""
    faults = [note for note in report.notes if note.kind == "rule-error"]
    if faults:
        for note in faults:
            click.echo(f"keur: {note.message}", err=True)
        return 2
    sys.stderr.flush()
    return 1 if report.deciding() else 0
