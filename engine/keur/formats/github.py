"""For GitHub Actions: workflow commands that become annotations on the lines of a pull request."""

from collections.abc import Iterator, Mapping

from keur.formats import Screen
from keur.formats.wording.excerpt import final_line
from keur.formats.wording.printable import printable, prose, shorten
from keur.formats.wording.summary import WORST_FIRST, counted, summary
from keur.model import Finding, Report, Severity

MOST = 10
"""GitHub shows so many annotations of a level for one step and drops the rest without a word."""

COMMAND = {"error": "error", "warning": "warning", "info": "notice"}
LONG = 4_000


def render(report: Report, screen: Screen) -> str:
    """The first findings of each severity as workflow commands, and a notice that counts the rest.

    The screen makes no difference. Where nothing is broken nothing is written.
    """
    counts = summary(report)
    by_severity = {name: [f for f in counts.shown if f.severity == name] for name in WORST_FIRST}
    faults = [prose(note.message) for note in report.notes if note.kind == "rule-error"]
    lines = [_command("error", shorten(fault, LONG), title="rule error") for fault in faults[:MOST]]
    room = {"error": MOST - len(lines), "warning": MOST, "info": MOST - 1}  # one notice is for what is left
    for name, findings in by_severity.items():
        lines += map(_annotation, findings[: room[name]])
    left = {name: len(findings) - room[name] for name, findings in by_severity.items()}
    rest = list(_rest(left, len(faults) - MOST))
    if rest:
        lines.append(_command("notice", f"Not shown here: {', '.join(rest)}. keur check shows them.", title="keur"))
    return "".join(f"{line}\n" for line in lines)


def _rest(left: Mapping[Severity, int], faults: int) -> Iterator[str]:
    """The findings that there are no annotations left for, in words."""
    if faults > 0:
        yield counted(faults, "more rule error")
    for name in WORST_FIRST:
        if left[name] > 0:
            yield counted(left[name], f"more {name}")


def _annotation(finding: Finding) -> str:
    region = finding.place.region
    last = final_line(region)
    properties = {"file": printable(finding.place.path), "line": str(region.line)}
    if region.line == region.end_line:  # GitHub takes columns only within one line
        properties |= {"col": str(region.column), "endColumn": str(region.end_column)}
    elif last > region.line:
        properties["endLine"] = str(last)
    remedy = f"\nmend: {prose(finding.remedy)}" if finding.remedy else ""
    text = shorten(prose(finding.message) + remedy, LONG)
    return _command(COMMAND[finding.severity], text, **properties, title=printable(finding.rule))


def _command(name: str, text: str, **properties: str) -> str:
    """One workflow command on one line. Its own line break is the only one: `%0A` stands for those of the text."""
    given = ",".join(f"{key}={_property(value)}" for key, value in properties.items() if value)
    return f"::{name} {given}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
