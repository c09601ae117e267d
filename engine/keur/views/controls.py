"""The controls of a framework, with what the rules that evidence them found. It needs a judged run, unlike other views.

How a control stands follows from the results of the rules that name it, and of no others: who names a group says
nothing of what stands in it. A rule counts whatever level its area enforces; one that is not asked has no results.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from keur.catalog import Catalog
from keur.evaluate import Results
from keur.frameworks import Covered, Framework, coverage
from keur.model import Finding
from keur.rules import ANY, CATALOG, Rule
from keur.views.cell import ABSENT
from keur.views.load import ViewFile
from keur.views.shown import Cell, Row, Shown, Table

State = Literal["met", "not met", "waived", "not assessed", "unmapped"]
STATES: tuple[State, ...] = ("met", "not met", "waived", "not assessed", "unmapped")
HEADINGS = ("Control", "About", "State", "Judged", "Failing", "Waived", "Not judged", "Rules", "Not asked")

WHOLE = "the whole catalog"
"""What a rule speaks of that speaks of no one entity."""

FEW = 10
"""So many names stand in a cell for people; the others are counted. Programs get them all."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one rule found: ids of the entities that it judged; "" is the whole catalog.

    failed: those that break it. waived: those that break it as waivers allow. unjudged: those that it could not judge.
    asked: False where the rule is turned off, out of its dates, or of a level that is not in use.
    """

    passed: frozenset[str] = frozenset()
    failed: frozenset[str] = frozenset()
    waived: frozenset[str] = frozenset()
    unjudged: frozenset[str] = frozenset()
    asked: bool = True

    @property
    def judged(self) -> frozenset[str]:
        """The entities that it judged."""
        return self.passed | self.failed | self.waived


def evidence(
    rules: Mapping[str, Rule], asked: Collection[str], catalog: Catalog, results: Results, findings: Iterable[Finding]
) -> Mapping[str, Evidence]:
    """What each of these rules found.

    findings: all of the run, with what silences them. A failed result without one is of an entity whose source cannot
    say what the rule reads. A baseline or a comment silences a finding and decides nothing, so only waivers waive.
    """
    found: dict[tuple[str, str], bool] = {}
    for finding in findings:
        key = (finding.rule, finding.entity)
        found[key] = found.get(key, True) and finding.suppressed == "waiver"
    return {
        id: _evidence(id, rule, catalog, results, found) if id in asked else Evidence(asked=False)
        for id, rule in rules.items()
    }


def _evidence(
    id: str, rule: Rule, catalog: Catalog, results: Results, waived: Mapping[tuple[str, str], bool]
) -> Evidence:
    by: dict[str, set[str]] = {"pass": set(), "fail": set(), "waived": set(), "unjudged": set()}
    for kind in catalog.kinds if ANY in rule.kind else rule.kind:
        for entity in ("",) if kind == CATALOG else catalog.kinds.get(kind, ()):
            result = results.get((id, entity))
            if result is not None and result.outcome != "not-applicable":
                outcome = result.outcome if result.outcome in ("pass", "fail") else "unjudged"
                by[_SAID[waived.get((id, entity))] if outcome == "fail" else outcome].add(entity)
    passed, failed, excused, unjudged = map(frozenset, by.values())
    return Evidence(passed, failed, excused, unjudged)


_SAID: Mapping[bool | None, str] = {True: "waived", False: "fail", None: "unjudged"}
"""What a failed result is, by whether waivers excuse all that is found of it; None where nothing is."""


def state(found: Collection[Evidence]) -> State:
    """How a control stands by what the rules that name it found.

    Not met as soon as one entity breaks one rule that no waiver excuses it from; else waived as soon as one breaks one
    that a waiver does excuse it from; else met when anything was judged at all.
    """
    if not found:
        return "unmapped"
    if any(one.failed for one in found):
        return "not met"
    if any(one.waived for one in found):
        return "waived"
    return "met" if any(one.passed for one in found) else "not assessed"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is shown: a framework by its name, of a revision, on a day, in a language. notes: what is left out."""

    name: str
    framework: Framework
    revision: str
    today: str
    language: str = "en"
    notes: tuple[str, ...] = ()


