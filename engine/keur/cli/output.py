"""Where a document goes, and how wide and colourful it may be. Standard output holds the document and nothing else."""

import os
import shutil
import sys
from collections.abc import Mapping
from typing import Any

from keur import formats
from keur.errors import KeurError
from keur.formats import Screen
from keur.formats.wording.printable import printable
from keur.model import Report

WIDE = 120


def write(report: Report, options: Mapping[str, Any]) -> None:
    """Renders a report in the format asked for and writes it."""
    target = options["output"]
    rendered = formats.load(options["format"]).render(report, screen(options["verbose"], to_file=target is not None))
    put(rendered, target)


def put(text: str, target: str | None = None) -> None:
    """Writes a document to a file, or to standard output in UTF-8 whatever the locale says."""
    text = text if text.endswith("\n") or not text else f"{text}\n"
    data = text.encode("utf-8", "backslashreplace")
    try:
        if target is None:
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
            return
        with open(target, "wb") as file:
            file.write(data)
    except BrokenPipeError:
        raise  # whoever read has seen enough, and that is no failure
    except OSError as error:
        where = "Standard output cannot be written" if target is None else f"--output {target}"
        raise KeurError(f"{where}: {error.strerror or error}") from None


def screen(verbose: bool = False, *, to_file: bool = False) -> Screen:
    """What standard output can show: colour where people expect it, and the width of the terminal."""
    terminal = sys.stdout.isatty() and not to_file
    return Screen(width=_width(terminal), colour=_colour(terminal), verbose=verbose)


def _width(terminal: bool) -> int:
    if "COLUMNS" in os.environ or terminal:
        return max(20, shutil.get_terminal_size((WIDE, 24)).columns)
    return WIDE


def _colour(terminal: bool) -> bool:
    """NO_COLOR wins, then FORCE_COLOR and CLICOLOR_FORCE, then whether it is a terminal that can."""
    if os.environ.get("NO_COLOR"):
        return False
    if any(os.environ.get(name, "0") != "0" for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    return terminal and os.environ.get("TERM") != "dumb" and os.environ.get("CLICOLOR") != "0"


def say(text: str) -> None:
    """A sentence on standard error, with nothing in it that a terminal would obey."""
    sys.stderr.write("\n".join(printable(line) for line in f"keur: {text}".split("\n")) + "\n")
