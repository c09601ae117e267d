"""Which rules evidence which control of a framework, those that none evidences included."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from keur.frameworks.framework import Framework

Controls = Mapping[str, Sequence[str]]
"""What one rule evidences: ids, by framework."""


@dataclass(frozen=True, slots=True)
class Covered:
    """A control, and the rules that evidence some of it.

    depth: how many groups it stands in. group: whether other controls stand in it.
    rules: ids of the rules that name it. below: of those that name a control in it, at any depth, and not itself.
    """

    id: str
    title: str
    depth: int
    group: bool
    rules: tuple[str, ...]
    below: tuple[str, ...]

    @property
    def evidenced(self) -> bool:
        """Whether any rule names it or a control in it. A rule that names its group says nothing of it."""
        return bool(self.rules or self.below)


def coverage(name: str, framework: Framework, rules: Mapping[str, Controls]) -> tuple[Covered, ...]:
    """Every control, in the order of the framework.

    name: what rules call the framework. rules: what each evidences, by rule id.
    """
    naming: dict[str, set[str]] = {id: set() for id in framework.controls}
    for rule, controls in rules.items():
        for id in controls.get(name, ()):
            naming[id].add(rule)
    depths: dict[str, int] = {}
    for id, control in framework.controls.items():
        depths[id] = 0 if control.within is None else depths[control.within] + 1
    below: dict[str, set[str]] = {id: set() for id in framework.controls}
    groups: set[str] = set()
    for id, control in reversed(list(framework.controls.items())):
        if control.within is not None:
            groups.add(control.within)
            below[control.within] |= naming[id] | below[id]
    return tuple(
        Covered(
            id,
            control.title,
            depths[id],
            id in groups,
            tuple(sorted(naming[id])),
            tuple(sorted(below[id] - naming[id])),
        )
        for id, control in framework.controls.items()
    )
