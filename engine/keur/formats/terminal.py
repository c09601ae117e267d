"""For people at a terminal: each finding with its source line, what is at stake, and where to read why."""

from collections import Counter
from collections.abc import Iterator, Sequence

from keur.formats import Screen
from keur.formats.wording.cells import width, wrap
from keur.formats.wording.excerpt import excerpt
from keur.formats.wording.printable import printable, prose, shorten
from keur.formats.wording.summary import Summary, at_stake, counted, idle, last_line, provenance, summary
from keur.model import Finding, Note, Place, Report

BOLD, DIM, RED, MAGENTA, CYAN, GREEN = "1", "2", "1;31", "35", "36", "32"
"""Colours that can be read on dark and on light: yellow and blue cannot."""

SEVERITY = {"error": RED, "warning": MAGENTA, "info": CYAN}
SHORT = 160
"""A remedy up to this many characters is shown; a longer one is for `keur explain`."""

LONG = 2_000
"""No message is shown beyond this many characters."""

FEW = 3
"""So many names of a kind at stake, and so many notes of a kind, are shown before the rest is counted."""


def render(report: Report, screen: Screen) -> str:
    """The report as lines of at most the screen's width, where names and paths allow it."""
    counts = summary(report)
    blocks = [list(_finding(finding, screen)) for finding in _shown(report, counts, screen)]
    blocks.append([*_folded(report, counts, screen), *_notes(report.notes, screen), *_last(report, counts, screen)])
    if screen.verbose:
        blocks.insert(0, wrap(provenance(report), screen.width))
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _shown(report: Report, counts: Summary, screen: Screen) -> Sequence[Finding]:
    return report.findings if screen.verbose else counts.shown


def _finding(finding: Finding, screen: Screen) -> Iterator[str]:
    yield from _header(finding, screen)
    yield from wrap(shorten(prose(finding.message), LONG), screen.width, "  ")
    yield from _source(finding, screen)
    if screen.verbose:
        for expression, value in finding.values:
            yield from wrap(shorten(f"{printable(expression)} = {printable(value)}", LONG), screen.width, "  ", "    ")
    for related in finding.related:
        yield from wrap(f"see {_where(related.place)}  {prose(related.message)}", screen.width, "  ", "    ")
    remedy = prose(finding.remedy)
    if remedy and (screen.verbose or len(remedy) <= SHORT):
        yield from wrap(f"mend: {remedy}", screen.width, "  ", "    ")
    yield from _ending(finding, screen)


def _header(finding: Finding, screen: Screen) -> Iterator[str]:
    """Place, severity and rule; on two lines where one is too narrow."""
    where, rule = _where(finding.place), printable(finding.rule)
    state = idle(finding)
    tail = f"{finding.severity}  {rule}" + (f"  ({state})" if state else "")
    painted = _paint(finding.severity, SEVERITY[finding.severity], screen) + tail[len(finding.severity) :]
    if width(where) + 2 + width(tail) <= screen.width:
        yield f"{_paint(where, BOLD, screen)}  {painted}"
    else:
        yield _paint(where, BOLD, screen)
        yield f"  {painted}"


def _source(finding: Finding, screen: Screen) -> Iterator[str]:
    if not finding.place.excerpt.strip():
        return
    number = str(finding.place.region.line)
    shown = excerpt(finding.place, screen.width - len(number) - 5)
    bar = _paint("|", DIM, screen)
    yield f"  {_paint(number, DIM, screen)} {bar} {shown.text}"
    caret = _paint("^" * shown.marked, SEVERITY[finding.severity], screen)
    yield f"  {' ' * len(number)} {bar} {' ' * shown.before}{caret}"


def _ending(finding: Finding, screen: Screen) -> Iterator[str]:
    """What is at stake and where to read why, on one line where it fits."""
    stake = at_stake(finding, len(finding.stake) if screen.verbose else FEW)
    why = f"why: keur explain {printable(finding.rule)}"
    painted = _paint(why, DIM, screen)
    if not stake:
        yield f"  {painted}"
        return
    lines = wrap(f"at stake: {stake}", screen.width, "  ", "    ")
    if len(lines) == 1 and width(lines[0]) + 5 + width(why) <= screen.width:
        yield f"{lines[0]}     {painted}"
    else:
        yield from lines
        yield f"  {painted}"


def _folded(report: Report, counts: Summary, screen: Screen) -> Iterator[str]:
    """What is in the report and not shown, as counts."""
    for later in counts.later:
        yield from wrap(str(later), screen.width, "", "  ")
    silenced = counts.silenced_line()
    if silenced:
        yield from wrap(silenced, screen.width, "", "  ")
    total = sum(counts.not_assessed.values())
    if total:
        which = "" if screen.verbose else " (-v says which)"
        yield from wrap(
            f"{counted(total, 'result')} of {counted(len(counts.not_assessed), 'rule')} not assessed{which}",
            screen.width,
            "",
            "  ",
        )
    if screen.verbose:
        for rule, count in counts.not_assessed.items():
            yield f"  {printable(rule)}: {count:,} not assessed"


def _notes(notes: Sequence[Note], screen: Screen) -> Iterator[str]:
    """Notes, a few of each kind; a rule's own fault is never left out, why something is not assessed only on asking."""
    seen: Counter[str] = Counter()
    for note in notes:
        seen[note.kind] += 1
        fault = note.kind == "rule-error"
        if not (fault or screen.verbose or (seen[note.kind] <= FEW and note.kind != "not-assessed")):
            continue
        where = f"{_where(note.place)}  " if note.place else ""
        times = f" ({note.count:,} times)" if note.count > 1 else ""
        label = "rule error: " if fault else "note: "
        lines = wrap(f"{label}{where}{shorten(prose(note.message), LONG)}{times}", screen.width, "", "  ")
        yield _paint(label.rstrip(), RED if fault else CYAN, screen) + lines[0][len(label) - 1 :]
        yield from lines[1:]
    if not screen.verbose:
        more = sum(max(0, count - FEW) for kind, count in seen.items() if kind not in ("rule-error", "not-assessed"))
        if more:
            yield f"and {counted(more, 'more note')} (-v lists all)"


def _last(report: Report, counts: Summary, screen: Screen) -> Iterator[str]:
    bad = counts.severities.get("error") or counts.rule_errors
    style = RED if bad else MAGENTA if counts.shown or not report.entities else GREEN
    for line in wrap(last_line(report, counts), screen.width):
        yield _paint(line, style, screen)


def _where(place: Place) -> str:
    return f"{printable(place.path)}:{place.region.line}:{place.region.column}"


def _paint(text: str, style: str, screen: Screen) -> str:
    return f"\x1b[{style}m{text}\x1b[0m" if screen.colour else text
