"""The shares of the time that an entity promises, each with the minutes that it allows to lose.

A share counts in agreed hours: those that stand beside it; else, for a service level agreement, those of the warranty
of the services it is about; else round the clock.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from keur.calendar import Calendar, Per, allowance, always, calendar
from keur.catalog import Catalog
from keur.model.quantities import Duration

AGREEMENT = "ServiceLevelAgreement"
WARRANTY = "/spec/warranty/hours"
PROMISES = (("targets", "/spec/hours"), ("warranty", WARRANTY))
"""Where shares are promised, and where the hours of that promise stand."""


@dataclass(frozen=True)
class Hours:
    """The hours in which a promise counts.

    calendar: None where what is named cannot be read. name: of the Calendar; empty for round the clock.
    because: why these, as a clause.
    """

    calendar: Calendar | None
    name: str
    because: str


@dataclass(frozen=True)
class Promise:
    """One share that is promised.

    field: where it stands, `spec.targets.availability`. year: the year that the average is taken over.
    lost: how long may be lost in a month, quarter or year (`per`) on average; None where the hours cannot be read.
    """

    field: str
    share: float
    per: Per
    hours: Hours
    year: int
    lost: Duration | None


def promises(catalog: Catalog, id: str, zone: str, year: int) -> Iterator[Promise]:
    """What an entity promises; one share more than once where its services have different hours.

    zone: the time zone of keur.yaml. year: over which months, quarters and years are averaged.
    """
    if not catalog.headers[id].intact:
        return
    spec = catalog.entities[id].spec
    for part, pointer in PROMISES:
        target = spec[part].get("availability") if part in spec else None
        if target is None:
            continue
        for hours in hours_that_count(catalog, id, pointer, target["clock"], zone):
            share, per = target["value"], target["per"]
            lost = None if hours.calendar is None else allowance(hours.calendar, share, per, year)
            yield Promise(f"spec.{part}.availability", share, per, hours, year, lost)


def hours_that_count(catalog: Catalog, id: str, pointer: str, clock: str, zone: str) -> tuple[Hours, ...]:
    """The hours in which a promise of an entity counts; several where its services have different ones.

    pointer: where its own hours would stand. clock: `elapsed` where it counts round the clock whatever the hours.
    """
    if clock == "elapsed":
        return (Hours(always(zone), "", "its clock is elapsed"),)
    own = _named(catalog, id, pointer, zone, "its own hours")
    if own is not None:
        return (own,)
    found: dict[str, Hours] = {}
    if catalog.headers[id].kind == AGREEMENT:
        for service in catalog.targets(id, "covers"):
            name = catalog.headers[service].name
            theirs = _named(catalog, service, WARRANTY, zone, f"the hours of {name}")
            if theirs is not None:
                found.setdefault(theirs.name, theirs)
    return tuple(found.values()) or (Hours(always(zone), "", "nothing says its hours"),)


def _named(catalog: Catalog, id: str, pointer: str, zone: str, because: str) -> Hours | None:
    """The calendar that is named at a pointer; None where none is."""
    for reference, target in catalog.references(id):
        if reference.pointer == pointer:
            name = catalog.headers[target].name if target else reference.target
            there = target is not None and catalog.headers[target].intact
            return Hours(calendar(catalog.entities[target].spec, zone) if target and there else None, name, because)
    return None
