"""What follows for an entity from the rest of the catalog, and what it is said to follow from."""

from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keur import bundle
from keur.catalog import Admission, Catalog, Origin, build, owned
from keur.computed import computed
from keur.computed.look import BELOW, Look
from keur.computed.services import STAGE
from keur.kinds import load
from keur.manifest import parse
from keur.model.quantities import Day

KINDS = load(bundle.shipped("schemas"), verified=True)
TODAY = Day.of(2027, 3, 28)
Catalogue = Callable[[str], Catalog]


@pytest.fixture(scope="module")
def of() -> Catalogue:
    return catalogue


def catalogue(text: str) -> Catalog:
    admitted = Admission(KINDS, "Europe/Amsterdam").file(Origin("1.yaml", "1"), parse(text.encode()))
    return build([admitted], KINDS).catalog


def entities(*lines: str) -> str:
    """Entities of one line each: kind, name, then spec or `owner` and spec."""
    made = []
    for line in lines:
        kind, name, rest = (*line.split(" ", 2), "{}")[:3]
        owner, rest = rest.split(" ", 1) if rest[:1] != "{" else ("", rest)
        metadata = f"{{name: {name}, owner: {owner}}}" if owner else f"{{name: {name}}}"
        made.append(f"kind: {kind}\nmetadata: {metadata}\nspec: {rest}\n")
    return "---\n".join(made)


PEOPLE = (
    "Group centre {type: department}",
    "Group unix {type: team, parent: centre}",
    "Group cab {type: board, members: [jo]}",
    "Group unix-night {type: team, parent: unix, members: [jo]}",
    "Group abroad {type: team, members: [al]}",
    "Person jo",
    "Person al",
    "Role keeper {holders: [jo]}",
    "Role both {holders: [jo, al]}",
    "Role vacant",
)
PROVIDERS = [
    ("Service s unix {}", [("provider", "Group/centre", "the top group of its owner Group/unix")]),
    ("Service s centre {}", [("provider", "Group/centre", "the top group of its owner Group/centre")]),
    ("Service s keeper {}", [("provider", "Group/centre", "the top group of its owner Role/keeper")]),
    ("Service s jo {}", [("provider", "Group/centre", "the top group of its owner Person/jo")]),
    ("Service s both {}", []),
    ("Service s vacant {}", []),
    ("Service s cab {}", [("provider", "Group/cab", "the top group of its owner Group/cab")]),
    ("Service s nobody {}", []),
    ("Service s unix {provider: abroad}", []),
    ("Service s", []),
]


@pytest.mark.parametrize(("line", "expected"), PROVIDERS)
def test_the_provider_is_the_top_group_of_the_owner(of: Catalogue, line: str, expected: list[object]) -> None:
    assert told(of(entities(*PEOPLE, line)), "Service/s", "provider") == expected


