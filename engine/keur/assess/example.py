"""The examples in a rule file, run: proof that the rule finds what it should, where it should, and nothing else.

A line that a finding must stand at is marked `# <- here`. Behind it may stand the requirements that the line proves,
`# <- here RAC-03 RAC-05`; a rule that answers one requirement proves it with each of its marks.

An example's documents are merged (RFC 7396) over the first example of their kind, so that they show only what
matters. The rule runs alone; what else would be wrong with so small a catalog is not its business, except that the
documents must have the shape of their kinds.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from keur.assess.ground import Ground
from keur.assess.line import Ask, judge, report
from keur.assess.reading import Reading, Taken, joined, read
from keur.catalog import Admission, Admitted, Origin, turned
from keur.evaluate import Evaluation, Key, MemoryResults, Result
from keur.kinds import Kinds
from keur.manifest import Parsed, parse
from keur.model import Finding, Snapshot
from keur.model.quantities import Day
from keur.rules import ANY, CATALOG, Example, RuleFile, compile_rule
from keur.rules.params import values

MARK = "# <- here"
_MARKED = re.compile(rf"{MARK}\b(.*)")
_ID = re.compile(r"[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*-[0-9]+")
"""What looks like the id of a requirement; other words behind a mark are a remark."""
FILE = "catalog/example.yaml"

OBSERVED = "x-observed"
"""Marks a document of an example that stands for what an observing source sees."""


@dataclass(frozen=True)
class Played:
    """One example, run.

    documents: as merged, in the order of the example. results: of the rule, by entity.
    """

    documents: tuple[Mapping[str, Any], ...]
    findings: tuple[Finding, ...]
    results: Mapping[Key, Result]
    shape: tuple[str, ...]
    reading: Reading


def play(ground: Ground, file: RuleFile, example: Example) -> Played:
    """Runs one example of a rule."""
    if file.rule.builtin:
        return _play_builtin(ground, file, example)
    parsed = parse(example.text.encode())
    documents = tuple(merged(document.data, file, ground.kinds) for document in parsed.documents)
    return judge_documents(ground, file, example, parsed, documents)


def judge_documents(
    ground: Ground, file: RuleFile, example: Example, parsed: Parsed, documents: Sequence[Mapping[str, Any]]
) -> Played:
    """Runs the rule over documents that stand where the example's stand."""
    snapshot = Snapshot.of({FILE: example.text})
    admission = Admission(ground.kinds, "UTC")
    declared = Admitted(problems=tuple(turned(FILE, parsed)))
    observed = Admitted()
    for index, document in enumerate(documents):
        seen = document.get(OBSERVED) is True
        made = admission.mapped(Origin(FILE, snapshot.files[FILE], observed=seen), index, [document])
        declared, observed = (declared, observed.joined(made)) if seen else (declared.joined(made), observed)
    reading = joined(snapshot, ground, {FILE: Taken(declared, observed)})
    compiled = compile_rule(file, values(file, example.params), ground.vocabulary)
    results = MemoryResults()
    today = Day(example.today.toordinal())
    judge(reading, ground, today, Evaluation({file.id: compiled}, results), lambda _: None)
    shape = tuple(
        f"line {found.place.region.line}: {found.message}"
        for found in _findings(ground, reading, today, results)
        if found.rule.startswith(("shape/", "manifest/"))
    )
    findings = tuple(found for found in _findings(ground, reading, today, results) if found.rule == file.id)
    return Played(tuple(documents), findings, results.results, shape, reading)


def _play_builtin(ground: Ground, file: RuleFile, example: Example) -> Played:
    """What keur finds while reading needs no merging: the text stands for itself."""
    reading, findings = as_written(ground, example.text, example.today)
    return Played((), tuple(found for found in findings if found.rule == file.id), {}, (), reading)


def as_written(ground: Ground, text: str, today: date) -> tuple[Reading, tuple[Finding, ...]]:
    """What keur finds while it reads these documents; no rule judges them."""
    reading = read(Snapshot.of({FILE: text}), ground)
    return reading, _findings(ground, reading, Day(today.toordinal()), MemoryResults())


def _findings(ground: Ground, reading: Reading, today: Day, results: MemoryResults) -> tuple[Finding, ...]:
    return report(reading, ground, Ask(today, "example"), results.tally()).findings


def merged(data: Any, file: RuleFile, kinds: Kinds) -> Mapping[str, Any]:
    """A document of an example, over the smallest valid entity of its kind."""
    said: Mapping[str, Any] = data if isinstance(data, Mapping) else {}
    default = "" if file.rule.kind[0] in (ANY, CATALOG) else file.rule.kind[0]
    kind = said.get("kind", default)
    smallest = kinds[kind].examples[0] if kind in kinds else {}
    patched = patch({"kind": kind, **smallest}, said)
    return patched if isinstance(patched, Mapping) else {}


def patch(target: Any, change: Any) -> Any:
    """JSON Merge Patch (RFC 7396): null deletes, mappings merge, anything else takes the place of what was there."""
    if not isinstance(change, Mapping):
        return change
    made = dict(target) if isinstance(target, Mapping) else {}
    for key, value in change.items():
        if value is None:
            made.pop(key, None)
        else:
            made[key] = patch(made.get(key), value)
    return made


def marks(text: str) -> Mapping[int, tuple[str, ...]]:
    """The lines, from 1, that an example says a finding stands at, each with the words behind its mark."""
    found = ((number, _MARKED.search(line)) for number, line in enumerate(text.split("\n"), 1))
    return {number: tuple(re.split(r"[\s,:;]+", match[1].strip())) for number, match in found if match}


def _misnamed(file: RuleFile, example: Example) -> Iterator[str]:
    """Requirements that a mark names and the rule does not."""
    for line, words in marks(example.text).items():
        for word in words:
            if _ID.fullmatch(word) and word not in file.rule.requirements:
                yield f"line {line}: {word} is none of the requirements that the rule answers"


def complaints(ground: Ground, file: RuleFile) -> Iterator[str]:
    """What is wrong with a rule's examples, one sentence each; nothing when they prove the rule."""
    examples = file.rule.examples
    if not file.rule.builtin:
        for word, there in (
            ("passes", any(one.passing for one in examples)),
            ("fails", any(one.failing for one in examples)),
        ):
            if not there:
                yield f"{file.id}: no example that {word}; a rule shows both"
    applied = False
    for number, example in enumerate(examples, 1):
        played = play(ground, file, example)
        applied = applied or bool(played.findings) or any(one.outcome == "pass" for one in played.results.values())
        for sentence in (*_misnamed(file, example), *_judge(example, played)):
            yield f"{file.id}, example {number}: {sentence}"
    if examples and not applied and not file.rule.builtin:
        yield f"{file.id}: matches nothing in any of its examples"


def _judge(example: Example, played: Played) -> Iterator[str]:
    yield from played.shape
    for (_, subject), result in played.results.items():
        if result.outcome in ("error", "not-assessed"):
            yield f"{subject or 'the catalog'}: {result.outcome}: {result.why}"
    expected = set(marks(example.text)) if example.failing else set()
    found = {finding.place.region.line: finding for finding in played.findings}
    if example.failing and not expected:
        yield f"an example that fails marks each line with `{MARK}`"
    for line in sorted(expected - found.keys()):
        yield f"line {line} is marked, and nothing was found there"
    for line in sorted(found.keys() - expected):
        where = "an example that passes" if example.passing else "a line that is not marked"
        yield f"line {line}, {where}: {found[line].message}"
