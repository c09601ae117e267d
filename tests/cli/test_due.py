"""`keur due` as people call it."""

import json

import icalendar
import pytest
from tests.cli.conftest import Place

CATALOG = """\
kind: Group
metadata: {name: databases, title: Team Databases}
---
kind: Person
metadata: {name: ann}
---
kind: Role
metadata: {name: supplier-manager}
spec: {holders: [ann]}
---
kind: Calendar
metadata: {name: office}
spec: {open: {mon-fri: 07:00-19:00}, holidays: nl}
---
kind: Supplier
metadata: {name: north-sea}
---
kind: UnderpinningContract
metadata: {name: hosting, owner: supplier-manager}
spec: {supplier: north-sea, valid: {from: 2025-07-01, to: 2027-10-31}, notice: 6 months}
---
kind: Change
metadata: {name: CHG-1, owner: databases}
spec: {type: emergency, reason: It broke., authorised: {on: 2027-03-28}}
---
kind: ConfigurationItem
metadata: {name: db-a, owner: databases}
---
kind: ConfigurationItem
metadata: {name: db, owner: databases}
spec: {redundancy: {of: [db-a], standby: [db-a], tested: 2026-02-11}}
"""
CONFIG = "timeZone: Europe/Amsterdam\nasOf: 2027-03-28\n"


@pytest.fixture
def there(place: Place) -> Place:
    return place.write({"catalog/a.yaml": CATALOG, "keur.yaml": CONFIG})


def test_lists_by_owner_what_is_due(there: Place) -> None:
    said = there.keur("due")
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines() == [
        "As of 2027-03-28 (asOf in keur.yaml): 1 overdue, 1 due until 2027-04-27.",
        "",
        "databases (Team Databases)",
        "  2027-02-11  45 days overdue  test    db     taking over, every 1 year; last tried on 2026-02-11",
        "  2027-03-31  in 3 days        record  CHG-1  what the night left open: raised, return, risk, resources, responsible,",
        "                                              relationships (2 working days after 2027-03-28, by office)",
        "",
        "Later: 2 more, the first on 2027-04-29 (--within says how far to look).",
    ]


@pytest.mark.parametrize(
    ("words", "days"),
    [
        (("--within", "3 months"), ["2027-02-11", "2027-03-31", "2027-04-29"]),
        (("--within", "1y"), None),
        (("--within", "1 year"), ["2027-02-11", "2027-03-31", "2027-04-29", "2027-10-31"]),
        (("--within", "0d"), ["2027-02-11"]),
        (("--within", "2w", "--as-of", "2027-04-20"), ["2027-02-11", "2027-03-31", "2027-04-29"]),
        (("--owner", "ann", "--within", "8w"), ["2027-04-29"]),
        (("--owner", "supplier-manager"), []),
        (("--owner", "Group/databases"), ["2027-02-11", "2027-03-31"]),
    ],
)
def test_what_is_listed(there: Place, words: tuple[str, ...], days: list[str] | None) -> None:
    said = there.keur("due", "--format", "json", *words)
    assert (said.code == 0) == (days is not None)
    if days is not None:
        assert [item["day"] for item in json.loads(said.out)["items"]] == days


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--within", "soon"), "--within soon is no period; write it as 30d, 2w, 3 months or 1 year."),
        (("--within", "1y"), "--within 1y is no period"),
        (("--within", "-3d"), "is no period"),
        (("--within", "5h"), "--within 5h: a date moves by whole days only"),
        (("--within", "9000 years"), "a date lies in the years 1 to 9999"),
        (("--owner", "datbases"), "There is no role, group or person datbases; did you mean databases?"),
        (("--owner", "north-sea"), "There is no role, group or person north-sea"),
        (("--as-of", "soon"), "--as-of soon is no date"),
        (("--format", "pdf"), "'pdf' is not one of"),
        (("--output", "no/such/folder"), "--output no/such/folder: No such file or directory"),
    ],
)
def test_what_cannot_be_asked_is_one_sentence(there: Place, words: tuple[str, ...], says: str) -> None:
    said = there.keur("due", *words)
    assert said.code == 2
    assert says in said.err
    assert said.out == ""


def test_a_calendar_is_written_to_a_file_and_the_same_every_time(there: Place) -> None:
    assert there.keur("due", "--format", "ics", "--output", "due.ics").out == ""
    first = (there.root / "due.ics").read_bytes()
    there.keur("due", "--format", "ics", "--output", "due.ics")
    assert (there.root / "due.ics").read_bytes() == first
    assert [str(event["SUMMARY"]) for event in icalendar.Calendar.from_ical(first).events] == [
        "Overdue, test: db",
        "Record: CHG-1",
    ]


def test_what_cannot_be_read_is_said(there: Place) -> None:
    there.write(
        {
            "catalog/torn.yaml": "kind: [\n",
            "catalog/shape.yaml": "kind: Waiver\nmetadata: {name: w}\nspec: {until: soon}\n",
        }
    )
    said = there.keur("due")
    assert said.code == 0
    assert "not told: catalog/torn.yaml cannot be read, in whole or in part, as keur check says" in said.err
    assert "not told: Waiver/w is left out: its shape is wrong, as keur check says" in said.err


def test_what_a_calendar_cannot_hold_is_said_beside_it(there: Place) -> None:
    there.write({"catalog/shape.yaml": "kind: Waiver\nmetadata: {name: w}\nspec: {until: soon}\n"})
    for format in ("ics", "json"):
        said = there.keur("due", "--format", format)
        assert said.err == "keur: not told: Waiver/w is left out: its shape is wrong, as keur check says\n"


def test_nothing_to_read_is_not_nothing_due(place: Place) -> None:
    place.write({"keur.yaml": CONFIG})
    said = place.keur("due")
    assert said.code == 2
    assert "There is no entity below catalog/" in said.err


def test_an_organisation_adds_a_kind_with_its_due_dates(there: Place) -> None:
    """A kind with a review has it at once; a due date of one's own is one file."""
    there.write({
        "keur.yaml": CONFIG + "schemas: [ours/]\n",
        "ours/Licence.yaml": """\
title: Licence
description: The right to use software.
x-class: definition
x-folder: agreements
properties:
  seats: {type: integer, description: How many.}
  ordered: {type: string, format: date, description: When it was ordered.}
  review: {type: string, format: period, description: How often it is looked at.}
  reviewed: {type: string, format: moment, description: When it was looked at.}
examples:
  - metadata: {name: office}
""",
        "ours/due/licence-order.yaml": """\
title: A licence is ordered again every year
verb: decide
kind: Licence
when: has(self.spec.ordered)
on: self.spec.ordered + years(1)
what: "whether {self.spec.?seats.orValue(0)} seats are enough"
""",
        "catalog/b.yaml": "kind: Licence\nmetadata: {name: office, owner: ann}\nspec: {seats: 20, ordered: 2026-04-10, review: 1 month, reviewed: 2027-03-01}\n",
    })  # fmt: skip
    said = there.keur("due", "--owner", "ann")
    assert "  2027-04-01  in 4 days   review  office  every 1 month, last on 2027-03-01" in said.out
    assert "  2027-04-10  in 13 days  decide  office  whether 20 seats are enough" in said.out
    there.write(
        {"ours/due/licence-order.yaml": "title: T\nverb: decide\nkind: Licence\non: self.spec.orderd\nwhat: x\n"}
    )
    refused = there.keur("due")
    assert refused.code == 2
    assert "ours/due/licence-order.yaml:4:" in refused.err
    assert "did you mean ordered?" in refused.err