STACK = (
    "Service pay unix {customers: [hr], dependsOn: [app, {ref: mail, soft: true}], status: operational}",
    "Service mail unix {dependsOn: [mailbox], criticality: low}",
    "Service till unix {dependsOn: [db], businessProcesses: [selling, counting], warranty: {hours: shop}}",
    "BusinessProcess selling {criticality: high}",
    "BusinessProcess counting {criticality: medium}",
    "ConfigurationItem app {dependsOn: [db], supplier: north}",
    "ConfigurationItem mailbox {supplier: south}",
    "ConfigurationItem db dba {redundancy: {of: [a, b], standby: [b]}}",
    "ConfigurationItem a {product: PostgreSQL, version: '16', dependsOn: [san]}",
    "ConfigurationItem b {product: PostgreSQL, version: '16', criticality: low}",
    "ConfigurationItem san {supplier: north}",
    "ConfigurationItem disk {partOf: san}",
    "Group unix {parent: centre}",
    "Group centre",
    "Group dba",
    "Customer hr",
    "Customer shops",
    "Supplier north {category: tactical}",
    "Supplier south",
    "Calendar shop",
    "UnderpinningContract uc {supplier: north, covers: [san], targets: {availability: 99.95%}, notice: 6 months, "
    "valid: {from: 2025-07-01, to: 2028-06-30}}",
    "UnderpinningContract over {covers: [disk, san], targets: {availability: 90%}, valid: {to: 2027-03-27}}",
    "OperationalLevelAgreement ola {covers: [db, disk, app], targets: {availability: 99.9%}, valid: {to: 2027-03-28}}",
    "ServiceLevelAgreement sla {services: [till], customer: shops, parent: wide, targets: {restore: {p1: 4h}}}",
    "ServiceLevelAgreement wide {parent: widest, targets: {restore: {p1: 8h, p2: 1d}, continuity: {rto: 8h}}}",
    "ServiceLevelAgreement widest {targets: {availability: 99.5%, reliability: 90d, restore: {p2: 2d}, "
    "fulfil: {p1: 5d}}}",
    "ServiceLevelAgreement past {services: [till], hours: shop, provider: dba, valid: {to: 2027-01-01}}",
)
CASES: list[tuple[str, list[tuple[str, str, str]]]] = [
    (
        "Service/pay",
        [
            ("provider", "Group/centre", "the top group of its owner Group/unix"),
            ("part of the portfolio", "catalogue", "its status is operational"),
            ("lifecycle stage", "operation", "its status is operational"),
            ("visible to", "Customer/hr", "they are its customers"),
            (
                "leans on",
                "Supplier/north",
                "of ConfigurationItem/app, ConfigurationItem/san",
            ),
            (
                "backed by",
                "OperationalLevelAgreement/ola",
                "it covers ConfigurationItem/app, ConfigurationItem/db, ConfigurationItem/disk",
            ),
            ("backed by", "UnderpinningContract/uc", "it covers ConfigurationItem/san"),
        ],
    ),
    (
        "Service/till",
        [
            ("provider", "Group/centre", "the top group of its owner Group/unix"),
            ("part of the portfolio", "catalogue", "its status is operational"),
            ("lifecycle stage", "operation", "its status is operational"),
            ("criticality", "high", "the highest above it is that of BusinessProcess/selling"),
            ("leans on", "Supplier/north", "of ConfigurationItem/san"),
            ("backed by", "OperationalLevelAgreement/ola", "it covers ConfigurationItem/db, ConfigurationItem/disk"),
            ("backed by", "UnderpinningContract/uc", "it covers ConfigurationItem/san"),
        ],
    ),
    (
        "ConfigurationItem/db",
        [
            ("criticality", "high", "the highest above it is that of BusinessProcess/selling"),
            ("redundancy", "passive", "b waits until it is needed"),
            ("members", "homogeneous", "they are PostgreSQL 16"),
        ],
    ),
    (
        "ConfigurationItem/a",
        [
            ("owner", "Group/dba", "that of ConfigurationItem/db, which it belongs to"),
            ("criticality", "high", "the highest above it is that of BusinessProcess/selling"),
        ],
    ),
    ("ConfigurationItem/b", [("owner", "Group/dba", "that of ConfigurationItem/db, which it belongs to")]),
    (
        "ConfigurationItem/disk",
        [
            ("criticality", "high", "the highest above it is that of BusinessProcess/selling"),
            ("availability", "99.9%", "OperationalLevelAgreement/ola promises it (source contract)"),
        ],
    ),
    (
        "ConfigurationItem/san",
        [
            ("criticality", "high", "the highest above it is that of BusinessProcess/selling"),
            ("availability", "99.95%", "UnderpinningContract/uc promises it (source contract)"),
        ],
    ),
    ("ConfigurationItem/mailbox", [("criticality", "low", "the highest above it is that of Service/mail")]),
    (
        "ServiceLevelAgreement/sla",
        [
            ("provider", "Group/centre", "it provides Service/till"),
            ("hours", "shop", "those of Service/till"),
            ("restore p2", "1d", "ServiceLevelAgreement/wide holds here too"),
            ("rto", "8h", "ServiceLevelAgreement/wide holds here too"),
            ("availability", "99.5%", "ServiceLevelAgreement/widest holds here too"),
            ("reliability", "90d", "ServiceLevelAgreement/widest holds here too"),
            ("fulfil p1", "5d", "ServiceLevelAgreement/widest holds here too"),
            ("backed by", "OperationalLevelAgreement/ola", "it covers ConfigurationItem/db, ConfigurationItem/disk"),
            ("backed by", "UnderpinningContract/uc", "it covers ConfigurationItem/san"),
        ],
    ),
    (
        "ServiceLevelAgreement/past",
        [
            ("backed by", "OperationalLevelAgreement/ola", "it covers ConfigurationItem/db, ConfigurationItem/disk"),
            ("backed by", "UnderpinningContract/uc", "it covers ConfigurationItem/san"),
        ],
    ),
    (
        "OperationalLevelAgreement/ola",
        [("backs", "ServiceLevelAgreement/sla", "it is about Service/till")],
    ),
    (
        "UnderpinningContract/uc",
        [
            ("decide before", "2027-12-30", "its last day, less its notice"),
            ("category", "tactical", "that of Supplier/north"),
            ("backs", "ServiceLevelAgreement/sla", "it is about Service/till"),
        ],
    ),
    (
        "UnderpinningContract/over",
        [("backs", "ServiceLevelAgreement/sla", "it is about Service/till")],
    ),
    ("Group/centre", [("provides to", "Customer/hr", "it buys Service/pay")]),
    ("Group/dba", []),
    ("Supplier/north", []),
]


