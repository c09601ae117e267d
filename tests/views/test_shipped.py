"""Every view that ships, over a small catalogue, with its exact rows."""

from collections.abc import Mapping

import pytest
from tests.views.viewing import Make, filled

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
kind: Customer
metadata: {name: nobody-yet}
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
  order: forms/payments
  value: Paying costs nothing
---
kind: ServicePackage
metadata: {name: desktop, title: Desktop, description: All for a desk}
spec: {services: [payments, mail], customers: [parks], options: [{name: small}, {name: large}], order: forms/desk}
---
kind: ServicePackage
metadata: {name: old}
spec: {services: [mail, fax], customers: [parks], status: withdrawn}
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
spec: {open: {mon-fri: "07:00-19:00"}, holidays: nl}
---
kind: ServiceLevelAgreement
metadata: {name: payments-gold, title: Gold, owner: apps}
spec:
  customer: tax
  services: [payments]
  hours: office
  targets: {availability: 99.75%, restore: {p1: 4h, p2: 8h}}
  valid: {from: 2026-01-01, to: 2028-12-31}
  reviewed: 2027-01-05
  signed: [{for: provider, by: apps, on: 2026-01-01}]
---
kind: ServiceLevelAgreement
metadata: {name: payments-all}
spec: {services: [payments]}
---
kind: ServiceLevelAgreement
metadata: {name: payments-old}
spec: {customer: tax, services: [payments], valid: {to: 2027-03-27}}
---
kind: ConfigurationItem
metadata: {name: server}
spec: {requiredBy: [payments]}
---
kind: OperationalLevelAgreement
metadata: {name: ola-server}
spec: {covers: [server, payments]}
"""
CHANGES = """
kind: Group
metadata: {name: apps}
---
kind: ConfigurationItem
metadata: {name: db, owner: apps}
spec: {requiredBy: [mail]}
---
kind: Service
metadata: {name: mail}
---
kind: Service
metadata: {name: portal}
spec: {dependsOn: [mail]}
---
kind: Release
metadata: {name: R1, title: Spring, owner: apps}
spec:
  services: [mail]
  changes: [C3]
  units: {db: "2"}
  accepted: {by: apps, on: 2027-03-20}
  window: {from: "2027-04-02T20:00", to: "2027-04-02T21:00"}
---
kind: Release
metadata: {name: R2}
---
kind: ChangeCalendar
metadata: {name: year, owner: apps}
spec:
  windows:
    - {weekly: {sun: "06:00-10:00"}, for: [db]}
    - {type: freeze, from: "2027-03-08T00:00", to: "2027-03-19T00:00", because: Elections}
