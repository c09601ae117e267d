"""What was derived from the catalog and committed beside it: whether it is still what would be derived today."""

from collections.abc import Iterator, Sequence

from keur.assess.reading import Reading
from keur.catalog import Turned
from keur.config import CODEOWNERS
from keur.evaluate import CatalogReader
from keur.model import Problem, Region

STALE = "view/codeowners-is-current"


def stale(reading: Reading) -> Iterator[Turned]:
    """The lines of keur in CODEOWNERS that no longer follow from the owners in the catalog.

    Nothing is said of a file that keur did not write, nor while a file or an owner cannot be read.
    """
    files = [path for path in CODEOWNERS if path in reading.snapshot.files]
    if not files or any(taken.admitted.unparsed for taken in reading.files.values()):
        return
    # Imported where such a file stands: views take as long to import as a small catalog to check.
    from keur.views.codeowners import block, codeowners, find

    owners = codeowners(CatalogReader(reading.declared.catalog, reading.observed.catalog))
    if owners.torn:
        return
    wanted = block(owners)
    for path in files:
        lines = reading.snapshot.read(path).decode("utf-8", "replace").splitlines()
        place = find(lines)
        if place is not None and tuple(lines[slice(*place)]) != wanted:
            yield Turned(path, _problem(path, lines[slice(*place)], wanted, place[0]), written=True)


def _problem(path: str, written: Sequence[str], wanted: Sequence[str], start: int) -> Problem:
    """What is wrong at the first line that differs. start: lines before the first that keur wrote."""
    at = next(index for index, line in enumerate(written) if line != wanted[index])
    message = f"{wanted[at]} is missing here"
    if written[at] not in wanted:
        message = f"{written[at]} does not follow from the owners in the catalog"
    differing = len(set(written) ^ set(wanted))
    more = f"; {differing} lines differ" if differing > 1 else ""
    region = Region(start + at + 1, 1, start + at + 1, len(written[at]) + 1)
    return Problem(STALE, message + more, region=region, remedy=f"Run keur view codeowners --output {path}.")
