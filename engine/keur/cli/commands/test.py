"""`keur test`: do the examples in rule files prove their rules?"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import click

from keur import bundle
from keur.assess import Ground, ground
from keur.assess.answers import unproven
from keur.assess.example import complaints
from keur.assess.mutate import survivors
from keur.cli.output import put
from keur.cli.standing import here
from keur.config import Config
from keur.errors import KeurError
from keur.formats.wording.printable import printable


@click.command()
@click.argument("folders", nargs=-1, metavar="[FOLDER]...")
@click.option("--mutate", is_flag=True, help="Also change what each rule read, and report what it does not notice.")
@click.option("--select", multiple=True, metavar="RULE", help="Only this rule or area (may be repeated).")
def command(folders: tuple[str, ...], mutate: bool, select: tuple[str, ...]) -> int:
    """Run the examples of rules.

    FOLDERs hold rules as AREA/NAME.yaml, with an area.yaml in each area; they may speak of the kinds and frameworks
    that `keur.yaml` names. Without a FOLDER, the rules that keur ships are tested. Each example is run with its own
    rule alone; a failing one marks its lines with `# <- here`.

    Exit code 0: every example does what it says. 1: some do not. 2: rules are malformed.
    """
    standing = _ground(folders)
    rules = standing.policies.rules
    # what is chosen is run with shapes and references, which the examples need as much as when everything is run
    narrowed = replace(standing, select=select)
    chosen = [id for id, file in rules.items() if narrowed.selected(id) and bool(file.folder) is bool(folders)]
    if not chosen:
        raise KeurError("no rule was chosen, so nothing was tested")
    said = 0
    examples = 0
    for id in chosen:
        file = rules[id]
        examples += len(file.rule.examples)
        lines = [*complaints(standing, file), *(survivors(standing, file) if mutate else ())]
        said += len(lines)
        if lines:
            put("\n".join(printable(f"{file.shown}: {line}") for line in lines))
    shapes, wrong = (0, 0) if folders else _shapes(standing, narrowed)
    said += wrong
    mutants = ", with mutants" if mutate else ""
    answered = f", {shapes} answer{'s' * (shapes != 1)} by shape" if shapes else ""
    outcome = f"{said} problem{'s' * (said != 1)}" if said else "all as they say"
    put(f"{len(chosen)} rule{'s' * (len(chosen) != 1)}, {examples} examples{mutants}{answered}: {outcome}.")
    return 1 if said else 0


def _shapes(standing: Ground, narrowed: Ground) -> tuple[int, int]:
    """How many requirements the shapes of kinds say they answer, and how many problems there are with that."""
    answers = said = 0
    for kind in standing.kinds.values():
        if not narrowed.selected(f"shape/{kind.name}"):
            continue
        answers += len(kind.answers)
        lines = tuple(unproven(standing, kind))
        said += len(lines)
        if lines:
            put("\n".join(printable(f"schemas/{kind.name}.yaml: {line}") for line in lines))
    return answers, said


def _ground(folders: tuple[str, ...]) -> Ground:
    """The shipped kinds, and the rules of the folders with the kinds of their repository, or the shipped rules."""
    own = {f"{folder.rstrip('/')}/": _files(folder) for folder in folders}
    told_twice = {path for files in own.values() for path in files if not path.endswith("/area.yaml")}
    shipped = {path: data for path, data in bundle.shipped("policies").items() if path not in told_twice}
    policies = {"": shipped, **own}
    made = ground(bundle.shipped("schemas"), policies, Config(), _own() if folders else {})
    made.policies.or_refuse()
    mistakes: list[str] = []
    for id, file in made.policies.rules.items():
        if not file.rule.builtin and bool(file.folder) is bool(folders):
            try:
                made.compiled(id)
            except KeurError as error:
                mistakes += error.problems
    if mistakes:
        raise KeurError(
            f"{len(mistakes)} problem{'s' * (len(mistakes) > 1)} in the rules, nothing was tested:", mistakes
        )
    return made


def _own() -> Mapping[str, Mapping[str, bytes]]:
    """The organisation's own kinds and frameworks, in whose repository one stands."""
    session = here()
    if session is None:
        return {}
    files = session.snapshot.files
    return {"schemas": {path: session.snapshot.read(path) for path in files if session.config.use(path) == "schemas"}}


def _files(folder: str) -> dict[str, bytes]:
    root = Path(folder)
    if not root.is_dir():
        raise KeurError(f"{folder} is no folder")
    files = {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*.y*ml"))}
    if not files:
        raise KeurError(f"there is no rule below {folder}; a rule stands at AREA/NAME.yaml")
    return files