---
kind: ChangeProposal
metadata: {name: P1, title: New mail, owner: apps}
spec: {type: introduction, services: [mail], from: [apps], businessCase: It pays, schedule: {from: 2027-06-01}}
---
kind: ChangeProposal
metadata: {name: P2}
spec: {authorised: {by: apps}}
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
spec: {type: storage, supplier: north, location: hall 1, environment: production, label: L-1}
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
kind: Risk
metadata: {name: flood}
spec: {about: [north]}
---
kind: Risk
metadata: {name: dry}
spec: {about: [north], closed: 2027-01-01}
---
kind: UnderpinningContract
metadata: {name: lines}
spec: {supplier: north, valid: {to: 2027-12-31}, decided: renew}
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
Rows = list[dict[str, str]]
CASES: Mapping[str, tuple[str, str, str | None, Mapping[tuple[str, str], Rows]]] = {
    "service portfolio": (
        "service-portfolio",
        SERVICES,
        None,
        {
            ("Pipeline", ""): [
                {
                    "Service": "portal",
                    "Status": "design",
                    "Type": "customer-facing",
                    "Class": "core",
                    "Customers": "tax",
                    "Owner": "apps",
                },
            ],
            ("Catalogue", ""): [
                {"Service": "mail", "Status": "operational", "Type": "supporting", "Class": "core", "Owner": "apps"},
                {
                    "Service": "payments",
                    "Title": "Payments",
                    "Status": "operational",
                    "Type": "customer-facing",
                    "Class": "core",
                    "Criticality": "high",
                    "Customers": "tax, permits",
                    "Value": "Paying costs nothing",
                    "Owner": "apps",
                },
            ],
            ("Retired", ""): [
                {"Service": "telex", "Status": "retired", "Type": "supporting", "Class": "core"},
            ],
            ("Rejected", ""): [
                {"Service": "fax", "Status": "rejected", "Type": "supporting", "Class": "core"},
            ],
            ("Packages", ""): [
                {
                    "Package": "desktop",
                    "Title": "Desktop",
                    "Status": "offered",
                    "Services": "payments, mail",
                    "Customers": "parks",
                },
                {"Package": "old", "Status": "withdrawn", "Services": "mail, fax", "Customers": "parks"},
            ],
        },
    ),
    "portfolio of one customer": (
        "service-portfolio",
        SERVICES,
        "permits",
        {
            ("Pipeline", ""): [],
            ("Catalogue", ""): [
                {
                    "Service": "payments",
                    "Title": "Payments",
                    "Status": "operational",
                    "Type": "customer-facing",
                    "Class": "core",
                    "Criticality": "high",
                    "Customers": "tax, permits",
                    "Value": "Paying costs nothing",
                    "Owner": "apps",
                },
            ],
            ("Retired", ""): [],
            ("Rejected", ""): [],
            ("Packages", ""): [],
        },
    ),
    "service catalogue": (
        "service-catalogue",
        SERVICES,
        None,
        {
            ("Services", "permits"): [
                {
                    "Service": "Payments",
                    "What it does": "Taxes, and other levies, can be paid; Receipts are sent",
                    "Used for": "Paying",
                    "Hours": "office",
                    "Available": "99.8%",
                    "Down at most": "31 minutes a month",
                    "Agreements": "payments-all",
                    "Order": "forms/payments",
                    "Help": "desk",
                },
            ],
            ("Services", "Tax and levies"): [
                {
                    "Service": "Payments",
                    "What it does": "Taxes, and other levies, can be paid; Receipts are sent",
                    "Used for": "Paying",
                    "Hours": "office",
                    "Available": "99.8%",
                    "Down at most": "31 minutes a month",
                    "Restored": "4h",
                    "Agreements": "payments-all, payments-gold",
                    "Order": "forms/payments",
                    "Help": "desk",
                },
            ],
            ("Packages", "parks"): [
                {
                    "Package": "Desktop",
                    "What it is": "All for a desk",
                    "Services": "Payments, mail",
                    "Choices": "small, large",
                    "Order": "forms/desk",
                },
            ],
        },
    ),
    "catalogue of one customer": (
        "service-catalogue",
        SERVICES,
        "Customer/permits",
        {
            ("Services", "permits"): [
                {
                    "Service": "Payments",
                    "What it does": "Taxes, and other levies, can be paid; Receipts are sent",
                    "Used for": "Paying",
                    "Hours": "office",
                    "Available": "99.8%",
                    "Down at most": "31 minutes a month",
                    "Agreements": "payments-all",
                    "Order": "forms/payments",
                    "Help": "desk",
                },
            ],
            ("Packages", ""): [],
        },
    ),
    "catalogue of a customer who buys nothing": (
        "service-catalogue",
        SERVICES,
        "nobody-yet",
        {
            ("Services", ""): [],
            ("Packages", ""): [],
        },
    ),
    "agreements": (
        "customer-agreement-portfolio",
        SERVICES,
        None,
        {
            ("", "every customer of the services"): [
                {
                    "Agreement": "payments-all",
                    "Structure": "service-based",
                    "Services": "payments",
                    "In force": "yes",
                    "Backed by": "ola-server",
                },
            ],
            ("", "tax"): [
                {
                    "Agreement": "payments-old",
                    "Structure": "customer-based",
                    "Services": "payments",
                    "To": "2027-03-27",
                    "In force": "no",
                    "Backed by": "ola-server",
                },
                {
                    "Agreement": "payments-gold",
                    "Title": "Gold",
                    "Structure": "customer-based",
                    "Services": "payments",
                    "Available": "99.75%",
                    "Down at most": "38 minutes a month",
                    "Restored": "4h",
                    "Hours": "office",
                    "From": "2026-01-01",
                    "To": "2028-12-31",
                    "In force": "yes",
                    "Backed by": "ola-server",
                    "Signed by": "apps",
                    "Last review": "2027-01-05",
                    "Owner": "apps",
                },
            ],
        },
    ),
    "agreements of a customer without its own": (
        "customer-agreement-portfolio",
        SERVICES,
        "permits",
        {
            ("", "every customer of the services"): [
                {
                    "Agreement": "payments-all",
                    "Structure": "service-based",
                    "Services": "payments",
                    "In force": "yes",
                    "Backed by": "ola-server",
                },
            ],
        },
    ),
    "schedule of changes": (
        "schedule-of-changes",
        CHANGES,
        None,
        {
            ("To be carried out", ""): [
                {
                    "Change": "C3",
                    "From": "2027-03-28 01:00",
                    "To": "2027-03-28 04:00:30",
                    "Type": "normal",
                    "Items": "db",
                    "Services": "mail, portal",
                    "Outage": "15m",
                    "Carried out by": "apps",
                    "Owner": "apps",
                },
            ],
            ("Authorised without a window", ""): [
                {"Change": "C4", "Type": "emergency"},
            ],
            ("Proposed", ""): [
                {
                    "Change": "C1",
                    "From": "2027-04-01 20:00",
                    "To": "2027-04-01 22:00",
                    "Title": "Wait",
                    "Type": "normal",
                    "Items": "db",
                    "Services": "mail, portal",
                    "Owner": "apps",
                },
            ],
            ("Releases", ""): [
                {
                    "Release": "R1",
                    "From": "2027-04-02 20:00",
                    "To": "2027-04-02 21:00",
                    "Title": "Spring",
                    "Type": "minor",
                    "Services": "mail",
                    "Changes": "C3",
                    "Owner": "apps",
                },
            ],
            ("Freezes and maintenance", ""): [
                {"Type": "freeze", "From": "2027-03-08 00:00", "To": "2027-03-19 00:00", "Because": "Elections"},
                {"Type": "maintenance", "Every week": "sun: 06:00-10:00", "Holds for": "db"},
            ],
        },
    ),
    "schedule of one service": (
        "schedule-of-changes",
        CHANGES,
        "portal",
        {
            ("To be carried out", ""): [
                {
                    "Change": "C3",
                    "From": "2027-03-28 01:00",
                    "To": "2027-03-28 04:00:30",
                    "Type": "normal",
                    "Items": "db",
                    "Services": "mail, portal",
                    "Outage": "15m",
                    "Carried out by": "apps",
                    "Owner": "apps",
                },
            ],
            ("Authorised without a window", ""): [],
            ("Proposed", ""): [
                {
                    "Change": "C1",
                    "From": "2027-04-01 20:00",
                    "To": "2027-04-01 22:00",
                    "Title": "Wait",
                    "Type": "normal",
                    "Items": "db",
                    "Services": "mail, portal",
                    "Owner": "apps",
                },
            ],
            ("Releases", ""): [],
            ("Freezes and maintenance", ""): [
                {"Type": "freeze", "From": "2027-03-08 00:00", "To": "2027-03-19 00:00", "Because": "Elections"},
                {"Type": "maintenance", "Every week": "sun: 06:00-10:00", "Holds for": "db"},
            ],
        },
    ),
    "agenda": (
        "cab-agenda",
        CHANGES,
        None,
        {
            ("Carried out without authorisation", ""): [
                {"Change": "C5", "Type": "normal", "Status": "implemented"},
            ],
            ("Authorised without the board", ""): [
                {"Change": "C4", "Type": "emergency", "Status": "authorised"},
            ],
            ("For assessment", ""): [
                {"Change": "C2", "Type": "normal", "Status": "draft", "Raised": "2027-02-01"},
                {
                    "Change": "C1",
                    "Title": "Wait",
                    "Type": "normal",
                    "Status": "draft",
                    "Raised": "2027-03-01",
                    "By": "apps",
                    "Risk": "low",
                    "Impact": "high",
                    "Urgency": "medium",
                    "Window": "2027-04-01 20:00",
                    "Items": "db",
                    "Services": "mail, portal",
                    "Owner": "apps",
                },
            ],
            ("Proposals for assessment", ""): [
                {
                    "Proposal": "P1",
                    "Title": "New mail",
                    "Type": "introduction",
                    "Services": "mail",
                    "Comes from": "apps",
                    "Why": "It pays",
                    "From": "2027-06-01",
                    "Owner": "apps",
                },
            ],
            ("Open, and closed in the last month", ""): [
                {
                    "Change": "C3",
                    "Type": "normal",
                    "Status": "authorised",
                    "Window": "2027-03-28 01:00",
                    "Items": "db",
                    "Services": "mail, portal",
                    "Owner": "apps",
                },
                {"Change": "C4", "Type": "emergency", "Status": "authorised"},
                {"Change": "C7", "Type": "normal", "Status": "closed"},
                {"Change": "D1", "Type": "normal", "Status": "rejected"},
            ],
            ("Carried out, to be reviewed", ""): [
                {"Change": "C6", "Type": "normal", "Status": "implemented"},
            ],
        },
    ),
    "configuration items": (
        "cmdb",
        ITEMS,
        None,
        {
            ("", "database"): [
                {
                    "Item": "db",
                    "Status": "planned",
                    "Product": "PostgreSQL",
                    "Version": "16.4",
                    "Depends on": "san, net",
                    "Owner": "dba",
                },
                {"Item": "db-2", "Status": "in-use", "Part of": "san", "Owner": "dba"},
                {"Item": "pair", "Status": "in-use", "Redundant over": "db, db-2", "Owner": "dba"},
            ],
            ("", "storage"): [
                {
                    "Item": "san",
                    "Title": "Storage",
                    "Status": "in-use",
                    "Environment": "production",
                    "Location": "hall 1",
                    "Label": "L-1",
                    "Needed by": "db",
                    "Supplier": "north",
                    "Contracts": "hosting",
                    "Owner": "dba",
                },
            ],
            ("", "none"): [
                {"Item": "net", "Status": "in-use", "Needed by": "db"},
            ],
        },
    ),
    "suppliers": (
        "supplier-and-contract-register",
        ITEMS,
        None,
        {
            ("Suppliers", ""): [
                {"Supplier": "east"},
                {
                    "Supplier": "north",
                    "Title": "North Sea",
                    "Category": "tactical",
                    "Manager": "m",
                    "Supplies": "san",
                    "Contracts": "hosting, lines",
                    "Risks": "flood",
                    "Last review": "2027-01-31",
                    "Next review": "2027-07-31",
                },
            ],
            ("Contracts", ""): [
                {"Contract": "lines", "Supplier": "north", "To": "2027-12-31", "Decided": "renew"},
                {
                    "Contract": "hosting",
                    "Title": "Hosting",
                    "Supplier": "north",
                    "Covers": "san",
                    "Available": "99.95%",
                    "Down at most": "22 minutes a month",
                    "From": "2025-07-01",
                    "To": "2028-08-31",
                    "Notice": "6 months",
                    "Decide before": "2028-02-29",
                    "Owner": "dba",
                },
            ],
        },
    ),
    "one supplier": (
        "supplier-and-contract-register",
        ITEMS,
        "east",
        {
            ("Suppliers", ""): [
                {"Supplier": "east"},
            ],
            ("Contracts", ""): [],
        },
    ),
    "chart": (
        "raci-chart",
        PROCESS,
        None,
        {
            ("", "Deciding"): [
                {"Activity": "ask", "What is done": "Ask the board", "clerk": "R/A/I", "board": "C"},
                {"Activity": "decide", "clerk": "R", "board": "R/A"},
                {"Activity": "tell"},
                {"Activity": "shred", "clerk": "A"},
            ],
        },
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_view_holds_exactly_these_rows(make: Make, case: str) -> None:
    name, catalogue, kept, expected = CASES[case]
    shown = make(name, catalogue, kept)
    assert shown.notes == ()
    assert filled(shown) == expected


def test_every_view_is_shown_above(shipped: views.Views) -> None:
    assert {name for name, *_ in CASES.values()} == {name for name, file in shipped.files.items() if file.view.queried}


def test_a_shipped_view_has_no_mistake_and_is_compiled(standing: Ground, shipped: views.Views) -> None:
    """Those of keur are compiled when they are asked for: that they can be is known from here."""
    assert shipped.problems == ()
    for file in shipped.files.values():
        view = views.compile_view(file, standing.vocabulary)
        for section in view.sections:
            for expressions in section.expressions.values():
                assert all(program.compiled for program in expressions.programs()), file.name
        assert file.view.description.endswith("."), file.name


ALIKE = {"Class", "Contract", "Impact", "Item", "Items", "Manager", "Product", "Redundant over", "Service", "Services",
         "Status", "Type", "Label", "Release", "Releases"}  # fmt: skip
"""Headings that are the same in Dutch."""


def test_every_heading_has_its_dutch(shipped: views.Views) -> None:
    for file in shipped.files.values():
        said = file.view.words("nl").keys() | ALIKE
        assert {file.view.description, *file.view.headings} - said == set(), file.name
        assert file.view.words("en") == {}
