"""Which calendar counts working days for an entity: its owner's hours, else the only hours that the catalog has."""

from keur.calendar import Calendar, calendar
from keur.catalog import Catalog

CALENDAR = "Calendar"
WORKING = {"mon-fri": "00:00-24:00"}


def calendar_of(catalog: Catalog, id: str, zone: str) -> Calendar | None:
    """The calendar that a Calendar entity says; None where its shape is wrong."""
    return calendar(catalog.entities[id].spec, zone) if catalog.headers[id].intact else None


def working_calendar(catalog: Catalog, owner: str, zone: str) -> tuple[Calendar, str]:
    """A calendar and its name: of the owner's hours, or of the nearest group above it that says its hours; else the
    only one of the catalog that is not round the clock; else Monday to Friday.

    owner: id; empty where there is none. zone: the time zone of keur.yaml.
    """
    for group in (owner, *catalog.closure((owner,), "holder"), *catalog.closure((owner,), "parent")):
        for id in catalog.targets(group, "hours"):
            if (found := calendar_of(catalog, id, zone)) is not None:
                return found, catalog.headers[id].name
    known = {id: calendar_of(catalog, id, zone) for id in catalog.kinds.get(CALENDAR, ())}
    working = {id: one for id, one in known.items() if one is not None and not one.round_the_clock}
    if len(working) == 1:
        ((id, only),) = working.items()
        return only, catalog.headers[id].name
    return calendar({"open": WORKING, "holidays": "none"}, zone), "monday to friday"
