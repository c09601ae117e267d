"""What follows for owners, processes, change models, risks, metrics and groups."""

from collections.abc import Iterator

from keur.catalog import owned
from keur.computed.look import Computed, Look, joined
from keur.computed.services import WEIGHT, provider_of

_METRICS = {"ConfigurationItem": "technology", "Process": "process"}


def owner(look: Look, id: str) -> Iterator[Computed]:
    """The owner, where another entity says it."""
    found = owned(id, look.step)
    if found.owner and found.by != id:
        yield Computed("owner", found.owner, f"that of {found.by}, which it belongs to")


def who_does_the_steps(look: Look, id: str) -> Iterator[Computed]:
    """Of a change model: who does the steps that do not say so."""
    steps = look.spec(id).get("steps", ())
    found = owned(id, look.step)
    unsaid = [str(number) for number, step in enumerate(steps, 1) if "by" not in step]
    if unsaid and found.owner:
        which = "its steps say" if len(unsaid) == len(steps) else f"step {', '.join(unsaid)} says"
        yield Computed("steps are done by", found.owner, f"the owner, since {which} nobody")


def contact_point(look: Look, id: str) -> Iterator[Computed]:
    """Of a process: whom everybody turns to."""
    if "contactPoint" not in look.spec(id):
        for manager in look.step(id, "manager"):
            yield Computed("contact point", manager, "the manager of the process")


def level(look: Look, id: str) -> Iterator[Computed]:
    """Of a risk: how much it weighs."""
    spec = look.spec(id)
    said = [spec[part] for part in ("likelihood", "impact") if part in spec]
    if "level" not in spec and said:
        because = "the higher of likelihood and impact" if len(said) == 2 else "the only one of likelihood and impact"
        yield Computed("level", max(said, key=WEIGHT.__getitem__), because)


def metric_type(look: Look, id: str) -> Iterator[Computed]:
    """Of a metric: whether it is about components, a process or services."""
    if "type" not in look.spec(id):
        for subject in look.step(id, "measures"):
            yield Computed("type", _METRICS.get(look.kind(subject), "service"), f"it is about {subject}")


def provides_to(look: Look, id: str) -> Iterator[Computed]:
    """Of a group: the customers of the services that it provides."""
    found: dict[str, list[str]] = {}
    for service in look.catalog.kinds.get("Service", ()):
        if id in provider_of(look, service):
            for customer in look.step(service, "customer"):
                found.setdefault(customer, []).append(service)
    for customer, services in found.items():
        yield Computed("provides to", customer, f"it buys {joined(services)}")
