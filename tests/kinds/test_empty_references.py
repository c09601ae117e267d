"""An entry of a list that should name an entity and names none: one finding, at the entry, and nothing else breaks."""

import pytest

from keur.kinds import Kinds

EMPTY = "the entry names nothing; name a Service or ConfigurationItem, or delete it"
CASES = [
    ("a mapping without the name", "dependsOn: [{soft: true}, db]", ["/spec/dependsOn/0"]),
    ("an empty mapping", "dependsOn: [db, {}]", ["/spec/dependsOn/1"]),
    ("an empty field", "dependsOn: [{ref: }, {ref: ''}]", ["/spec/dependsOn/0", "/spec/dependsOn/1"]),
    ("nothing at all", "dependsOn: [~, db]", ["/spec/dependsOn/0"]),
    ("an empty text", "dependsOn: ['']", ["/spec/dependsOn/0"]),
]


@pytest.mark.parametrize(("text", "places"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_an_empty_dependency_is_one_finding(kinds: Kinds, documents, text: str, places: list[str]) -> None:
    (data,) = documents(f"{{kind: Service, metadata: {{name: a}}, spec: {{{text}}}}}")
    service = kinds["Service"]
    admitted = service.admit(data)
    assert service.problems(data) == []
    assert [(found.rule, found.pointer, found.message) for found in admitted.problems] == [
        ("reference/empty", place, EMPTY) for place in places
    ]
    named = [entry["ref"] for entry in admitted.spec["dependsOn"] if entry["ref"]]
    assert [reference.target for reference in admitted.references] == named
    assert all({"ref", "soft"} <= entry.keys() for entry in admitted.spec["dependsOn"])


def test_an_empty_entry_keeps_the_positions_of_the_others(kinds: Kinds, documents) -> None:
    (data,) = documents("{kind: Service, metadata: {name: a}, spec: {teams: [~, '', ops]}}")
    admitted = kinds["Service"].admit(data)
    assert kinds["Service"].problems(data) == []
    assert [found.pointer for found in admitted.problems] == ["/spec/teams/0", "/spec/teams/1"]
    assert admitted.spec["teams"] == ["", "", "ops"]
    assert [reference.pointer for reference in admitted.references] == ["/spec/teams/2"]


def test_a_field_that_is_no_entry_of_a_list_must_hold_its_name(kinds: Kinds, documents) -> None:
    (data,) = documents("{kind: Service, metadata: {name: a, owner: }}")
    assert [found.rule for found in kinds["Service"].problems(data)] == ["shape/type"]
