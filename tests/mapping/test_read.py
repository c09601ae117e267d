"""What a mapping makes of foreign files: values, places, what says nothing, what cannot be read, what nobody reads."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keur.bundle import shipped
from keur.kinds import load as load_kinds
from keur.manifest import Document, Parsed
from keur.manifest.table import CsvLocator
from keur.mapping import load, read
from keur.mapping.source import pattern

ASSETS = """\
- from: {row: document}
  when: has(row.Naam)
  kind: ConfigurationItem
  name: row.Naam
  metadata:
    title: row.Omschrijving
    owner: row.Eigenaar
    ids: {topdesk: row.Id}
  spec:
    type: row.Soort.lowerAscii()
    attributes:
      each: {seats: "[row.Plaatsen]"}
      key: '"seats"'
      value: int(seats)
    dependsOn:
      each: {name: 'row.Gebruikt.split(" ").filter(n, n != "")'}
      ref: name
"""
TABLE = 'Id;Naam;Soort;Eigenaar;Plaatsen;Gebruikt;Prijs\nA1;db;DATABASE;ops;4;san net;10\nA2;"san ""1""";STORAGE;;;;20\nA3;;;;;;\n'

SERVICES = """\
- from: {service: document.services}
  kind: Service
  name: service.name
  metadata:
    title: service.title
    labels:
      each: {"key, value": service.labels}
      key: key
      value: value
  spec:
    teams: {each: {team: service.teams}, value: team}
    dependsOn:
      - {each: {need: service.needs}, ref: need.to, soft: "need.?soft.orValue(false)"}
      - {each: {other: 'service.others.filter(o, o.startsWith("x"))'}, ref: other}
"""


def test_a_table_is_read_by_row_and_column(mapping_of, reads) -> None:
    mapped = reads(mapping_of(ASSETS), TABLE, "extracts/assets.csv")
    first, second = mapped.documents
    assert first.data == {
        "kind": "ConfigurationItem",
        "metadata": {"name": "db", "owner": "ops", "ids": {"topdesk": "A1"}},
        "spec": {"type": "database", "attributes": {"seats": 4}, "dependsOn": [{"ref": "san"}, {"ref": "net"}]},
    }
    assert second.data["metadata"]["name"] == 'san "1"'
    assert second.data["spec"] == {"type": "storage"}
    locator = CsvLocator(TABLE.encode())
    assert locator.region(*first.place("/spec/type")).column == 7
    assert locator.region(*first.place("/spec/dependsOn/1/ref")).line == 2
    assert first.place("/spec/dependsOn/1/ref").pointer == "/0/Gebruikt"
    assert locator.region(*second.place("/metadata/owner")).line == 3
    assert mapped.problems == ()
    assert [(one.pattern, one.count, one.first.pointer) for one in mapped.unread] == [
        ("/*/Prijs", 2, "/0/Prijs"), ("/*/Id", 1, "/2/Id"),
    ]  # fmt: skip


def test_each_leaf_stands_at_what_it_read_else_at_its_element_else_at_the_entity(mapping_of, reads) -> None:
    text = """
services:
  - name: a
    labels: {tier: 1, empty: }
    teams: [ops, , dev]
    needs: [{to: b}, {to: }, , {soft: true}]
    others: [y, x1, x2]
"""
    (made,) = reads(
        mapping_of(SERVICES), text.replace("[ops, , dev]", "[ops, ~, dev]").replace(", , {", ", ~, {")
    ).documents
    assert made.data["spec"] == {
        "teams": ["ops", None, "dev"],
        "dependsOn": [{"ref": "b", "soft": False}, {"soft": False}, {}, {"soft": True}, {"ref": "x1"}, {"ref": "x2"}],
    }
    assert made.data["metadata"] == {"name": "a", "labels": {"tier": 1}}
    expected = {
        "/metadata/name": "/services/0/name",
        "/metadata/title": "/services/0",
        "/metadata/labels/tier": "/services/0/labels/tier",
        "/spec/teams": "/services/0/teams",
        "/spec/teams/1": "/services/0/teams/1",
        "/spec/teams/2": "/services/0/teams/2",
        "/spec/dependsOn/0/ref": "/services/0/needs/0/to",
        "/spec/dependsOn/0/soft": "/services/0/needs/0",
        "/spec/dependsOn/1/ref": "/services/0/needs/1",
        "/spec/dependsOn/2": "/services/0/needs/2",
        "/spec/dependsOn/3/soft": "/services/0/needs/3/soft",
        "/spec/dependsOn/4/ref": "/services/0/others/1",
        "/spec/dependsOn/5/ref": "/services/0/others/2",
        "/spec/status": "/services/0",
    }
    assert {where: made.place(where).pointer for where in expected} == expected
    assert made.origin == (0, "/services/0")


