"""What a report comes down to, in counts and in words."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from keur.formats.wording.printable import printable, prose
from keur.model import Finding, Report, Severity, Suppression

WORST_FIRST: tuple[Severity, ...] = ("error", "warning", "info")
SILENCED: Mapping[Suppression, str] = {
    "waiver": "waived",
    "baseline": "in the baseline",
    "inline": "ignored by a comment",
    "not-new": "not new",
}
"""How each suppression is counted in words, in this order."""


@dataclass(frozen=True, slots=True)
class Later:
    """Findings of one area that no enforced level asks for: how many, and the lowest level that does."""

    area: str
    findings: tuple[Finding, ...]
    level: int

    def __str__(self) -> str:
        """For the terminal, one line."""
        count = counted(len(self.findings), "finding")
        return f"{printable(self.area)}: {count} from level {self.level} and up, not enforced (keur next)"


@dataclass(frozen=True, slots=True)
class Summary:
    """A report's findings by what becomes of them; every finding is in exactly one of the three.

    shown: enforced and not silenced; later: not enforced, by area; silenced: by what silences them.
    """

    shown: tuple[Finding, ...]
    later: tuple[Later, ...]
    silenced: Mapping[Suppression, int]
    severities: Mapping[Severity, int]
    not_assessed: Mapping[str, int]
    rule_errors: int

    def silenced_line(self) -> str:
        """Such as `3 waived, 12 in the baseline`; empty where nothing is silenced."""
        return ", ".join(f"{self.silenced[how]:,} {words}" for how, words in SILENCED.items() if self.silenced.get(how))

    def severity_line(self) -> str:
        """Such as `2 errors, 1 warning`; empty where nothing is shown."""
        return ", ".join(counted(self.severities[name], name) for name in WORST_FIRST if self.severities.get(name))


def summary(report: Report) -> Summary:
    """The counts of a report."""
    later: dict[str, list[Finding]] = {}
    for finding in report.findings:
        if not finding.enforced and not finding.suppressed:
            later.setdefault(area(finding.rule), []).append(finding)
    shown = tuple(finding for finding in report.findings if finding.enforced and not finding.suppressed)
    return Summary(
        shown,
        tuple(Later(name, tuple(later[name]), min(f.level for f in later[name])) for name in sorted(later)),
        Counter(finding.suppressed for finding in report.findings if finding.suppressed),
        Counter(finding.severity for finding in shown),
        {rule.id: count for rule in report.rules if (count := rule.outcomes.get("not-assessed", 0))},
        sum(note.count for note in report.notes if note.kind == "rule-error"),
    )


def last_line(report: Report, counts: Summary) -> str:
    """The sentence that a run ends with."""
    size = f"{counted(report.entities, 'entity', 'entities')}, {counted(report.references, 'reference')}"
    if counts.rule_errors:
        broken = f"{counts.severity_line()} and " if counts.shown else ""
        return f"{broken}{counted(counts.rule_errors, 'rule error')} in {size}: not everything could be judged."
    if counts.shown:
        return f"{counts.severity_line()} in {size}."
    if not report.entities:
        return "No entities found: nothing was checked."
    return f"{size}, nothing broken. Next: keur next"


def provenance(report: Report) -> str:
    """What was checked, by what, as of which day."""
    parts = [f"{report.tool} {report.version}", f"revision {report.revision}"]
    if report.base:
        parts.append(f"compared with {report.base}")
    parts.append(f"as of {report.today} (from {report.today_from})")
    if report.config:
        parts.append(f"keur.yaml from {report.config}")
    return printable(", ".join(parts))


def idle(finding: Finding) -> str:
    """Why a finding does not count, such as `waived: Waiver/x`; empty where it does."""
    if finding.suppressed:
        by = f": {prose(finding.suppressed_by)}" if finding.suppressed_by else ""
        return SILENCED[finding.suppressed] + by
    return "" if finding.enforced else f"not enforced: level {finding.level}"


def area(rule: str) -> str:
    """The area of a rule id."""
    return rule.partition("/")[0]


def counted(count: int, one: str, many: str = "") -> str:
    """A number and its noun."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def at_stake(finding: Finding, most: int) -> str:
    """Such as `service payments, customers tax, permits`: by kind, nearest first, at most so many of each by name."""
    by_kind: dict[str, list[str]] = {}
    for id in finding.stake:
        kind, _, name = id.partition("/")
        by_kind.setdefault(kind, []).append(name)
    return printable(", ".join(_named(_noun(kind), names, most) for kind, names in by_kind.items()))


def _named(noun: str, names: Sequence[str], most: int) -> str:
    many = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return f"{noun if len(names) == 1 else many} {', '.join(names[:most])}{more}"


def _noun(kind: str) -> str:
    """A kind in lower case with spaces: `ServiceLevelAgreement` is `service level agreement`."""
    return "".join(f" {c.lower()}" if c.isupper() and place else c.lower() for place, c in enumerate(kind))
