"""What follows for services: who provides them, where they stand in the portfolio, who sees them, what backs them."""

from collections.abc import Iterator

from keur.catalog import owned
from keur.computed.look import ABOVE, BELOW, Computed, Look, joined

_STAGES = {
    "strategy": ("define", "analyse", "approve", "charter"),
    "design": ("design",),
    "transition": ("build", "test", "release"),
    "operation": ("operational", "retiring"),
}
_PARTS = {"strategy": "pipeline", "design": "pipeline", "transition": "pipeline", "operation": "catalogue"}
STAGE = {status: stage for stage, states in _STAGES.items() for status in states}
"""The stage of the service lifecycle that a service of each status is in; one that has ended is in none."""

WEIGHT = {"low": 1, "medium": 2, "high": 3}
_BACKING = ("OperationalLevelAgreement", "UnderpinningContract")


def place(look: Look, id: str) -> Iterator[Computed]:
    """The part of the portfolio and the stage of the lifecycle."""
    status = look.spec(id).get("status", "")
    because = f"its status is {status}"
    if status in STAGE:
        yield Computed("part of the portfolio", _PARTS[STAGE[status]], because)
        yield Computed("lifecycle stage", STAGE[status], because)
    elif status == "retired":
        yield Computed("part of the portfolio", "retired", because)


def provider(look: Look, id: str) -> Iterator[Computed]:
    """The provider, where it is not written."""
    if not look.step(id, "provider"):
        owner = owned(id, look.step).owner
        tops = _tops(look, owner) if owner else ()
        if len(tops) == 1:
            yield Computed("provider", tops[0], f"the top group of its owner {owner}")


def provider_of(look: Look, id: str) -> tuple[str, ...]:
    """Whoever provides a service, written or not."""
    return look.step(id, "provider") or tuple(one.value for one in provider(look, id))


def _tops(look: Look, owner: str) -> tuple[str, ...]:
    """The widest units that an owner works in: of a role, those of its holders; a board is no unit."""
    units: dict[str, None] = {}
    queue = [owner]
    for one in queue:
        if look.kind(one) == "Group":
            units[one] = None
            continue
        boards = (group for group in look.step(one, "member", True) if look.kind(group) == "Group")
        queue += (group for group in boards if look.spec(group).get("type") != "board" and group not in queue)
        queue += (holder for holder in look.step(one, "holder") if holder not in queue)
    return tuple(dict.fromkeys((unit, *look.catalog.closure([unit], "parent"))[-1] for unit in units))


def visible(look: Look, id: str) -> Iterator[Computed]:
    """Who finds it in the service catalogue, where that is not written."""
    customers, users = look.step(id, "customer"), look.step(id, "usedBy")
    if look.step(id, "visibleTo"):
        return
    profiles = [one for customer in customers for one in look.named_by(customer, "customer", "UserProfile")]
    if users:
        yield Computed("visible to", joined(users), "they are its users")
    elif profiles:
        yield Computed("visible to", joined(profiles), "they are the user profiles of its customers")
    elif customers:
        yield Computed("visible to", joined(customers), "they are its customers")


def suppliers(look: Look, id: str) -> Iterator[Computed]:
    """The suppliers that it leans on, each with what comes from it."""
    found: dict[str, list[str]] = {}
    for one in look.reach([id], BELOW):
        providers = (other for other in look.step(one, "provider") if look.kind(other) == "Supplier")
        for supplier in (*look.step(one, "supplier"), *providers):
            found.setdefault(supplier, []).append(one)
    for supplier, things in found.items():
        yield Computed("leans on", supplier, f"of {joined(things)}")


def backing(look: Look, id: str) -> Iterator[Computed]:
    """Agreements and contracts in force about it or about what it needs."""
    yield from backed(look, [id])


def backed(look: Look, services: list[str]) -> Iterator[Computed]:
    """Agreements and contracts in force about these services or about what they need."""
    found: dict[str, list[str]] = {}
    for one in look.reach(services, BELOW):
        for agreement in look.named_by(one, "covers", *_BACKING):
            if look.in_force(agreement):
                found.setdefault(agreement, []).append(one)
    for agreement, things in found.items():
        yield Computed("backed by", agreement, f"it covers {joined(things)}")


def criticality(look: Look, id: str) -> Iterator[Computed]:
    """How much harm its loss does, where that is not written: what it does to whatever needs it."""
    if "criticality" not in look.spec(id):
        above = [(_harm(look, one), one) for one in look.reach([id], ABOVE) if look.kind(one) == "Service"]
        worst = max((harm for harm, _ in above), key=_weight, default=("", ""))
        if worst[0]:
            yield Computed("criticality", worst[0], f"the highest above it is that of {worst[1]}")


def _harm(look: Look, service: str) -> tuple[str, str]:
    """The criticality of a service and what says it: itself, else its most critical business process."""
    own = look.spec(service).get("criticality")
    if own:
        return own, service
    processes = [(look.spec(one).get("criticality", ""), one) for one in look.step(service, "businessProcess")]
    return max(processes, key=_weight, default=("", ""))


def _weight(harm: tuple[str, str]) -> int:
    return WEIGHT.get(harm[0], 0)
