"""`keur fmt`: the keys of every entity in one order, and one layout."""

import click

from keur.cli.formatting import Chosen, choose, strange
from keur.cli.output import put, say
from keur.cli.page import Page
from keur.errors import KeurError
from keur.exchange.replace import read_all, replace_all
from keur.formats.wording.summary import counted
from keur.rewrite import Unkept, difference, formatted


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--check", is_flag=True, help="Write nothing; name the files that would change, exit code 1 if any would."
)
@click.option("--diff", is_flag=True, help="Write nothing; show what would change.")
def command(paths: tuple[str, ...], check: bool, diff: bool) -> int:
    """Put the entities of the catalog in order: keys as their kind names them, two spaces a step.

    With PATHs only these files and the catalog files in these folders. Comments stay where they belong, collections
    stay in lines or in brackets as they are, and no file says anything else than before. A file that cannot be put in
    order is left alone, with the reason.

    Exit code 0: done. 1: --check found something to do. 2: a file was left alone.
    """
    chosen = choose(paths)
    before, after, left = _read(chosen)
    if not check and not diff:
        replace_all(chosen.root, before, after)
    if diff:
        put("".join(difference(path, before[path], data) for path, data in after.items()))
    else:
        _say(len(before), after, check)
    return 2 if left else int(check and bool(after))


def _read(chosen: Chosen) -> tuple[dict[str, bytes], dict[str, bytes], int]:
    """The files as they are, those that change as they will be, and how many had to be left alone."""
    before: dict[str, bytes] = {}
    after: dict[str, bytes] = {}
    left = 0
    for path in chosen.paths:
        try:
            data = read_all(chosen.root, [path])[path]
            reason = strange(path, data, chosen.kinds, named=path in chosen.named)
            if reason:
                if path in chosen.named:
                    say(f"{path} is left alone: {reason}")
                continue
            made = formatted(data, chosen.kinds)
        except Unkept as unkept:
            say(f"{path}{f':{unkept.line}' if unkept.line else ''} is left alone: {unkept}")
            left += 1
        except KeurError as error:
            say(str(error))
            left += 1
        else:
            before[path] = data
            if made != data:
                after[path] = made
    return before, after, left


def _say(read: int, after: dict[str, bytes], check: bool) -> None:
    page = Page()
    page.rows(([path] for path in after), "")
    rest = read - len(after)
    if after:
        did = "would be put in order" if check else "put in order"
        page.say(f"{counted(len(after), 'file')} {did}, {rest} as they should be.")
    elif read:
        page.say(f"{counted(read, 'file')}, all in order.")
    page.print()
