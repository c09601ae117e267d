"""For GitLab merge requests: a code quality report."""

from collections import Counter

from keur.formats import Screen
from keur.formats.wording.excerpt import final_line
from keur.formats.wording.printable import json_text, printable, prose
from keur.model import Finding, Report

SEVERITY = {"error": "major", "warning": "minor", "info": "info"}


def render(report: Report, screen: Screen) -> str:
    """The findings that are enforced and not accepted; the screen makes no difference.

    What is not new since the base stays in: GitLab itself compares the reports of two branches.
    """
    seen: Counter[str] = Counter()
    issues = []
    for finding in report.findings:
        if finding.enforced and finding.suppressed in ("", "not-new"):
            seen[finding.fingerprint] += 1
            issues.append(_issue(finding, seen[finding.fingerprint]))
    return json_text(issues)


def _issue(finding: Finding, time: int) -> dict[str, object]:
    """One issue; GitLab drops a second one with the same fingerprint, so a repeated one is numbered."""
    region = finding.place.region
    return {
        "description": prose(finding.message),
        "check_name": printable(finding.rule),
        "fingerprint": finding.fingerprint if time == 1 else f"{finding.fingerprint}-{time}",
        "severity": SEVERITY[finding.severity],
        "location": {"path": printable(finding.place.path), "lines": {"begin": region.line, "end": final_line(region)}},
    }