@pytest.mark.parametrize(("id", "expected"), CASES, ids=[id for id, _ in CASES])
def test_what_follows_in_a_stack(of: Catalogue, id: str, expected: list[tuple[str, str, str]]) -> None:
    assert told(of(entities(*STACK)), id) == expected


def told(catalog: Catalog, id: str, name: str = "") -> list[tuple[str, str, str]]:
    return [(one.name, one.value, one.because) for one in computed(catalog, id, TODAY) if not name or one.name == name]


POLICY = (
    "Policy plan {type: configuration-management, approved: {on: 2027-01-01}, configuration: {types: "
    "{server: {asset: infrastructure, physical: true}, person: {asset: people}, bare: {}}}}"
)
# one entity, and what follows for it beside the lines before it
ALONE = [
    ((POLICY,), "ConfigurationItem c {type: server}", [
        ("physical", "true", "Policy/plan says so of the type server"),
        ("asset type", "infrastructure", "Policy/plan says so of the type server"),
        ("asset", "resource", "its asset type is infrastructure"),
    ]),
    ((POLICY,), "ConfigurationItem c {type: server, physical: false, asset: knowledge}", [
        ("asset", "capability", "its asset type is knowledge"),
    ]),
    ((POLICY,), "ConfigurationItem c {type: person}", [
        ("asset type", "people", "Policy/plan says so of the type person"),
    ]),
    ((POLICY,), "ConfigurationItem c {type: bare, asset: {type: people, kind: resource}}", [
    ]),
    ((POLICY,), "ConfigurationItem c {type: bare, redundancy: {of: [d]}}", [
        ("redundancy", "active", "no member waits until it is needed"),
    ]),
    ((POLICY,), "ConfigurationItem c {type: server, redundancy: {of: [d]}}", [
        ("redundancy", "active", "no member waits until it is needed"),
        ("asset type", "infrastructure", "Policy/plan says so of the type server"),
        ("asset", "resource", "its asset type is infrastructure"),
    ]),
    ((POLICY,), "ConfigurationItem c {type: other}", []),
    ((POLICY,), "ConfigurationItem c", []),
    ((POLICY.replace("approved: {on: 2027-01-01}, ", ""),), "ConfigurationItem c {type: server}", []),
    ((POLICY.replace("approved", "valid: {to: 2027-03-01}, approved"),), "ConfigurationItem c {type: server}", []),
    ((), "ConfigurationItem c {availability: 99%, redundancy: {of: [d, e]}}", [
        ("redundancy", "active", "no member waits until it is needed"),
    ]),
    (("ConfigurationItem d {product: X}", "ConfigurationItem e {product: Y, version: '2'}"),
     "ConfigurationItem c {redundancy: {of: [d, e]}}", [
        ("redundancy", "active", "no member waits until it is needed"),
        ("members", "heterogeneous", "they are X and Y 2"),
    ]),
    (("ConfigurationItem d {product: X}", "ConfigurationItem e"), "ConfigurationItem c {redundancy: {of: [d, e]}}", [
        ("redundancy", "active", "no member waits until it is needed"),
    ]),
    (("Group dba",), "ChangeModel m dba {steps: [one, {do: two, by: dba}, three]}", [
        ("steps are done by", "Group/dba", "the owner, since step 1, 3 says nobody"),
    ]),
    (("Group dba",), "ChangeModel m dba {steps: [one]}", [
        ("steps are done by", "Group/dba", "the owner, since its steps say nobody"),
    ]),
    (("Group dba",), "ChangeModel m dba {steps: [{do: two, by: dba}]}", []),
    ((), "ChangeModel m {steps: [one]}", []),
    (("Role chief",), "Process p {manager: chief}", [("contact point", "Role/chief", "the manager of the process")]),
    (("Role chief", "Role desk"), "Process p {manager: chief, contactPoint: desk}", []),
    ((), "Risk r {about: [x], likelihood: low, impact: high}", [
        ("level", "high", "the higher of likelihood and impact"),
    ]),
    ((), "Risk r {about: [x], impact: low}", [("level", "low", "the only one of likelihood and impact")]),
    ((), "Risk r {about: [x], impact: low, level: high}", []),
    ((), "Risk r {about: [x]}", []),
    (("Process p",), "Metric m {subject: p}", [("type", "process", "it is about Process/p")]),
    (("ConfigurationItem c",), "Metric m {subject: c}", [("type", "technology", "it is about ConfigurationItem/c")]),
    (("Supplier c",), "Metric m {subject: c}", [("type", "service", "it is about Supplier/c")]),
    (("Supplier c",), "Metric m {subject: c, type: process}", []),
    (("Customer c", "UserProfile u {customer: c}"), "Service s {customers: [c]}", [
        ("visible to", "UserProfile/u", "they are the user profiles of its customers"),
    ]),
    (("Customer c", "UserProfile u {customer: c}", "UserProfile v"), "Service s {customers: [c], users: [v]}", [
        ("visible to", "UserProfile/v", "they are its users"),
    ]),
    (("Customer c",), "Service s {customers: [c], visibleTo: [c]}", []),
    ((), "UnderpinningContract u {valid: {to: 2028-06-30}, notice: 6 months, decided: renew}", []),
    ((), "UnderpinningContract u {valid: {to: 2028-06-30}}", []),
    ((), "Service s {status: 3, dependsOn: x}", []),
]  # fmt: skip


