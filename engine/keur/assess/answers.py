"""Which requirements are answered: a requirement counts where an example fails because of its own clause.

A rule's failing example proves what its marks name. A kind proves with `x-answers`, by requirement: documents that
keur turns away at the marked lines, because their shape does not fit the kind.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from keur.assess.example import as_written, marks, play
from keur.assess.ground import Ground
from keur.kinds import Kind
from keur.model import Finding
from keur.rules import Example, RuleFile

TODAY = date(2027, 3, 28)
_SHAPES = ("shape/", "manifest/")


@dataclass(frozen=True, slots=True)
class Answer:
    """What answers a requirement.

    by: id of a rule, or name of a kind. message: what is said at the line that proves it.
    """

    requirement: str
    how: Literal["rule", "built-in", "shape"]
    by: str
    message: str


def answers(ground: Ground) -> tuple[Answer, ...]:
    """Everything that the examples of rules and kinds prove, each requirement once by each of them."""
    found: dict[tuple[str, str], Answer] = {}
    for file in ground.policies.rules.values():
        for one in of_rule(ground, file):
            found.setdefault((one.requirement, one.by), one)
    for kind in ground.kinds.values():
        for one in of_kind(ground, kind):
            found.setdefault((one.requirement, one.by), one)
    return tuple(found[key] for key in sorted(found))


def of_rule(ground: Ground, file: RuleFile) -> Iterator[Answer]:
    """What the examples of one rule prove."""
    named = file.rule.requirements
    for example in file.rule.examples:
        if not example.failing or not named:
            continue
        for words, message in _found(ground, file, example):
            proven = named if len(named) == 1 else tuple(one for one in named if one in words)
            how: Literal["rule", "built-in"] = "built-in" if file.rule.builtin else "rule"
            yield from (Answer(one, how, file.id, message) for one in proven)


def _found(ground: Ground, file: RuleFile, example: Example) -> Iterator[tuple[tuple[str, ...], str]]:
    """The words behind each mark at which the rule does find something, and what it says there."""
    said = _by_line(play(ground, file, example).findings)
    return ((words, said[line]) for line, words in marks(example.text).items() if line in said)


def of_kind(ground: Ground, kind: Kind) -> Iterator[Answer]:
    """What the shape of one kind proves."""
    for requirement, text in kind.answers.items():
        said = _by_line(_shapes(ground, text))
        yield from (Answer(requirement, "shape", kind.name, said[line]) for line in marks(text) if line in said)


def unproven(ground: Ground, kind: Kind) -> Iterator[str]:
    """What is wrong with a kind's `x-answers`, one sentence each; nothing when they prove what they say."""
    for requirement, text in kind.answers.items():
        where = f"{kind.name}, x-answers {requirement}"
        marked, found = marks(text), _by_line(_shapes(ground, text))
        if not marked:
            yield f"{where}: marks no line with `# <- here`"
        for line in sorted(marked.keys() - found.keys()):
            yield f"{where}: line {line} is marked, and the shape is right there"
        for line in sorted(found.keys() - marked.keys()):
            yield f"{where}: line {line}, a line that is not marked: {found[line]}"


def _shapes(ground: Ground, text: str) -> Iterator[Finding]:
    _, findings = as_written(ground, text, TODAY)
    return (found for found in findings if found.rule.startswith(_SHAPES))


def _by_line(findings: Iterator[Finding] | tuple[Finding, ...]) -> Mapping[int, str]:
    return {found.place.region.line: found.message for found in findings}
