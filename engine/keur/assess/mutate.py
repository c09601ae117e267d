"""Mutants of passing examples: a rule that does not notice when what it read is gone or wrong proves little.

Each field that the assertion read in a passing example is deleted, made to name nothing, or moved across any
threshold; when the rule passes every such mutant of a field, the field is reported.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from keur.assess.example import judge_documents, merged
from keur.assess.ground import Ground
from keur.manifest import parse
from keur.model import pointer
from keur.rules import Example, RuleFile

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
        reads = {path[0] for rule in [ground.compiled(file.id)] for path in rule.reads_self if path}
        for index, written in enumerate(document.data for document in parsed.documents):
            for path in _leaves(written):
                if (path[:1] == ("metadata",) and path[1:2] == ("name",)) or path == ("kind",):
                    continue
                if index == 0 and reads and not _read(ground, file, path):
                    continue
                if not _noticed(ground, file, example, parsed, documents, index, path):
                    yield f"{file.id}, example {number}: nothing is noticed when {pointer(*path)} is changed or gone"


def _read(ground: Ground, file: RuleFile, path: Path) -> bool:
    """Whether the rule may read this field of the entity it speaks of."""
    names = tuple(step for step in path if isinstance(step, str))
    rule = ground.compiled(file.id)
    return any(all(a == b for a, b in zip(read, names, strict=False)) for read in rule.reads_self)


def _noticed(
    ground: Ground,
    file: RuleFile,
    example: Example,
    parsed: Any,
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


def _leaves(data: Any, path: Path = ()) -> Iterator[Path]:
    """Paths of the scalars of a document, as written."""
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield from _leaves(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _leaves(value, (*path, index))
    elif data is not None:
        yield path


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
