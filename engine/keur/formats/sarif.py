"""For code scanning: SARIF 2.1.0, with rules, taxonomies, fingerprints, suppressions and related places."""

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from keur.formats import Screen
from keur.formats.wording.printable import json_text, printable, prose
from keur.model import Finding, FrameworkInfo, Note, Place, Report, RuleInfo

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "SRCROOT"
FINGERPRINT = "keur/v1"
LEVEL = {"error": "error", "warning": "warning", "info": "note"}

Json = dict[str, Any]


def render(report: Report, screen: Screen) -> str:
    """The report as one SARIF run; the screen makes no difference."""
    rules = _rules(report)
    index = {rule["id"]: place for place, rule in enumerate(rules)}
    run = {
        "tool": {"driver": {"name": report.tool, "version": report.version, "rules": rules}},
        **_filled(taxonomies=[_taxonomy(framework) for framework in report.frameworks]),
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"description": {"text": "The root of the repository."}}},
        "invocations": [_invocation(report)],
        "results": [_result(finding, index, bool(report.base)) for finding in report.findings],
        "properties": _filled(
            revision=report.revision,
            base=report.base,
            today=report.today,
            todayFrom=report.today_from,
            config=report.config,
            digests=dict(report.digests),
            entities=report.entities,
            references=report.references,
        ),
    }
    return json_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rules(report: Report) -> list[Json]:
    """What the report says of its rules; a finding of a rule it says nothing of still has a descriptor to point at."""
    rules = {printable(rule.id): _rule(rule, report.frameworks) for rule in report.rules}
    for finding in report.findings:
        id = printable(finding.rule)
        rules.setdefault(id, {"id": id, "defaultConfiguration": {"level": LEVEL[finding.severity]}})
    return list(rules.values())


def _rule(rule: RuleInfo, frameworks: Sequence[FrameworkInfo]) -> Json:
    rationale, remedy = prose(rule.rationale), prose(rule.remedy)
    why = "\n\n".join(part for part in (rationale, f"To mend it: {remedy}" if remedy else "") if part)
    return {
        "id": printable(rule.id),
        **_messages(shortDescription=prose(rule.title), fullDescription=rationale, help=why),
        "defaultConfiguration": {"level": LEVEL[rule.severity], "enabled": rule.in_use},
        **_filled(relationships=list(_relationships(rule, frameworks))),
        "properties": _filled(
            maturityLevel=rule.level,
            requirements=list(rule.requirements),
            digest=rule.digest,
            outcomes=dict(rule.outcomes),
        ),
    }


def _taxonomy(framework: FrameworkInfo) -> Json:
    """A framework with all its controls: those that no rule is related to are the ones that nothing here evidences."""
    return {
        "name": printable(framework.name),
        "version": printable(framework.edition),
        "organization": printable(framework.publisher),
        **_messages(shortDescription=prose(framework.title)),
        "isComprehensive": True,
        "taxa": [
            {"id": printable(id), **_messages(shortDescription=prose(title))}
            for id, title in framework.controls.items()
        ],
    }


def _relationships(rule: RuleInfo, frameworks: Sequence[FrameworkInfo]) -> Iterator[Json]:
    """What a rule evidences, for which SARIF has no nearer word than relevant."""
    for index, framework in enumerate(frameworks):
        places = {id: place for place, id in enumerate(framework.controls)}
        component = {"name": printable(framework.name), "index": index}
        for id in rule.controls.get(framework.name, ()):
            target = {"id": printable(id), "index": places[id], "toolComponent": component}
            yield {"target": target, "kinds": ["relevant"]}


def _result(finding: Finding, index: dict[str, int], compared: bool) -> Json:
    """One result. What no enforced level asks for is information, for which SARIF has no level."""
    id = printable(finding.rule)
    location: Json = {"physicalLocation": _physical(finding.place)}
    if finding.entity:
        location["logicalLocations"] = [{"fullyQualifiedName": printable(finding.entity), "kind": "object"}]
    related = [
        {"id": number, "physicalLocation": _physical(other.place), "message": _message(other.message)}
        for number, other in enumerate(finding.related, 1)
    ]
    return {
        "ruleId": id,
        "ruleIndex": index[id],
        "kind": "fail" if finding.enforced else "informational",
        "level": LEVEL[finding.severity] if finding.enforced else "none",
        "message": _message(finding.message),
        "locations": [location],
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
        **_filled(
            relatedLocations=related,
            suppressions=list(_suppressions(finding)),
            baselineState=_baseline_state(finding) if compared else "",
        ),
        "properties": _filled(
            severity=finding.severity,
            maturityLevel=finding.level,
            pointer=finding.place.pointer,
            owner=finding.owner,
            remedy=prose(finding.remedy),
            values=[{"expression": expression, "value": value} for expression, value in finding.values],
            stake=list(finding.stake),
        ),
    }


def _suppressions(finding: Finding) -> Iterator[Json]:
    """Waivers, the baseline and comments; what is merely not new is no suppression but a baseline state."""
    if finding.suppressed in ("waiver", "baseline"):
        yield {"kind": "external", "status": "accepted", **_filled(justification=prose(finding.suppressed_by))}
    elif finding.suppressed == "inline":
        yield {"kind": "inSource", "status": "accepted", **_filled(justification=prose(finding.suppressed_by))}


def _baseline_state(finding: Finding) -> str:
    """Against the base; of what a waiver, baseline or comment silences, the report does not say whether it is new."""
    if finding.suppressed == "not-new":
        return "unchanged"
    return "" if finding.suppressed else "new"


def _invocation(report: Report) -> Json:
    notes = [_notification(note) for note in report.notes]
    failed = any(note.kind == "rule-error" for note in report.notes)
    return {"executionSuccessful": not failed, **_filled(toolExecutionNotifications=notes)}


def _notification(note: Note) -> Json:
    level = "error" if note.kind == "rule-error" else "note"
    where = [{"physicalLocation": _physical(note.place)}] if note.place else []
    properties = {"kind": note.kind, "count": note.count}
    return {"level": level, "message": _message(note.message), **_filled(locations=where), "properties": properties}


def _physical(place: Place) -> Json:
    region = place.region
    uri = quote(place.path.encode("utf-8", "surrogateescape" if _from_bytes(place.path) else "replace"), safe="/")
    return {
        "artifactLocation": {"uri": uri, "uriBaseId": ROOT},
        "region": {
            "startLine": region.line,
            "startColumn": region.column,
            "endLine": region.end_line,
            "endColumn": region.end_column,
        },
    }


def _from_bytes(path: str) -> bool:
    """Whether surrogates in a path stand for bytes that are no UTF-8, as git may hold them."""
    return all("\udc80" <= character <= "\udcff" for character in path if "\ud800" <= character <= "\udfff")


def _message(text: str) -> Json:
    """Plain text: `[text](target)` would be a link in SARIF, and no message of a file's making becomes one."""
    return {"text": prose(text).replace("](", "] (")}


def _messages(**texts: str) -> Json:
    return {name: {"text": text} for name, text in texts.items() if text}


def _filled(**values: Any) -> Json:
    """Without what is empty; zero is not empty."""
    return {name: value for name, value in values.items() if value or value == 0}
