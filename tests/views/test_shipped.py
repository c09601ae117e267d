"""Every view that ships, over a small catalogue, with its exact rows."""

from collections.abc import Mapping

import pytest
from tests.views.viewing import Make, Texts, texts

from keur import views
from keur.assess import Ground

SERVICES = """
kind: Group
metadata: {name: apps}
---
kind: Customer
metadata: {name: tax, title: Tax and levies}
---
kind: Customer
metadata: {name: permits}
---
kind: Customer
metadata: {name: parks}
---
kind: BusinessProcess
metadata: {name: paying, title: Paying}
---
kind: Service
metadata: {name: payments, title: Payments, owner: apps}
spec:
  customers: [tax, permits]
  businessProcesses: [paying]
  criticality: high
  utility: ["Taxes, and other levies, can be paid", Receipts are sent]
  warranty: {hours: office, availability: 99.8%}
  support: {serviceDesk: desk}
---
kind: Service
metadata: {name: mail, owner: apps}
---
kind: Service
metadata: {name: portal, owner: apps}
spec: {status: design, customers: [tax]}
---
kind: Service
metadata: {name: telex}
spec: {status: retired}
---
kind: Service
metadata: {name: fax}
spec: {status: rejected}
---
kind: Group
metadata: {name: desk}
---
kind: Calendar
metadata: {name: office}
---
kind: ServiceLevelAgreement
metadata: {name: payments-gold, title: Gold, owner: apps}
spec:
  customer: tax
  services: [payments]
  hours: office
  targets: {availability: 99.75%}
  valid: {from: 2026-01-01, to: 2028-12-31}
  reviewed: 2027-01-05
  signed: [{for: provider, by: apps, on: 2026-01-01}]
---
kind: ServiceLevelAgreement
metadata: {name: payments-all}
spec: {services: [payments]}
"""
CHANGES = """
kind: Group
metadata: {name: apps}
---
kind: ConfigurationItem
metadata: {name: db, owner: apps}
---
kind: Change
metadata: {name: C1, title: Wait, owner: apps}
spec:
  items: {db: modify}
  raised: {by: apps, on: 2027-03-01}
  risk: {likelihood: low, impact: high}
  urgency: medium
  window: {from: "2027-04-01T20:00", to: "2027-04-01T22:00"}
---
kind: Change
metadata: {name: C2}
spec: {raised: {on: 2027-02-01}}
---
kind: Change
metadata: {name: C3, owner: apps}
spec:
  items: {db: modify}
  outage: 15m
  responsible: {implement: apps}
  authorised: {by: apps, on: 2027-03-20}
  advice: {by: apps, on: 2027-03-19}
  window: {from: "2027-03-28T01:00", to: "2027-03-28T04:00:30"}
---
kind: Change
metadata: {name: C4}
spec: {type: emergency, authorised: {by: apps, on: 2027-03-27}}
---
kind: Change
metadata: {name: C5}
spec: {implemented: 2027-03-26}
---
kind: Change
metadata: {name: C6}
spec: {implemented: 2027-03-26, authorised: {by: apps, on: 2027-03-25}, advice: {by: apps, on: 2027-03-24}}
---
kind: Change
metadata: {name: C7}
spec: {outcome: successful, authorised: {by: apps}, advice: {by: apps}, review: {on: 2027-03-10}}
---
kind: Change
metadata: {name: C8}
spec: {outcome: successful, authorised: {by: apps}, advice: {by: apps}, review: {on: 2026-03-10}}
---
kind: Change
metadata: {name: C9}
spec: {type: standard, outcome: successful, authorised: {by: apps}}
---
kind: Change
metadata: {name: D1}
spec: {rejected: {by: apps, on: 2027-02-26}}
---
kind: Change
metadata: {name: D2}
spec: {rejected: {by: apps, on: 2027-02-24}}
"""
ITEMS = """
kind: Group
metadata: {name: dba}
---
kind: Supplier
metadata: {name: north, title: North Sea}
spec: {category: tactical, manager: m, review: 6 months, reviewed: 2027-01-31}
---
kind: Supplier
metadata: {name: east}
---
kind: Person
metadata: {name: m}
---
kind: ConfigurationItem
metadata: {name: san, title: Storage, owner: dba}
spec: {type: storage, supplier: north, location: hall 1, environment: production}
---
kind: ConfigurationItem
metadata: {name: db, owner: dba}
spec: {type: database, product: PostgreSQL, version: "16.4", dependsOn: [san, net], status: planned}
---
kind: ConfigurationItem
metadata: {name: pair, owner: dba}
spec: {type: database, redundancy: {of: [db, db-2]}}
---
kind: ConfigurationItem
metadata: {name: db-2}
spec: {type: database, partOf: san}
---
kind: ConfigurationItem
metadata: {name: net}
---
kind: UnderpinningContract
metadata: {name: hosting, title: Hosting, owner: dba}
spec:
  supplier: north
  covers: [san]
  targets: {availability: 99.95%}
  valid: {from: 2025-07-01, to: 2028-08-31}
  notice: 6 months
---
kind: UnderpinningContract
metadata: {name: lines}
spec: {supplier: north, valid: {to: 2027-12-31}}
"""
PROCESS = """
kind: Role
metadata: {name: clerk}
---
kind: Group
metadata: {name: board}
---
kind: Process
metadata: {name: deciding, title: Deciding}
spec:
  activities: [{id: ask, text: Ask the board}, {id: decide}, {id: tell}]
  raci:
    decide: {R: [board, clerk], A: board}
    ask: {R: [clerk], A: clerk, C: [board], I: [clerk]}
    shred: {A: clerk}
---
kind: Process
metadata: {name: waiting}
"""
PORTFOLIO = ["Service", "Title", "Status", "Type", "Class", "Criticality", "Customers", "Owner"]
CATALOGUE = ["Service", "What it does", "Used for", "Hours", "Available", "Agreements", "Help"]
DOES = "Taxes, and other levies, can be paid; Receipts are sent"
SCHEDULE = ["From", "To", "Change", "Title", "Type", "Items", "Outage", "Carried out by", "Owner"]
AGENDA = ["Change", "Title", "Type", "Status", "Raised", "By", "Risk", "Impact", "Urgency", "Window", "Items", "Owner"]
CMDB = [
    "Item", "Title", "Status", "Product", "Version", "Environment", "Location", "Part of", "Depends on",
    "Redundant over", "Supplier", "Owner",
]  # fmt: skip
SUPPLIERS = ["Supplier", "Title", "Category", "Manager", "Supplies", "Contracts", "Last review", "Next review"]
CONTRACTS = [
    "Contract", "Title", "Supplier", "Covers", "Available", "Hours", "From", "To", "Notice", "Decide before", "Owner",
]  # fmt: skip
AGREEMENTS = [
    "Agreement", "Title", "Structure", "Services", "Available", "Hours", "From", "To", "Signed by", "Last review",
    "Owner",
]  # fmt: skip
LATE = ["C4", "", "emergency", "authorised", "", "", "", "", "", "", "", ""]
OPEN = ["C3", "", "normal", "authorised", "", "", "", "", "", "2027-03-28 01:00", "db", "apps"]

