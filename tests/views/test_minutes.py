"""The minutes beside a share: in every view what `keur explain` says of the same promise."""

from collections.abc import Callable

import pytest
from tests.views.viewing import Make

from keur import views
from keur.availability import promises
from keur.calendar import show_minutes

CALENDARS = """
kind: Calendar
metadata: {name: office}
spec: {open: {mon-fri: "07:00-19:00"}, holidays: nl}
---
kind: Calendar
metadata: {name: shop}
spec: {timeZone: Asia/Tokyo, open: {daily: "09:00-17:00"}}
---
kind: Customer
metadata: {name: tax}
---
kind: Service
metadata: {name: in-office}
spec: {customers: [tax], warranty: {hours: office}}
---
kind: Service
metadata: {name: in-office-too}
spec: {customers: [tax], warranty: {hours: office}, support: {hours: shop}}
---
kind: Service
metadata: {name: in-shop}
spec: {customers: [tax], warranty: {hours: shop}}
---
kind: Service
metadata: {name: whenever}
spec: {customers: [tax]}
---
kind: Service
metadata: {name: dangling}
spec: {customers: [tax], warranty: {hours: nowhere}}
---
"""
AGREEMENTS = {
    "its own hours": "services: [in-shop], hours: office",
    "those of its service": "services: [in-office]",
    "those of two services alike": "services: [in-office, in-office-too]",
    "those of two services": "services: [in-office, in-shop]",
    "round the clock": "services: [whenever]",
    "of nothing": "customer: tax",
    "that are nowhere": "services: [in-office], hours: nowhere",
    "of a service that are nowhere": "services: [dangling]",
}
TARGETS = ["99.8%", "{value: 99.8%, clock: elapsed}", "{value: 99.99%, per: quarter}", "{value: 99%, per: year}"]
Scene = Callable[[str], views.Scene]


def minutes(make: Make, scene: Scene, view: str, kind: str, document: str) -> tuple[list[str], list[str]]:
    """What a view says of the entity `it`, and what its promises are."""
    text = f"{CALENDARS}kind: {kind}\nmetadata: {{name: it}}\n{document}"
    made = make(view, text)
    cells = [
        row.cells[table.columns.index("Down at most")]
        for table in made.tables
        for row in table.rows
        if row.entity == f"{kind}/it"
    ]
    assert len(cells) == 1
    there = scene(text)
    found = promises(there.catalog, f"{kind}/it", there.zone, there.today.date.year)
    said = [f"{show_minutes(one.lost)} a {one.per}" for one in found if one.lost is not None]
    return [one for one in cells[0].text.split(", ") if one], said


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("hours", AGREEMENTS)
def test_an_agreement_says_the_minutes_of_its_promise(make: Make, scene: Scene, hours: str, target: str) -> None:
    document = f"spec: {{{AGREEMENTS[hours]}, targets: {{availability: {target}}}}}\n"
    cell, promised = minutes(make, scene, "customer-agreement-portfolio", "ServiceLevelAgreement", document)
    assert cell == list(dict.fromkeys(promised))
    assert bool(cell) is ("nowhere" not in hours or "elapsed" in target)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("hours", ["", "hours: shop, ", "hours: nowhere, "])
def test_a_service_and_a_contract_say_the_minutes_of_theirs(make: Make, scene: Scene, hours: str, target: str) -> None:
    service = f"spec: {{customers: [tax], warranty: {{{hours}availability: {target}}}}}\n"
    cell, promised = minutes(make, scene, "service-catalogue", "Service", service)
    assert cell == promised
    contract = f"spec: {{supplier: nobody, {hours}targets: {{availability: {target}}}}}\n"
    cell, promised = minutes(make, scene, "supplier-and-contract-register", "UnderpinningContract", contract)
    assert cell == promised
    assert bool(cell) is ("nowhere" not in hours or "elapsed" in target)
