"""The group of commands, and the one place where what went wrong becomes an exit code.

0 clean, 1 enforced findings, 2 the run could not be done, 3 a bug.
"""

import importlib
import os
import pkgutil
import sys
import traceback
from typing import Any

import click

from keur.cli import commands
from keur.cli.output import say
from keur.errors import KeurError

CANNOT, BUG = 2, 3


class Commands(click.Group):
    """One command a file in `keur.cli.commands`; a file is imported when its command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of the commands; a trailing underscore keeps a name apart from Python's own words."""
        return sorted(module.name.rstrip("_") for module in pkgutil.iter_modules(commands.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name."""
        if cmd_name not in self.list_commands(ctx):
            return None
        name = next(m.name for m in pkgutil.iter_modules(commands.__path__) if m.name.rstrip("_") == cmd_name)
        command: click.Command = importlib.import_module(f"keur.cli.commands.{name}").command
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """As click does, with a word about the command that was probably meant."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            close = get_close_matches(args[0], self.list_commands(ctx), n=1)
            if close and "Did you mean" not in error.message:
                raise click.UsageError(f"{error.message} Did you mean {close[0]}?", ctx) from None
            raise


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="keur", message="keur %(version)s")
def keur() -> None:
    """IT service management as code, checked.

    Services, agreements, configuration items, changes and processes live as YAML in git. keur checks their shape,
    evaluates rules over them, and says what is broken at its exact place.
    """


def run() -> None:
    """Runs the command line and leaves with its exit code."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            # Whoever called us closed it and wants nothing of it.
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 open to the end
    try:
        code = keur.main(prog_name="keur", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        code = CANNOT
    except click.Abort:
        code = 130
    except KeurError as error:
        say(str(error))
        code = CANNOT
    except BrokenPipeError:
        # Whoever read our output has seen enough; the interpreter must not try to flush it again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except BaseException as bug:  # the one place where a bug becomes an exit code
        if isinstance(bug, SystemExit | KeyboardInterrupt):
            raise
        traceback.print_exc()
        say("This is a bug in keur, not in your catalog. Please report it with the lines above.")
        code = BUG
    sys.exit(code if isinstance(code, int) else 0)
