"""Mutants of passing examples: a rule that does not notice when what it read is gone or wrong proves little.

Each field that the assertion read in a passing example is deleted, made to name nothing, or moved across any
threshold; when the rule passes every such mutant of a field, the field is reported.
"""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from keur.assess.example import judge_documents, merged
from keur.assess.ground import Ground
from keur.evaluate import CatalogReader
from keur.manifest import Parsed, parse
from keur.model import pointer
from keur.model.quantities import Day
from keur.rules import Example, RuleFile, reads

Step = str | int
Path = tuple[Step, ...]

FAR = {
    str: ("there-is-no-such-thing", "0s", "999w", "0%", "100%", "0001-01-01", "9999-12-31", ""),
    int: (-(2**62), 2**62),
    float: (-1e300, 1e300),
}


def survivors(ground: Ground, file: RuleFile) -> Iterator[str]:
    """Fields of passing examples of which the rule notices no mutant, one sentence each."""
    for number, example in enumerate(file.rule.examples, 1):
        if example.passing is None or file.rule.builtin:
            continue
        parsed = parse(example.text.encode())
        documents = tuple(merged(document.data, file, ground.kinds) for document in parsed.documents)
        for index, path in _read(ground, file, example, parsed, documents):
            if not _noticed(ground, file, example, parsed, documents, index, path):
                yield f"{file.id}, example {number}: nothing is noticed when {pointer(*path)} is changed or gone"


def _read(
    ground: Ground, file: RuleFile, example: Example, parsed: Parsed, documents: Sequence[Mapping[str, Any]]
) -> Sequence[tuple[int, Path]]:
    """The fields that the assertion read, as (document, path as it is written), in order."""
    played = judge_documents(ground, file, example, parsed, documents)
    reader = CatalogReader(played.reading.declared.catalog, played.reading.observed.catalog)
    today = Day(example.today.toordinal())
    found: dict[tuple[int, Path], None] = {}
    for _, subject in played.results:
        entity = reader.catalog.entities[subject] if subject else None
        for read, path in reads(ground.compiled(file.id), entity, reader, today):
            written = _written(documents[read.document], path)
            if written and written != ("metadata", "name"):
                found[read.document, written] = None
    return sorted(found, key=repr)


def _written(document: Any, path: tuple[Any, ...]) -> Path:
    """The part of a path into normalised data that is written."""
    walked: list[Step] = []
    for step in path:
        inside = isinstance(document, Mapping) and step in document
        inside = inside or (isinstance(document, list) and isinstance(step, int) and step < len(document))
        if not inside:
            break
        document = document[step]
        walked.append(step)
    return tuple(walked)


def _noticed(
    ground: Ground,
    file: RuleFile,
    example: Example,
    parsed: Parsed,
    documents: tuple[Mapping[str, Any], ...],
    index: int,
    path: Path,
) -> bool:
    for mutant in _mutants(documents[index], path):
        changed = (*documents[:index], mutant, *documents[index + 1 :])
        played = judge_documents(ground, file, example, parsed, changed)
        if played.findings or played.shape:
            return True
        if any(one.outcome != "pass" for one in played.results.values()):
            return True
    return False


def _mutants(document: Mapping[str, Any], path: Path) -> Iterator[Mapping[str, Any]]:
    gone = deepcopy(dict(document))
    holder = _holder(gone, path)
    old = holder.pop(path[-1])
    yield gone
    for value in (not old,) if isinstance(old, bool) else FAR.get(type(old), ()):
        changed = deepcopy(dict(document))
        _holder(changed, path)[path[-1]] = value
        yield changed


def _holder(document: Any, path: Path) -> Any:
    for step in path[:-1]:
        document = document[step]
    return document
