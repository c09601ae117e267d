"""For test reports: JUnit XML, one suite per area, one case per broken rule and entity, one per rule that holds."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from keur.formats import Screen
from keur.formats.wording.printable import printable, prose
from keur.formats.wording.summary import area, counted, idle
from keur.model import Finding, Report, RuleInfo

ALL = "all entities"


def render(report: Report, screen: Screen) -> str:
    """The report as JUnit XML; the screen makes no difference.

    A case fails where one of its findings sets the exit code; it is skipped where none of them counts.
    """
    deciding = {id(finding) for finding in report.deciding()}
    broken: dict[str, dict[tuple[str, str], list[Finding]]] = defaultdict(lambda: defaultdict(list))
    for finding in report.findings:
        broken[area(finding.rule)][finding.rule, finding.entity or finding.place.path].append(finding)
    rules: dict[str, list[RuleInfo]] = defaultdict(list)
    for rule in report.rules:
        if rule.outcomes.get("pass"):
            rules[area(rule.id)].append(rule)
    suites = Element("testsuites", name=printable(report.tool))
    for name in sorted({*broken, *rules}):
        suite = SubElement(suites, "testsuite", name=printable(name))
        for rule in rules[name]:
            _passing(suite, rule)
        for (rule_id, subject), findings in broken[name].items():
            _case(suite, rule_id, subject, findings, deciding)
        _count(suite, [suite])
    _count(suites, suites)
    indent(suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(suites, encoding="unicode")}\n'


def _passing(suite: Element, rule: RuleInfo) -> None:
    """One case for all that passed: a case per entity would be rules times entities."""
    passed = counted(rule.outcomes["pass"], "entity", "entities")
    case = SubElement(suite, "testcase", classname=printable(rule.id), name=f"holds for {passed}")
    SubElement(case, "system-out").text = prose(rule.title)


def _case(suite: Element, rule: str, subject: str, findings: Sequence[Finding], deciding: set[int]) -> None:
    first = findings[0]
    where = {"file": printable(first.place.path), "line": str(first.place.region.line)}
    case = SubElement(suite, "testcase", classname=printable(rule), name=printable(subject or ALL), attrib=where)
    text = "\n".join(_line(finding) for finding in findings)
    failing = [finding for finding in findings if id(finding) in deciding]
    if failing:
        worst = failing[0]
        failure = SubElement(case, "failure", type=worst.severity, message=prose(worst.message))
        remedy = f"\nmend: {prose(worst.remedy)}" if worst.remedy else ""
        failure.text = text + remedy
        return
    reasons = [idle(finding) for finding in findings]
    if all(reasons):
        SubElement(case, "skipped", message=reasons[0])
    SubElement(case, "system-out").text = text


def _line(finding: Finding) -> str:
    place = finding.place
    where = f"{printable(place.path)}:{place.region.line}:{place.region.column}"
    state = idle(finding)
    return f"{where}  {finding.severity}  {prose(finding.message)}" + (f"  ({state})" if state else "")


def _count(element: Element, suites: Iterable[Element]) -> None:
    cases = [case for suite in suites for case in suite.findall("testcase")]
    element.set("tests", str(len(cases)))
    element.set("failures", str(sum(case.find("failure") is not None for case in cases)))
    element.set("errors", "0")
    element.set("skipped", str(sum(case.find("skipped") is not None for case in cases)))
