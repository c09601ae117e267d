"""What keeps a finding from setting the exit code: one resolver for every command.

In this order, first wins: a waiver (an ordinary entity), the baseline (what was broken when the organisation began),
an inline comment where `keur.yaml` allows it, and, with a base, that it was there before. None of them changes a
rating.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from keur.assess.baseline import Baseline
from keur.catalog import Catalog
from keur.model import SEVERITIES, Entity, Finding, Severity, Suppression
from keur.model.quantities import Day

WAIVER = "Waiver"


@dataclass(frozen=True, slots=True)
class InlineIgnore:
    """One `# keur: ignore[rule-id] reason` and the line that it speaks of."""

    line: int
    rule: str
    reason: str


@dataclass
class Suppressor:
    """Decides what silences each finding, and remembers which waivers were of use.

    inline: comments by path; only consulted for findings up to `inline_up_to`.
    edited: entities with an edit; the baseline does not excuse them.
    old: fingerprints of the base's findings; None without a base.
    """

    waivers: Sequence[tuple[Entity, frozenset[str]]]
    today: Day
    baseline: Baseline
    edited: frozenset[str] = frozenset()
    inline: Mapping[str, Sequence[InlineIgnore]] = field(default_factory=dict)
    inline_up_to: Severity | None = None
    old: frozenset[str] | None = None
    used: set[str] = field(default_factory=set)
    _waived: dict[tuple[str, str], list[Entity]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for waiver, entities in self.waivers:
            rule = waiver.spec.get("rule")
            if isinstance(rule, str):
                for entity in entities:
                    self._waived.setdefault((rule, entity), []).append(waiver)

    def apply(self, finding: Finding) -> Finding:
        """The finding with what silences it, if anything does."""
        for kind, by in self._reasons(finding):
            return replace(finding, suppressed=kind, suppressed_by=by)
        return finding

    def _reasons(self, finding: Finding) -> Iterable[tuple[Suppression, str]]:
        for waiver in self._waived.get((finding.rule, finding.entity), ()):
            self.used.add(waiver.id)
            if in_force(waiver, self.today):
                yield "waiver", waiver.id
        if finding.fingerprint in self.baseline and finding.entity not in self.edited:
            yield "baseline", self.baseline.path
        for comment in self._comments(finding):
            yield "inline", comment.reason
        if self.old is not None and finding.fingerprint in self.old:
            yield "not-new", ""

    def _comments(self, finding: Finding) -> Iterable[InlineIgnore]:
        bar = self.inline_up_to
        if bar is None or SEVERITIES.index(finding.severity) > SEVERITIES.index(bar):
            return ()
        return (
            comment
            for comment in self.inline.get(finding.place.path, ())
            if comment.line == finding.place.region.line and comment.rule == finding.rule
        )


def in_force(waiver: Entity, today: Day) -> bool:
    """Whether a waiver holds today: it has an end, and that is not past; its day belongs to it."""
    until, since = waiver.spec.get("until"), waiver.spec.get("from")
    return isinstance(until, Day) and today <= until and (not isinstance(since, Day) or since <= today)


def waivers(catalog: Catalog) -> tuple[tuple[Entity, frozenset[str]], ...]:
    """Every waiver that can be read, with the ids of the entities it speaks of."""
    ids = [id for id in catalog.kinds.get(WAIVER, ()) if catalog.headers[id].intact]
    catalog.fetch(ids)
    return tuple((catalog.entities[id], frozenset(catalog.targets(id, "waives"))) for id in ids)