def controls(file: ViewFile, asked: Asked, rules: Mapping[str, Rule], found: Mapping[str, Evidence]) -> Shown:
    """Every control of a framework, in its order, under the groups it stands in.

    file: the view, for its wording. A group that a rule names itself is a row of its own, first in it.
    """
    said = file.view
    covered = coverage(asked.name, asked.framework, {id: rule.controls for id, rule in rules.items()})
    shown = [one for one in covered if one.rules or not one.group]
    states = {one.id: state([found[id] for id in one.rules]) for one in shown}
    words = said.words(asked.language)
    grouped = any(one.group for one in covered)
    tables = [
        Table("", heading, HEADINGS, tuple(_row(asked.name, one, states[one.id], found, words) for one in together))
        for heading, together in groupby(shown, lambda one: _heading(asked.framework, one, grouped))
    ]
    called = f"{asked.framework.title}, {asked.framework.edition}"
    title, description = f"{said.title}: {called}", f"{said.description} {_count(states.values(), {})}"
    translated = {
        title: f"{words.get(said.title, said.title)}: {called}",
        description: f"{words.get(said.description, said.description)} {_count(states.values(), words)}",
    }
    return Shown(
        file.name,
        title,
        description,
        asked.revision,
        asked.today,
        "",
        tuple(tables),
        asked.notes,
        {**words, **translated} if words else {},
    )


def _heading(framework: Framework, one: Covered, grouped: bool) -> str:
    """The groups that a control stands in, the outermost first; of a group, and of a control among groups, itself too.

    grouped: whether there are groups; without any there are no headings.
    """
    within = framework.controls[one.id].within
    if one.group or (within is None and grouped):
        within = one.id
    names: list[str] = []
    while within is not None:
        control = framework.controls[within]
        names.insert(0, f"{within} {control.title}")
        within = control.within
    return " / ".join(names)


def _row(name: str, one: Covered, state: State, found: Mapping[str, Evidence], words: Mapping[str, str]) -> Row:
    asked = [id for id in one.rules if found[id].asked]
    unasked = [id for id in one.rules if not found[id].asked]
    there = [found[id] for id in one.rules]
    judged = len({entity for evidence in there for entity in evidence.judged})
    failed, waived, unjudged = (
        sorted({entity for evidence in there for entity in getattr(evidence, field)})
        for field in ("failed", "waived", "unjudged")
    )
    cells = (
        Cell(one.id, one.id),
        Cell(one.title, one.title),
        Cell(words.get(state, state), state),
        Cell(str(judged), judged) if one.rules else ABSENT,
        _named(failed, words),
        _named(waived, words),
        _named(unjudged, words),
        _rules(asked),
        _rules(unasked),
    )
    return Row(f"{name}/{one.id}", cells)


def _named(entities: Sequence[str], words: Mapping[str, str]) -> Cell:
    names = [entity.partition("/")[2] or words.get(WHOLE, WHOLE) for entity in entities]
    more = f" (+{len(names) - FEW})" if len(names) > FEW else ""
    return Cell(f"{', '.join(names[:FEW])}{more}", [entity or WHOLE for entity in entities])


def _rules(ids: Sequence[str]) -> Cell:
    """Rules by area, as `raci: one, other; supplier-management: third`; programs get their ids."""
    areas = [
        f"{area}: {', '.join(id.partition('/')[2] for id in together)}"
        for area, together in groupby(ids, lambda id: id.partition("/")[0])
    ]
    return Cell("; ".join(areas), list(ids))


def _count(states: Iterable[State], words: Mapping[str, str]) -> str:
    """How many controls stand how."""
    counts = Counter(states)
    said = ", ".join(f"{counts[state]} {words.get(state, state)}" for state in STATES if counts[state])
    return f"{said}."