CASES: Mapping[str, tuple[str, str, str | None, Mapping[tuple[str, str], Texts]]] = {
    "service portfolio": (
        "service-portfolio",
        SERVICES,
        None,
        {
            ("Pipeline", ""): [
                PORTFOLIO,
                ["portal", "", "design", "customer-facing", "core", "", "tax", "apps"],
            ],
            ("Catalogue", ""): [
                PORTFOLIO,
                ["mail", "", "operational", "supporting", "core", "", "", "apps"],
                ["payments", "Payments", "operational", "customer-facing", "core", "high", "tax, permits", "apps"],
            ],
            ("Retired", ""): [PORTFOLIO, ["telex", "", "retired", "supporting", "core", "", "", ""]],
            ("Rejected", ""): [PORTFOLIO, ["fax", "", "rejected", "supporting", "core", "", "", ""]],
        },
    ),
    "portfolio of one customer": (
        "service-portfolio",
        SERVICES,
        "permits",
        {
            ("Pipeline", ""): [PORTFOLIO],
            ("Catalogue", ""): [
                PORTFOLIO,
                ["payments", "Payments", "operational", "customer-facing", "core", "high", "tax, permits", "apps"],
            ],
            ("Retired", ""): [PORTFOLIO],
            ("Rejected", ""): [PORTFOLIO],
        },
    ),
    "service catalogue": (
        "service-catalogue",
        SERVICES,
        None,
        {
            ("", "permits"): [CATALOGUE, ["Payments", DOES, "Paying", "office", "99.8%", "payments-all", "desk"]],
            ("", "Tax and levies"): [
                CATALOGUE,
                ["Payments", DOES, "Paying", "office", "99.8%", "payments-all, payments-gold", "desk"],
            ],
        },
    ),
    "catalogue of one customer": (
        "service-catalogue",
        SERVICES,
        "Customer/permits",
        {("", "permits"): [CATALOGUE, ["Payments", DOES, "Paying", "office", "99.8%", "payments-all", "desk"]]},
    ),
    "catalogue of a customer who buys nothing": ("service-catalogue", SERVICES, "parks", {("", ""): [CATALOGUE]}),
    "agreements": (
        "customer-agreement-portfolio",
        SERVICES,
        None,
        {
            ("", "every customer of the services"): [
                AGREEMENTS,
                ["payments-all", "", "service-based", "payments", "", "", "", "", "", "", ""],
            ],
            ("", "tax"): [
                AGREEMENTS,
                ["payments-gold", "Gold", "customer-based", "payments", "99.75%", "office", "2026-01-01",
                 "2028-12-31", "apps", "2027-01-05", "apps"],
            ],
        },
    ),
    "agreements of a customer without its own": (
        "customer-agreement-portfolio",
        SERVICES,
        "permits",
        {
            ("", "every customer of the services"): [
                AGREEMENTS,
                ["payments-all", "", "service-based", "payments", "", "", "", "", "", "", ""],
            ],
        },
    ),
    "schedule of changes": (
        "schedule-of-changes",
        CHANGES,
        None,
        {
            ("To be carried out", ""): [
                SCHEDULE,
                ["2027-03-28 01:00", "2027-03-28 04:00:30", "C3", "", "normal", "db", "15m", "apps", "apps"],
            ],
            ("Authorised without a window", ""): [SCHEDULE, ["", "", "C4", "", "emergency", "", "", "", ""]],
            ("Proposed", ""): [
                SCHEDULE,
                ["2027-04-01 20:00", "2027-04-01 22:00", "C1", "Wait", "normal", "db", "", "", "apps"],
            ],
        },
    ),
    "agenda": (
        "cab-agenda",
        CHANGES,
        None,
        {
            ("Carried out without authorisation", ""): [
                AGENDA,
                ["C5", "", "normal", "implemented", "", "", "", "", "", "", "", ""],
            ],
            ("Authorised without the board", ""): [AGENDA, LATE],
            ("For assessment", ""): [
                AGENDA,
                ["C2", "", "normal", "draft", "2027-02-01", "", "", "", "", "", "", ""],
                ["C1", "Wait", "normal", "draft", "2027-03-01", "apps", "low", "high", "medium", "2027-04-01 20:00",
                 "db", "apps"],
            ],
            ("Open, and closed in the last month", ""): [
                AGENDA,
                OPEN,
                LATE,
                ["C7", "", "normal", "closed", "", "", "", "", "", "", "", ""],
                ["D1", "", "normal", "rejected", "", "", "", "", "", "", "", ""],
            ],
            ("Carried out, to be reviewed", ""): [
                AGENDA,
                ["C6", "", "normal", "implemented", "", "", "", "", "", "", "", ""],
            ],
        },
    ),
    "configuration items": (
        "cmdb",
        ITEMS,
        None,
        {
            ("", "database"): [
                CMDB,
                ["db", "", "planned", "PostgreSQL", "16.4", "", "", "", "san, net", "", "", "dba"],
                ["db-2", "", "in-use", "", "", "", "", "san", "", "", "", "dba"],
                ["pair", "", "in-use", "", "", "", "", "", "", "db, db-2", "", "dba"],
            ],
            ("", "storage"): [
                CMDB,
                ["san", "Storage", "in-use", "", "", "production", "hall 1", "", "", "", "north", "dba"],
            ],
            ("", "none"): [CMDB, ["net", "", "in-use", "", "", "", "", "", "", "", "", ""]],
        },
    ),
    "suppliers": (
        "supplier-and-contract-register",
        ITEMS,
        None,
        {
            ("Suppliers", ""): [
                SUPPLIERS,
                ["east", "", "", "", "", "", "", ""],
                ["north", "North Sea", "tactical", "m", "san", "hosting, lines", "2027-01-31", "2027-07-31"],
            ],
            ("Contracts", ""): [
                CONTRACTS,
                ["lines", "", "north", "", "", "", "", "2027-12-31", "", "", ""],
                ["hosting", "Hosting", "north", "san", "99.95%", "", "2025-07-01", "2028-08-31", "6 months",
                 "2028-02-29", "dba"],
            ],
        },
    ),
    "one supplier": (
        "supplier-and-contract-register",
        ITEMS,
        "east",
        {
            ("Suppliers", ""): [SUPPLIERS, ["east", "", "", "", "", "", "", ""]],
            ("Contracts", ""): [CONTRACTS],
        },
    ),
    "chart": (
        "raci-chart",
        PROCESS,
        None,
        {
            ("", "Deciding"): [
                ["Activity", "What is done", "clerk", "board"],
                ["ask", "Ask the board", "R/A/I", "C"],
                ["decide", "", "R", "R/A"],
                ["tell", "", "", ""],
                ["shred", "", "A", ""],
            ],
        },
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_view_holds_exactly_these_rows(make: Make, case: str) -> None:
    name, catalogue, kept, expected = CASES[case]
    shown = make(name, catalogue, kept)
    assert shown.notes == ()
    assert texts(shown) == expected


def test_every_view_is_shown_above(shipped: views.Views) -> None:
    assert {name for name, *_ in CASES.values()} == shipped.files.keys() - {"codeowners"}


def test_a_shipped_view_has_no_mistake_and_is_compiled(standing: Ground, shipped: views.Views) -> None:
    """Those of keur are compiled when they are asked for: that they can be is known from here."""
    assert shipped.problems == ()
    for file in shipped.files.values():
        view = views.compile_view(file, standing.vocabulary)
        for section in view.sections:
            for expressions in section.expressions.values():
                assert all(program.compiled for program in expressions.programs()), file.name
        assert file.view.description.endswith("."), file.name
