"""Options that several commands share, each said once."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

from keur import formats
from keur.cli.session import Choice

F = TypeVar("F", bound=Callable[..., Any])


def choosing(command: F) -> F:
    """Which snapshot, which day, which rules."""
    for option in reversed(
        (
            click.option("--rev", metavar="REV", help="A commit, branch or tag instead of the work tree."),
            click.option("--staged", is_flag=True, help="What is staged instead of the work tree."),
            click.option("--as-of", metavar="DATE", help="The day that counts as today, as 2027-03-28."),
            click.option("--config", metavar="FILE", help="A file that takes the place of keur.yaml."),
            click.option("--select", multiple=True, metavar="RULE", help="Only this rule or area (may be repeated)."),
            click.option("--ignore", multiple=True, metavar="RULE", help="Not this rule or area (may be repeated)."),
        )
    ):
        command = option(command)
    return command


def writing(command: F) -> F:
    """In which format, and where to."""
    for option in reversed(
        (
            click.option(
                "--format",
                "format",
                type=click.Choice(formats.names()),
                default="terminal",
                show_default=True,
                help="What to write.",
            ),
            click.option("--output", metavar="FILE", help="Write to a file instead of standard output."),
            click.option("-v", "--verbose", is_flag=True, help="Say everything, also what is folded otherwise."),
        )
    ):
        command = option(command)
    return command


def choice_of(options: Mapping[str, Any]) -> Choice:
    """What the command line chose. Raises UsageError where two options exclude each other."""
    if options["rev"] is not None and options["staged"]:
        raise click.UsageError("--rev and --staged exclude each other: a commit, or what is staged.")
    return Choice(
        rev=options["rev"],
        staged=options["staged"],
        as_of=options["as_of"],
        config=options["config"],
        select=options["select"],
        ignore=options["ignore"],
    )
