"""`keur rules`: which rules are there, and which of them decide here?"""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

import click

from keur.assess import Ground
from keur.cli.output import put
from keur.cli.page import BOLD, DIM, Page
from keur.cli.session import Choice
from keur.cli.standing import here, shipped, state_of
from keur.errors import KeurError
from keur.formats.wording.printable import json_text
from keur.formats.wording.summary import counted
from keur.model.quantities import Day

PAINTED = {"enforced": BOLD, "off": DIM, "not in use": DIM}


@click.command()
@click.argument("areas", nargs=-1, metavar="[AREA]...")
@click.option(
    "--format", "format", type=click.Choice(["terminal", "json"]), default="terminal", show_default=True, help="How."
)
@click.option("--as-of", metavar="DATE", help="The day that counts as today, as 2027-03-28.")
@click.option("--config", metavar="FILE", help="A file that takes the place of keur.yaml.")
def command(areas: tuple[str, ...], format: str, as_of: str | None, config: str | None) -> int:
    """List the rules, by area, and how they stand here.

    enforced: a finding fails the check. shown: it is counted and never fails. not in use: it is not asked yet.
    off: keur.yaml turns it off.
    """
    session = here(Choice(as_of=as_of, config=config))
    ground = session.ground if session else shipped()
    ground.policies.or_refuse()
    chosen = _chosen(ground, areas)
    today = session.today if session else None
    if format == "json":
        put(json_text([_plain(ground, id, today) for area in chosen for id in _of(ground, area)]))
        return 0
    _page(ground, chosen, today).print()
    return 0


def _chosen(ground: Ground, areas: Sequence[str]) -> list[str]:
    known = ground.policies.areas
    for area in areas:
        if area not in known:
            close = get_close_matches(area.partition("/")[0], known, n=1)
            meant = f"did you mean {close[0]}?" if close else f"there are {', '.join(known)}."
            raise KeurError(f"There is no area {area}; {meant}")
    return [area for area in known if area in areas or not areas]


def _of(ground: Ground, area: str) -> list[str]:
    """Ids of an area's rules, the lowest level first."""
    rules = ground.policies.rules
    return sorted((id for id in rules if rules[id].area == area), key=lambda id: (rules[id].rule.level, id))


def _page(ground: Ground, areas: Sequence[str], today: Day | None) -> Page:
    page = Page()
    total = 0
    for area in areas:
        ids = _of(ground, area)
        total += len(ids)
        page.heading(f"{area}: enforced up to level {ground.enforced[area]}")
        page.rows(_row(ground, id, today) for id in ids)
    page.gap()
    page.say(f"{counted(total, 'rule')} in {counted(len(areas), 'area')}. Why one is there: keur explain AREA/RULE")
    return page


def _row(ground: Ground, id: str, today: Day | None) -> list[str | tuple[str, str]]:
    rule = ground.policies.rules[id].rule
    state, _ = state_of(ground, id, today)
    severity = ground.severities.get(id, rule.severity)
    return [id.partition("/")[2], str(rule.level), severity, (state, PAINTED.get(state, "")), rule.title]


def _plain(ground: Ground, id: str, today: Day | None) -> dict[str, Any]:
    file = ground.policies.rules[id]
    state, why = state_of(ground, id, today)
    return {
        "id": id,
        "area": file.area,
        "title": file.rule.title,
        "level": file.rule.level,
        "severity": ground.severities.get(id, file.rule.severity),
        "state": state,
        "why": why,
        "kind": list(file.rule.kind),
        "builtin": file.rule.builtin,
        "requirements": list(file.rule.requirements),
        "file": file.shown,
    }
