"""The page that says what answers each requirement: made of requirements, rules, kinds and what examples prove."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from keur import bundle
from keur.assess import Ground, ground
from keur.assess.answers import Answer, answers
from keur.config import Config
from keur.rules.requirements import Requirement, RequirementArea, load

HEAD = """\
# Requirements and what answers them

Written by `make schemas`; do not edit. The ids are those of the source text's requirements (`schemas/requirements/`).

An id counts as answered only when an example fails because of its own clause: `keur test` runs each of them, and the
finding stands at the line that names the id. What a rule names without such a line is shown in brackets and does not
count. *Shape* is a kind that turns the documents away; *built-in* is what keur finds while it reads. *In part*: the
rest waits for what is said. Requirements that need history or measurements are listed where a rule names them.

"""

TABLE = "| id | what it asks | evidence | state | answered by | waits for |\n|---|---|---|---|---|---|\n"


def text() -> str:
    """The page."""
    made = ground(bundle.shipped("schemas"), {"": bundle.shipped("policies")}, Config())
    made.policies.or_refuse()
    return page(made, load(bundle.shipped("schemas"))["itil-2011"].areas)


def page(made: Ground, areas: Mapping[str, RequirementArea]) -> str:
    """The page for some rules, kinds and requirements."""
    found = answers(made)
    named = {id: [] for area in areas.values() for id in area.requirements}
    for file in made.policies.rules.values():
        for id in file.rule.requirements:
            named.setdefault(id, []).append(file.id)
    by_id: dict[str, list[Answer]] = {}
    for one in found:
        by_id.setdefault(one.requirement, []).append(one)
    parts = [HEAD, *_summary(areas, by_id)]
    for area in areas.values():
        parts += _area(area, by_id, named)
    return "".join(parts).rstrip("\n") + "\n"


def state(requirement: Requirement, found: Sequence[Answer]) -> str:
    """`answered`, `in part` (some of it waits), `waits`, or `open`."""
    if found:
        return "in part" if requirement.rest or requirement.waits else "answered"
    return "waits" if requirement.waits else "open"


def _summary(areas: Mapping[str, RequirementArea], found: Mapping[str, Sequence[Answer]]) -> Iterator[str]:
    yield "| area | of the catalog | answered | in part | waits | open |\n|---|--:|--:|--:|--:|--:|\n"
    total: Counter[str] = Counter()
    for area in areas.values():
        if not area.complete:
            continue
        states = Counter(state(one, found.get(id, ())) for id, one in _of_catalog(area))
        total += states
        yield _row(area.title, states)
    yield _row("**all**", total) + "\n"


def _row(title: str, states: Counter[str]) -> str:
    counts = (states.total(), *(states[name] for name in ("answered", "in part", "waits", "open")))
    return f"| {title} | {' | '.join(map(str, counts))} |\n"


def _of_catalog(area: RequirementArea) -> Iterator[tuple[str, Requirement]]:
    return ((id, one) for id, one in area.requirements.items() if one.evidence == "catalog")


def _area(
    area: RequirementArea, found: Mapping[str, Sequence[Answer]], named: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    shown = [
        (id, one)
        for id, one in area.requirements.items()
        if found.get(id) or named[id] or (area.complete and one.evidence == "catalog")
    ]
    if not shown:
        return
    yield f"## {area.title}\n\n{TABLE}"
    for id, one in shown:
        by = found.get(id, ())
        unshown = [rule for rule in named[id] if rule not in {answer.by for answer in by}]
        cells = (
            id,
            one.title,
            one.evidence,
            state(one, by),
            "; ".join((*(_answer(answer) for answer in by), *(f"({rule})" for rule in unshown))),
            "; ".join(f"{work}: {what}" for work, what in {**one.waits, **one.rest}.items()),
        )
        yield f"| {' | '.join(cells)} |\n"
    yield "\n"


def _answer(answer: Answer) -> str:
    if answer.how == "shape":
        return f"shape of {answer.by}: {_plain(answer.message)}"
    return f"`{answer.by}`" + (" (built-in)" if answer.how == "built-in" else "")


def _plain(message: str) -> str:
    return message.replace("|", "\\|").replace("\n", " ")
