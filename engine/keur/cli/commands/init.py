"""`keur init`: a small, clean start."""

import os
from pathlib import Path

import click

from keur.cli.page import DIM, Page
from keur.cli.start.first import FIRST
from keur.errors import KeurError
from keur.git import Folder, open_source


@click.command()
@click.argument("folder", default=".", metavar="[FOLDER]")
def command(folder: str) -> int:
    """Write a first keur.yaml and five entities into FOLDER, or the folder you are in.

    What is written checks clean; replace its names by yours. No file is ever overwritten.
    """
    root = Path(folder)
    _refuse(root)
    for path, text in FIRST.items():
        _write(root / path, text)
    page = Page()
    page.say(f"Written{'' if folder == '.' else f' in {folder}'}:")
    page.rows([path, (text.partition("\n")[0].removeprefix("# "), DIM)] for path, text in FIRST.items())
    page.gap()
    page.say("Next:")
    there = "" if folder == "." else f"cd {folder} && "
    page.rows(
        [
            [f"{there}keur check", "is it in order? It is, until you change something."],
            [f"{there}keur new Service mail", "a commented skeleton of the next entity; keur new --help"],
        ]
    )
    if isinstance(open_source(folder), Folder):
        page.gap()
        page.say(
            "There is no git repository here. keur checks all the same, but history (--rev, --base, --staged) needs "
            "git: `git init` is yours to run."
        )
    page.print()
    return 0


def _refuse(root: Path) -> None:
    """Refuses where files would be overwritten or never read."""
    if root.exists() and not root.is_dir():
        raise KeurError(f"{root} is a file; keur init takes a folder")
    taken = [path for path in FIRST if os.path.lexists(root / path)]
    catalog = root / "catalog"
    if not taken and os.path.lexists(catalog) and not (catalog.is_dir() and not any(catalog.iterdir())):
        taken = ["catalog/"]
    if taken:
        raise KeurError("Nothing was written, because this is there already:", taken)
    above = next(part for part in (root, *root.absolute().parents) if part.exists())
    source = open_source(str(above))
    if os.path.realpath(source.root) != os.path.realpath(root) and not _is_free(source):
        raise KeurError(
            f"{root} lies inside {source.root}, and keur reads the keur.yaml at the top of it; "
            f"run keur init {source.root}"
        )


def _is_free(source: object) -> bool:
    """Whether nothing above is a repository of its own."""
    return isinstance(source, Folder) and not os.path.exists(os.path.join(source.root, "keur.yaml"))


def _write(target: Path, text: str) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with open(target, "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise KeurError(f"{target} cannot be written: {error.strerror or error}") from None