@pytest.mark.parametrize(("around", "line", "expected"), ALONE, ids=[line for _, line, _ in ALONE])
def test_what_follows_for_one(
    of: Catalogue, around: tuple[str, ...], line: str, expected: list[tuple[str, str, str]]
) -> None:
    kind, name, *_ = line.split(" ")
    found = told(of(entities(*around, line)), f"{kind}/{name}")
    assert [one for one in found if one[0] not in ("part of the portfolio", "lifecycle stage")] == expected


def test_nothing_follows_from_what_has_a_wrong_shape(of: Catalogue) -> None:
    catalog = of(entities("Service s {dependsOn: [c], criticality: 3}", "ConfigurationItem c", "Risk r {impact: 1}"))
    assert told(catalog, "ConfigurationItem/c") == []
    assert told(catalog, "Risk/r") == []


def test_every_status_of_a_service_has_its_place(of: Catalogue) -> None:
    life = KINDS["Service"].lifecycle
    assert life is not None
    assert set(life.states) - set(STAGE) == set(life.terminal) == {"retired", "rejected"}
    parts = {state: told(of(f"kind: Service\nmetadata: {{name: s}}\nspec: {{status: {state}}}\n"), "Service/s")
             for state in life.states}  # fmt: skip
    assert {state for state, found in parts.items() if not found} == {"rejected"}
    assert {value for found in parts.values() for name, value, _ in found if name.startswith("part")} == {
        "pipeline",
        "catalogue",
        "retired",
    }


NAMES = st.sampled_from(["a", "b", "c", "d", "e", "f"])
EDGES = st.lists(st.tuples(NAMES, st.sampled_from(["dependsOn", "soft", "of", "partOf"]), NAMES), max_size=12)


@given(EDGES, NAMES)
def test_below_is_what_a_fixed_point_finds(edges: list[tuple[str, str, str]], start: str) -> None:
    needs = {(one, other) for one, how, other in edges if how in ("dependsOn", "of")}
    whole = {one: other for one, how, other in edges if how == "partOf"}
    needs |= {(other, one) for one, other in whole.items()}
    expected = {start}
    while more := {other for one, other in needs if one in expected} - expected:
        expected |= more
    catalog = catalogue("---\n".join(_component(name, edges, whole) for name in "abcdef"))
    found = Look(catalog, TODAY).reach([f"ConfigurationItem/{start}"], BELOW)
    assert {id.removeprefix("ConfigurationItem/") for id in found} == expected
    assert len(found) == len(set(found))


def _component(name: str, edges: list[tuple[str, str, str]], whole: Mapping[str, str]) -> str:
    mine = [(how, other) for one, how, other in edges if one == name]
    needs = [*(f"{other}" for how, other in mine if how == "dependsOn"),
             *(f"{{ref: {other}, soft: true}}" for how, other in mine if how == "soft")]  # fmt: skip
    members = sorted({other for how, other in mine if how == "of"})
    spec = [f"dependsOn: [{', '.join(needs)}]"]
    spec += [f"redundancy: {{of: [{', '.join(members)}]}}"] if members else []
    spec += [f"partOf: {whole[name]}"] if name in whole else []
    return f"kind: ConfigurationItem\nmetadata: {{name: {name}}}\nspec: {{{', '.join(spec)}}}\n"


OWNERS: list[tuple[Mapping[tuple[str, str], list[str]], tuple[str, str]]] = [
    ({("x", "owner"): ["o"], ("x", "partOf"): ["w"], ("w", "owner"): ["p"]}, ("o", "x")),
    ({("x", "partOf"): ["w"], ("w", "owner"): ["p"]}, ("p", "w")),
    ({("x", "^redundantOver"): ["g"], ("x", "partOf"): ["w"], ("w", "owner"): ["p"], ("g", "owner"): ["q"]},
     ("q", "g")),
    ({("x", "partOf"): ["w"], ("w", "partOf"): ["x"]}, ("", "")),
    ({}, ("", "")),
]  # fmt: skip


@pytest.mark.parametrize(("edges", "expected"), OWNERS)
def test_the_owner_is_that_of_the_group_or_the_whole(
    edges: Mapping[tuple[str, str], list[str]], expected: tuple[str, str]
) -> None:
    found = owned("x", lambda id, relation, against: edges.get((id, f"{'^' if against else ''}{relation}"), ()))
    assert tuple(found) == expected
