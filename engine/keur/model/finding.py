"""Findings and the report: everything one run says. Output formats read nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from keur.model.place import Place

Severity = Literal["info", "warning", "error"]
SEVERITIES: tuple[Severity, ...] = ("info", "warning", "error")
Suppression = Literal["", "waiver", "baseline", "inline", "not-new"]


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that belongs to a finding, such as the other end of a reference."""

    place: Place
    message: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken promise.

    rule: rule id, `area/name`.
    level: CMMI level from which the rule is asked.
    entity: `Kind/name`; empty where no entity is to blame.
    owner: id of the entity's owner (own or inherited); empty when nobody.
    values: what decided, as (expression, value as its format is written).
    stake: ids of the services, agreements and customers that lean on the entity, nearest first.
    fingerprint: stable name of entity + rule + pointer (list elements by id, name, ref or value).
    enforced: whether the level enforced for the area asks for it; only enforced findings set the exit code.
    suppressed: what silences its exit code: waiver, baseline, inline comment, or not new since the base.
    suppressed_by: the waiver's id, the baseline's path, or the comment's reason.
    """

    rule: str
    severity: Severity
    level: int
    message: str
    place: Place
    fingerprint: str
    entity: str = ""
    owner: str = ""
    remedy: str = ""
    related: tuple[Related, ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    stake: tuple[str, ...] = ()
    enforced: bool = True
    suppressed: Suppression = ""
    suppressed_by: str = ""


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """What a report says of a rule that ran or would have run.

    digest: of the rule with its parameters; two reports with equal digests asked the same question.
    controls: what it evidences of the frameworks in the report: ids, by the framework's name.
    outcomes: how many results passed, failed, were not applicable, not assessed, or errors.
    in_use: whether the rule was asked at all.
    """

    id: str
    title: str
    severity: Severity
    level: int
    rationale: str
    remedy: str
    requirements: tuple[str, ...] = ()
    controls: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    digest: str = ""
    outcomes: Mapping[str, int] = field(default_factory=dict)
    in_use: bool = True


@dataclass(frozen=True, slots=True)
class FrameworkInfo:
    """A framework that `keur.yaml` names: one edition of a standard or a law.

    name: what rules and `keur.yaml` call it.
    edition: which text the ids are those of.
    controls: titles, in keur's own words, by id, of all its controls, whether a rule evidences them or not.
    """

    name: str
    title: str
    edition: str
    publisher: str
    controls: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Note:
    """Something a run must say that is no finding: a rule's own fault, an unread pattern, a clock that ran backwards.

    kind: `rule-error`, `not-assessed`, `unread`, `extension` or `information`.
    """

    kind: str
    message: str
    place: Place | None = None
    count: int = 1


@dataclass(frozen=True, slots=True)
class Report:
    """Everything one run says.

    revision: commit id, "work tree" or "index".
    base: the merge base compared with, or empty.
    today: the day used (ISO 8601), and where it came from.
    config: where keur.yaml came from.
    frameworks: those that keur.yaml names, in its order.
    digests: of schemas, mappings, frameworks, configuration and rules, by name.
    entities, references, files: how many were read.
    """

    tool: str
    version: str
    revision: str
    today: str
    today_from: str
    config: str
    findings: tuple[Finding, ...]
    rules: tuple[RuleInfo, ...]
    notes: tuple[Note, ...] = ()
    base: str = ""
    frameworks: tuple[FrameworkInfo, ...] = ()
    digests: Mapping[str, str] = field(default_factory=dict)
    entities: int = 0
    references: int = 0
    files: int = 0
    fail_on: Severity = "error"

    def deciding(self) -> tuple[Finding, ...]:
        """The findings that set the exit code: enforced, not silenced, at or above `fail_on`."""
        bar = SEVERITIES.index(self.fail_on)
        return tuple(
            finding
            for finding in self.findings
            if finding.enforced and not finding.suppressed and SEVERITIES.index(finding.severity) >= bar
        )
