"""What follows for configuration items and redundancy groups: figures, kind of redundancy, what their type says."""

from collections.abc import Iterator

from keur.computed.look import Computed, Look
from keur.model.quantities import show_percentage

_RESOURCES = ("financial-capital", "infrastructure", "applications", "information")
_CAPABILITIES = ("management", "organisation", "process", "knowledge")


def redundancy(look: Look, id: str) -> Iterator[Computed]:
    """Whether members wait, and whether they are alike."""
    group = look.spec(id).get("redundancy")
    if group is None:
        return
    if group.get("standby"):
        yield Computed("redundancy", "passive", f"{', '.join(group['standby'])} waits until it is needed")
    else:
        yield Computed("redundancy", "active", "no member waits until it is needed")
    made = [look.spec(member) for member in look.step(id, "redundantOver")]
    kinds = {(spec.get("product", ""), spec.get("version", "")) for spec in made}
    if len(made) > 1 and all(product for product, _ in kinds):
        said = " and ".join(sorted(f"{product} {version}".strip() for product, version in kinds))
        alike = "homogeneous" if len(kinds) == 1 else "heterogeneous"
        yield Computed("members", alike, f"they are {said}")


def figure(look: Look, id: str) -> Iterator[Computed]:
    """Its availability, where only those who deliver it say one; that of a contract before that of a colleague.

    What colleagues promise of a redundancy group is no figure: that of a group follows from its members.
    """
    spec = look.spec(id)
    if "availability" in spec:
        return
    for kind in ("UnderpinningContract", "OperationalLevelAgreement")[: 1 if "redundancy" in spec else 2]:
        promised = [
            (agreement, look.spec(agreement).get("targets", {}).get("availability"))
            for agreement in look.named_by(id, "covers", kind)
            if look.in_force(agreement)
        ]
        found = [
            Computed("availability", show_percentage(share["value"]), f"{agreement} promises it (source contract)")
            for agreement, share in promised
            if share
        ]
        if found:
            yield from found
            return


def of_its_type(look: Look, id: str) -> Iterator[Computed]:
    """What the configuration policy in force says of components of its type."""
    spec = look.spec(id)
    asset = spec.get("asset", {})
    kind = asset.get("type", "")
    for policy in look.catalog.kinds.get("Policy", ()):
        plan = look.spec(policy)
        of_type = plan.get("configuration", {}).get("types", {}).get(spec.get("type"))
        if of_type is None or plan.get("status") != "in-force" or not look.in_force(policy):
            continue
        because = f"{policy} says so of the type {spec['type']}"
        if "physical" not in spec and "redundancy" not in spec and of_type["physical"]:
            yield Computed("physical", "true", because)
        if not kind and "asset" in of_type:
            kind = of_type["asset"]
            yield Computed("asset type", kind, because)
    if "kind" not in asset and kind in (*_RESOURCES, *_CAPABILITIES):
        yield Computed("asset", "resource" if kind in _RESOURCES else "capability", f"its asset type is {kind}")
