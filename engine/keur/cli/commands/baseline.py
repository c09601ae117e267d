"""`keur baseline`: write down what is broken today, so that only what is new fails."""

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click

from keur.assess.baseline import Accepted, Baseline
from keur.cli.page import Page
from keur.cli.runs import Run, run
from keur.cli.session import Choice
from keur.config import BASELINE
from keur.errors import KeurError
from keur.formats.wording.summary import counted
from keur.model import Finding


@click.command()
@click.option("--add", metavar="FINGERPRINT", multiple=True, help="Also accept this finding (may be repeated).")
@click.option("--reason", metavar="TEXT", help="Why it is accepted; goes with --add.")
@click.option("--as-of", metavar="DATE", help="The day that counts as today, as 2027-03-28.")
def command(add: tuple[str, ...], reason: str | None, as_of: str | None) -> int:
    """Write what is broken today to the baseline.

    The first run writes every finding that is enforced and not waived. A later run only takes away what has been
    mended; to accept one more finding, name it with --add and say why.
    """
    if bool(add) is not bool(reason):
        raise click.UsageError("--add and --reason go together: which finding, and why it is accepted.")
    found = run(Choice(as_of=as_of))
    path = found.session.config.baseline or BASELINE
    target = Path(found.session.root) / path
    open_findings = [one for one in found.report.findings if one.enforced and one.suppressed in ("", "baseline")]
    if not os.path.lexists(target):
        return _begin(found, target, path, open_findings, add, reason or "")
    return _shrink(found, target, path, open_findings, add, reason or "")


def _begin(found: Run, target: Path, path: str, findings: list[Finding], add: tuple[str, ...], reason: str) -> int:
    today = found.report.today
    if add:
        raise KeurError(f"There is no baseline yet; run keur baseline first, and it accepts everything in {path}.")
    page = Page()
    if not findings:
        page.say("Nothing that is enforced is broken, so no baseline is needed.")
        page.print()
        return 0
    baseline = Baseline(path).with_(findings, today, reason)
    _write(target, baseline)
    page.say(f"{path}: {counted(len(baseline.accepted), 'finding')} accepted as of {date.fromisoformat(today)}.")
    page.say("They do not fail a check until their entity is edited. Commit the file; it may only shrink.")
    page.print()
    return 0


def _shrink(found: Run, target: Path, path: str, findings: list[Finding], add: tuple[str, ...], reason: str) -> int:
    before = found.session.baseline
    kept = Baseline(before.path, {**before.kept(found.report.findings).accepted, **_undecided(found, before)})
    by_name = {one.fingerprint: one for one in findings}
    unknown = [name for name in add if name not in by_name]
    if unknown:
        raise KeurError("No open finding has this fingerprint:", unknown)
    after = kept.with_([by_name[name] for name in add], found.report.today, reason)
    _write(target, after)
    page = Page()
    gone = len(before.accepted) - len(kept.accepted)
    page.say(f"{path}: {counted(len(kept.accepted), 'finding')} kept, {gone} taken away, {len(add)} added.")
    left = [one for one in findings if one.fingerprint not in after]
    if left:
        page.say(f"{counted(len(left), 'finding')} not accepted; a baseline takes no more by itself:")
        page.rows([one.fingerprint, one.rule, one.entity or one.place.path] for one in left[:20])
        page.say('Mend them, or: keur baseline --add FINGERPRINT --reason "why it is accepted"')
    page.print()
    return 0


def _undecided(found: Run, before: Baseline) -> Mapping[str, Accepted]:
    """Lines of what could not be judged this time: nobody knows whether it was mended."""
    catalog = found.reading.declared.catalog
    torn = any(taken.admitted.unparsed for taken in found.reading.files.values())
    open_results = found.results.tally().notable

    def undecided(line: Accepted) -> bool:
        header = catalog.headers.get(line.entity)
        if header is None:
            return torn
        result = open_results.get((line.rule, line.entity))
        return not header.intact or (result is not None and result.outcome in ("not-assessed", "error"))

    return {key: line for key, line in before.accepted.items() if undecided(line)}


def _write(target: Path, baseline: Baseline) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(baseline.text(), encoding="utf-8")
    except OSError as error:
        raise KeurError(f"{target} cannot be written: {error.strerror or error}") from None
