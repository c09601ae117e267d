"""`keur next`: what to do next, in order of effort."""

from collections.abc import Iterable, Sequence

import click

from keur.cli.page import BOLD, DIM, Page
from keur.cli.runs import run
from keur.cli.session import Choice
from keur.config import Config
from keur.formats.wording.summary import counted
from keur.model import Finding, Report

FEW = 5
"""Findings of one step that are listed; the others are counted."""

Step = tuple[str, int, list[Finding]]
"""An area, the level that is next for it, and what stands in the way."""


@click.command()
@click.argument("areas", nargs=-1, metavar="[AREA]...")
@click.option("--as-of", metavar="DATE", help="The day that counts as today, as 2027-03-28.")
@click.option("-v", "--verbose", is_flag=True, help="List every finding.")
def command(areas: tuple[str, ...], as_of: str | None, verbose: bool) -> int:
    """Say what reaches the next level, the cheapest step first.

    First comes what fails the check today. Then, for each area, what stands in the way of enforcing its next level.
    """
    found = run(Choice(as_of=as_of, select=areas, ahead=True))
    page = Page()
    most = len(found.report.findings) if verbose else FEW
    deciding = found.report.deciding()
    if deciding:
        page.heading(f"Broken now: {counted(len(deciding), 'finding')}")
        _list(page, deciding, most)
    steps = sorted(_steps(found.report, found.session.config), key=_effort)
    for area, level, findings in (step for step in steps if step[2]):
        page.heading(f"{area}: {counted(len(findings), 'finding')} to level {level}")
        _list(page, findings, most)
    proven = _proven(found.report)
    ready = [(area, level) for area, level, findings in steps if not findings and area in proven]
    if ready:
        page.heading("Ready: nothing stands in the way of these")
        page.say("Put them into keur.yaml, and they stay that way:")
        page.verbatim(_enforce(found.session.config, ready))
    if not page.lines:
        asked = {name.partition("/")[0] for name in areas}
        page.say(_nothing_left(areas, [area for area, _, _ in steps if not asked or area in asked], found.report))
    page.print()
    return 0


def _nothing_left(areas: Sequence[str], unjudged: Sequence[str], report: Report) -> str:
    """That there is nothing to do in the areas that were asked about: why, and what only warns.

    unjudged: areas that have a next level, of which no rule found anything to judge.
    """
    if unjudged:
        return f"Nothing to do yet: nothing is written that the next level of {' or '.join(unjudged)} would judge."
    where = f"in {' and '.join(areas)}: every level" if areas else ": every level of every area"
    mild = sum(not one.suppressed for one in report.findings)
    left = f" {counted(mild, 'finding')} that only warn{'s' * (mild == 1)} (keur check)." if mild else ""
    return f"Nothing is left to do{' ' * bool(areas)}{where} is enforced, and nothing fails the check.{left}"


def _proven(report: Report) -> frozenset[str]:
    """Areas in which a rule above what is enforced was kept by something; elsewhere there is nothing to judge yet."""
    return frozenset(rule.id.partition("/")[0] for rule in report.rules if rule.level > 1 and rule.outcomes.get("pass"))


def _steps(report: Report, config: Config) -> Iterable[Step]:
    """For each area with rules above what is enforced: its next level with rules, and the findings up to there."""
    levels: dict[str, set[int]] = {}
    for rule in report.rules:
        area = rule.id.partition("/")[0]
        if rule.level > config.level(area):
            levels.setdefault(area, set()).add(rule.level)
    for area, above in levels.items():
        level = min(above)
        findings = [
            one
            for one in report.findings
            if one.rule.partition("/")[0] == area and one.level <= level and not one.suppressed
        ]
        yield area, level, findings


def _effort(step: Step) -> tuple[int, int, str]:
    area, _, findings = step
    return len({one.entity for one in findings}), len(findings), area


def _list(page: Page, findings: Sequence[Finding], most: int) -> None:
    page.rows(
        (f"{one.place.path}:{one.place.region.line}", (one.rule.partition("/")[2], BOLD), one.message)
        for one in findings[:most]
    )
    if len(findings) > most:
        page.say(f"and {len(findings) - most} more (-v lists them)", "  ", style=DIM)


def _enforce(config: Config, ready: Sequence[tuple[str, int]]) -> str:
    """The `enforce` entry with what is ready."""
    levels = {"default": config.enforce.get("default", 1), **config.enforce, **dict(ready)}
    return "\n".join(["enforce:", *(f"  {area}: {level}" for area, level in levels.items())])
