"""What follows for agreements and contracts: parties, hours, targets of the wider agreement, what backs what."""

from collections.abc import Iterator, Mapping
from typing import Any

from keur.computed.look import ABOVE, Computed, Look, joined
from keur.computed.services import backed, provider_of
from keur.model.quantities import Duration, show_date, show_duration, show_percentage

_SLA = "ServiceLevelAgreement"


def promises_of(look: Look, id: str) -> Iterator[Computed]:
    """Of a service level agreement: who promises, when it counts, what the wider agreement adds, what backs it."""
    services = [one for one in look.step(id, "covers") if look.kind(one) == "Service"]
    if not look.step(id, "provider"):
        found = {one: provider for one in services for provider in provider_of(look, one)}
        if len(set(found.values())) == 1:
            yield Computed("provider", joined(found.values()), f"it provides {joined(found)}")
    if "hours" not in look.spec(id):
        for service in services:
            hours = look.spec(service).get("warranty", {}).get("hours")
            if hours:
                yield Computed("hours", hours, f"those of {service}")
    yield from _from_above(look, id)
    yield from backed(look, services)


def _from_above(look: Look, id: str) -> Iterator[Computed]:
    """Targets of wider agreements that it does not set itself; the nearest counts."""
    said = set(_targets(look.spec(id)))
    for wider in look.catalog.closure([id], "superior"):
        for name, value in _targets(look.spec(wider)).items():
            if name not in said:
                said.add(name)
                yield Computed(name, value, f"{wider} holds here too")


def _targets(spec: Mapping[str, Any]) -> dict[str, str]:
    """Each target by a name in words, as it would be written."""
    found = {}
    targets = spec.get("targets", {})
    for name in ("availability", "reliability"):
        if name in targets:
            found[name] = _shown(targets[name]["value"])
    for name in ("respond", "restore", "fulfil"):
        for priority, target in targets.get(name, {}).items():
            found[f"{name} {priority}"] = _shown(target["value"])
    for name, value in targets.get("continuity", {}).items():
        found[name] = _shown(value)
    return found


def _shown(value: float | Duration) -> str:
    return show_duration(value) if isinstance(value, Duration) else show_percentage(value)


def backs(look: Look, id: str) -> Iterator[Computed]:
    """Service level agreements in force that lean on what it covers."""
    for service in look.reach(look.step(id, "covers"), ABOVE):
        for agreement in look.named_by(service, "covers", _SLA):
            if look.in_force(agreement):
                yield Computed("backs", agreement, f"it is about {service}")


def category(look: Look, id: str) -> Iterator[Computed]:
    """Of a contract: the category of the supplier."""
    if "category" not in look.spec(id):
        for supplier in look.step(id, "supplier"):
            theirs = look.spec(supplier).get("category")
            if theirs:
                yield Computed("category", theirs, f"that of {supplier}")


def decide_before(look: Look, id: str) -> Iterator[Computed]:
    """Of a contract: the day before which it must be ended or renewed."""
    spec = look.spec(id)
    end = spec.get("valid", {}).get("to")
    if end is not None and "notice" in spec and "decided" not in spec:
        yield Computed("decide before", show_date(end - spec["notice"]), "its last day, less its notice")
