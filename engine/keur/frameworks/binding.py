"""What rules say that they evidence must exist: a misspelt clause would look evidenced, and nobody would see it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import get_close_matches

from keur.frameworks.framework import Frameworks
from keur.model import pointer
from keur.rules import Policies, RuleFile


def bound(policies: Policies, frameworks: Frameworks, *, verified: bool = False) -> Policies:
    """The rules, with a problem for each framework or control that one of them names and that does not exist.

    verified: the shipped rules are those of this keur, which its own tests have held against the shipped frameworks.
    """
    found = [
        problem
        for file in policies.rules.values()
        if file.rule.controls and (file.folder or not verified)
        for problem in _unknown(file, frameworks)
    ]
    return replace(policies, problems=(*policies.problems, *found)) if found else policies


def _unknown(file: RuleFile, frameworks: Frameworks) -> Iterator[str]:
    for name, ids in file.rule.controls.items():
        if name not in frameworks:
            yield _say(
                file, pointer("controls", name), f"controls.{name}: there is no framework {name}", name, frameworks
            )
            continue
        held = frameworks[name].controls
        for index, id in enumerate(ids):
            if id not in held:
                where = pointer("controls", name, index)
                yield _say(file, where, f"controls.{name}.{index}: {name} has no control {id}", id, held)


def _say(file: RuleFile, where: str, sentence: str, name: str, known: Iterable[str]) -> str:
    region = file.region(where)
    close = get_close_matches(name, list(known), n=1)
    meant = f"; did you mean {close[0]}?" if close else ""
    return f"{file.shown}:{region.line}:{region.column}: {sentence}{meant}"
