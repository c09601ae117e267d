"""From what was found to findings: places, fingerprints, owners and stakes are filled in here, for every rule alike."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from keur.assess.place import Places
from keur.assess.stake import Stakes
from keur.catalog import Catalog, Turned
from keur.evaluate import CatalogReader, Result
from keur.model import Finding, Place, Problem, Related, Severity
from keur.rules import Policies, stable_name


@dataclass
class Findings:
    """Makes findings for one catalog.

    severities: by rule id, where `keur.yaml` says another than the rule.
    enforced: the level enforced, by area; "" is the default.
    catalog_place: where a finding of a catalog-wide rule stands, by area.
    """

    catalog: Catalog
    places: Places
    policies: Policies
    severities: Mapping[str, Severity]
    enforced: Mapping[str, int]
    catalog_place: Mapping[str, Place]
    _reader: CatalogReader = field(init=False)
    _stakes: Stakes = field(init=False)

    def __post_init__(self) -> None:
        self._reader = CatalogReader(self.catalog, self.catalog)
        self._stakes = Stakes(self.catalog)

    def of_problem(self, turned: Turned) -> Finding:
        """The finding of a built-in rule."""
        problem = turned.problem
        entity = self.catalog.headers.get(turned.entity)
        known = self.catalog.entities[turned.entity] if entity and entity.path == turned.path else None
        stable = stable_name(known, problem.pointer) if known else f"{turned.path}#{problem.document}"
        about = turned.entity or turned.path
        named = problem.pointer if known else f"{stable}{problem.pointer}\n{problem.message}"
        return self._finding(
            problem.rule,
            known.id if known else "",
            problem.message,
            self._problem_place(turned),
            _digest(about, problem.rule, stable if known else named),
            remedy=problem.remedy,
        )

    def of_result(self, rule: str, subject: str, result: Result) -> Iterator[Finding]:
        """The findings of a failed result: one per element that broke the promise."""
        header = self.catalog.headers[subject] if subject else None
        for failure in result.failures:
            if header is None:
                place = self.catalog_place.get(rule.partition("/")[0], self.catalog_place[""])
                yield self._finding(
                    rule, "", failure.message, place, _digest("", rule, failure.element), values=failure.values
                )
                continue
            where = failure.pointer or self._naming(subject, failure.via)
            place = self.places.place(header.path, header.document, where, on_key=failure.on_key)
            yield self._finding(
                rule,
                subject,
                failure.message,
                place,
                _digest(subject, rule, failure.name, failure.element),
                values=failure.values,
                related=tuple(self._related(failure.related)),
            )

    def _naming(self, entity: str, other: str) -> str:
        """The pointer at which an entity names another; empty where it does not."""
        references = self.catalog.references(entity)
        return next((reference.pointer for reference, target in references if target == other), "")

    def _finding(
        self,
        rule: str,
        entity: str,
        message: str,
        place: Place,
        fingerprint: str,
        *,
        remedy: str = "",
        values: tuple[tuple[str, str], ...] = (),
        related: tuple[Related, ...] = (),
    ) -> Finding:
        found = self.policies.rules[rule].rule
        area = rule.partition("/")[0]
        owner = self._owner(entity)
        return Finding(
            rule=rule,
            severity=self.severities.get(rule, found.severity),
            level=found.level,
            message=message,
            place=place,
            fingerprint=fingerprint,
            entity=entity,
            owner=owner,
            remedy=remedy or found.remedy,
            related=related,
            values=values,
            stake=self._stakes.of(entity) if entity else (),
            enforced=found.level <= self.enforced.get(area, self.enforced[""]),
        )

    def _owner(self, entity: str) -> str:
        if not entity:
            return ""
        owner = self._reader.owner_id(entity)
        self._reader.asked.clear()
        return owner

    def _related(self, ends: Iterable[tuple[str, str, str]]) -> Iterator[Related]:
        """The other ends, each place once: a value in short form is one place for all that it stands for."""
        told: set[tuple[str, int, int, str]] = set()
        for id, pointer, message in ends:
            header = self.catalog.headers[id]
            place = self.places.place(header.path, header.document, pointer)
            spot = (place.path, place.region.line, place.region.column, message)
            if spot not in told:
                told.add(spot)
                yield Related(place, message)

    def _problem_place(self, turned: Turned) -> Place:
        problem: Problem = turned.problem
        if problem.region is not None:
            return self.places.at(turned.path, problem.region)
        place = self.places.written if turned.written else self.places.place
        return place(turned.path, problem.document, problem.pointer, on_key=problem.on_key)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:20]
