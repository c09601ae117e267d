"""The baseline once an entity has another name: what was accepted stays accepted under its new fingerprint."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from keur.assess.baseline import Accepted, Baseline
from keur.model import Finding


def rebased(
    baseline: Baseline, before: Iterable[Finding], after: Iterable[Finding], old: str, new: str
) -> tuple[Baseline, int]:
    """The baseline for the renamed entity, and how many lines on it name a finding that is not there now.

    before, after: every finding of the two states. old, new: ids of the entity. A rename moves no finding before
    another, so the findings of one rule on one entity are the same in their order.
    """
    first = _by_subject(before, old, new)
    second = _by_subject(after, new, new)
    fingerprints = {
        one.fingerprint: other.fingerprint
        for subject, found in first.items()
        if len(found) == len(second.get(subject, ()))
        for one, other in zip(found, second[subject], strict=True)
    }
    lost = sum(1 for key, line in baseline.accepted.items() if key not in fingerprints and line.entity == old)
    lines = (_line(line, fingerprints.get(key, key), old, new) for key, line in baseline.accepted.items())
    return Baseline(baseline.path, {line.finding: line for line in lines}), lost


def _by_subject(findings: Iterable[Finding], old: str, new: str) -> Mapping[tuple[str, str], list[Finding]]:
    """Findings by rule and entity, in the order of their places."""
    found: dict[tuple[str, str], list[Finding]] = {}
    for one in sorted(findings, key=lambda one: (one.place.path, one.place.region)):
        found.setdefault((one.rule, new if one.entity == old else one.entity), []).append(one)
    return found


def _line(line: Accepted, fingerprint: str, old: str, new: str) -> Accepted:
    entity, owner = (new if one == old else one for one in (line.entity, line.owner))
    return replace(line, finding=fingerprint, entity=entity, owner=owner)
