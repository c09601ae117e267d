"""`keur import`: what mappings read, written as keur YAML."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from keur.assess import Reading, read
from keur.cli.output import say
from keur.cli.session import Choice, begin
from keur.errors import KeurError
from keur.exchange import files
from keur.formats.wording.summary import counted


@click.command("import")
@click.argument("mapping", required=False)
@click.option("--into", metavar="FOLDER", default=".", help="The repository to write to; this one when left out.")
@click.option("--rev", metavar="REV", help="Read this revision instead of the work tree.")
@click.option("--config", metavar="FILE", help="Use this file instead of keur.yaml.")
def command(mapping: str | None, into: str, rev: str | None, config: str | None) -> int:
    """Write the entities of the sources in keur.yaml as YAML of their own, one file each.

    With a MAPPING only those that it reads. Observed sources are left out: what another system sees is no record. No
    file is ever overwritten. Take the source out of keur.yaml when you go on with the files.
    """
    session = begin(Choice(rev=rev, config=config))
    reading = read(session.snapshot, session.ground)
    found = list(_entities(reading, mapping))
    if not found:
        whose = f"the mapping {mapping}" if mapping else "a mapping"
        raise KeurError(f"No source in keur.yaml holds an entity that {whose} reads, so there is nothing to import.")
    made: dict[str, str] = {}
    for name in dict.fromkeys(name for name, _ in found):
        entities = [data for source, data in found if source == name]
        folder = session.ground.config.catalog[0]
        made |= files(entities, session.ground.kinds, source=name, folder=folder, taken=made)
    _write(Path(into), made)
    for path, taken in reading.files.items():
        for turned in taken.admitted.problems:
            if turned.problem.rule.startswith("mapping/"):
                say(f"left out, in {path}: {turned.problem.message}")
    say(f"{counted(len(made), 'file')} written below {into}.")
    return 0


def _entities(reading: Reading, mapping: str | None) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """(mapping, kind with metadata and spec) of every declared entity that came through a mapping.

    What an earlier import wrote still says its mapping, and is not read through it any more.
    """
    for taken in reading.files.values():
        for entity in taken.admitted.entities:
            if entity.document in taken.mapped and mapping in (None, entity.source):
                yield entity.source, taken.mapped[entity.document].data


def _write(root: Path, texts: Mapping[str, str]) -> None:
    """Writes all files, or none where one is there already."""
    there = [path for path in texts if (root / path).exists()]
    if there:
        raise KeurError("These files are there already, so nothing was written:", there[:20])
    try:
        for path, text in texts.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            with (root / path).open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
    except OSError as error:
        raise KeurError(f"The files cannot be written: {error}") from error