WRONG = [
    ("a list where a scalar is due", "{name: a, title: [b]}", "mapping/value", "/services/0/title"),
    ("a scalar where a list is due", "{name: a, teams: ops}", "mapping/value", "/services/0/teams"),
    ("a field of a text", "{name: a, needs: [b]}", "mapping/value", "/services/0/needs/0"),
    ("no name", "{title: a}", "mapping/name", "/services/0"),
    ("a name that is a number", "{name: 3}", "mapping/name", "/services/0/name"),
    ("a slash in a name", "{name: a/b}", "mapping/name", "/services/0/name"),
    ("a list as name", "{name: [a]}", "mapping/value", "/services/0/name"),
]


@pytest.mark.parametrize(("entry", "rule", "where"), [one[1:] for one in WRONG], ids=[one[0] for one in WRONG])
def test_what_cannot_be_read_is_a_problem_at_its_place(mapping_of, reads, entry: str, rule: str, where: str) -> None:
    mapped = reads(mapping_of(SERVICES), f"services: [{entry}]")
    assert {(found.problem.rule, found.problem.pointer) for found in mapped.problems} == {(rule, where)}
    assert len(mapped.documents) == (0 if "name" in rule or where.endswith("name") else 1)
    assert {found.entity for found in mapped.problems} == ({0} if mapped.documents else {None})


def test_names_of_other_tools_may_hold_nearly_anything(mapping_of, reads) -> None:
    mapped = reads(mapping_of(SERVICES), "services: [{name: 'data access: durability §'}]")
    assert mapped.documents[0].data["metadata"]["name"] == "data access: durability §"


def test_every_document_of_a_file_is_read(mapping_of, reads) -> None:
    mapped = reads(mapping_of(SERVICES), "services: [{name: a}]\n---\nother: 1\n---\nservices: [{name: b}]\n")
    assert [one.origin for one in mapped.documents] == [(0, "/services/0"), (2, "/services/0")]
    assert [(one.pattern, one.first) for one in mapped.unread] == [("/other", (1, "/other"))]


def test_a_mapping_never_runs_for_long(mapping_of, reads) -> None:
    slow = mapping_of(
        "- from: {a: document.a}\n  kind: Service\n  name: a\n  metadata:\n"
        '    title: \'document.a.exists(b, document.a.exists(c, b + c == a)) ? "1" : "2"\'\n'
    )
    mapped = reads(slow, "a: [" + ", ".join(f"n{index}" for index in range(200)) + "]")
    assert any("steps" in found.problem.message for found in mapped.problems)


@pytest.mark.parametrize(
    ("where", "expected"), [("/a/0/b", "/a/*/b"), ("", ""), ("/10", "/*"), ("/a~1b/1x", "/a~1b/1x")]
)
def test_patterns(where: str, expected: str) -> None:
    assert pattern(where) == expected


KINDS = load_kinds(shipped("schemas"))
ALL = load({**{path: data for path, data in shipped("schemas").items() if path.startswith("mappings/")},
            "services.yaml": SERVICES.encode(), "assets.yaml": ASSETS.encode()}, KINDS)  # fmt: skip
WORDS = st.sampled_from(
    ["services", "teams", "name", "owner", "technical", "dependencies", "service", "kind", "Component", "Group", "spec",
     "metadata", "apiVersion", "backstage.io/v1", "dependsOn", "labels", "needs", "a:b/c", "", "a\\tb", "Naam", "links"]
)  # fmt: skip
DATA = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=6),
    max_leaves=25,
)


@given(DATA, st.sampled_from(sorted(ALL)))
@settings(max_examples=100, deadline=None)
def test_whatever_a_file_holds_is_read_without_a_crash_and_alike_each_time(data: object, name: str) -> None:
    parsed = Parsed((Document(data, 1),))
    mapped = read(ALL[name], "a.yaml", parsed)
    assert mapped == read(ALL[name], "a.yaml", parsed)
    for made in mapped.documents:
        kind = KINDS[made.data["kind"]]
        kind.problems(made.data, foreign=True)
        kind.admit(made.data)
        assert {where.document for where in made.places.values()} <= {0}
