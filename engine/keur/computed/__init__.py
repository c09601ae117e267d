"""What follows for an entity from the rest of the catalog, each value with what it follows from.

What follows from other fields of the same entity (`x-derive`, defaults, reference lists) is known when it is admitted
(`kinds`); this is the rest, which nobody stores.
"""

from collections.abc import Callable, Iterator, Mapping

from keur.catalog import Catalog
from keur.computed import agreements, components, organisation, services
from keur.computed.look import Computed, Look
from keur.model.quantities import Day

__all__ = ["Computed", "computed"]

_Follows = Callable[[Look, str], Iterator[Computed]]

_OF: Mapping[str, tuple[_Follows, ...]] = {
    "Service": (
        services.provider,
        services.place,
        services.visible,
        services.criticality,
        services.suppliers,
        services.backing,
        components.redundancy,
        components.figure,
    ),
    "ConfigurationItem": (
        services.criticality,
        components.redundancy,
        components.figure,
        components.of_its_type,
    ),
    "ServiceLevelAgreement": (agreements.promises_of,),
    "OperationalLevelAgreement": (agreements.backs,),
    "UnderpinningContract": (agreements.decide_before, agreements.category, agreements.backs),
    "ChangeModel": (organisation.who_does_the_steps,),
    "Process": (organisation.contact_point,),
    "Risk": (organisation.level,),
    "Metric": (organisation.metric_type,),
    "Group": (organisation.provides_to,),
}


def computed(catalog: Catalog, id: str, today: Day) -> Iterator[Computed]:
    """What follows for an entity; nothing where its own shape is wrong."""
    if catalog.headers[id].intact:
        look = Look(catalog, today)
        for follows in (organisation.owner, *_OF.get(catalog.headers[id].kind, ())):
            yield from follows(look, id)
