"""Which documents are entities, and what is said of those that are not."""

import pytest

from keur.catalog import Admission, Origin
from keur.kinds import Kinds
from keur.manifest import parse

OURS, ELSEWHERE = True, False


@pytest.mark.parametrize(
    ("text", "ours", "rule", "message", "pointer"),
    [
        ("- a\n", OURS, "shape/document", "expected an entity (kind, metadata, spec), found a list", ""),
        ("just text\n", OURS, "shape/document", "found the value 'just text'", ""),
        ("metadata: {name: a}\n", OURS, "shape/kind", "this document has no kind", ""),
        ("kind: [Service]\nmetadata: {name: a}\n", OURS, "shape/kind", "has a kind that is a list", "/kind"),
        ("kind: Servise\nmetadata: {name: a}\n", OURS, "shape/unknown-kind", "did you mean Service?", "/kind"),
        (
            "kind: Pod2\nmetadata: {name: a}\n",
            OURS,
            "shape/unknown-kind",
            "keur knows Assessment, BusinessProcess, ",
            "/kind",
        ),
        (
            "apiVersion: keur/v9\nkind: Service\nmetadata: {name: a}\n",
            ELSEWHERE,
            "shape/api-version",
            "keur/v9 is not known here; this keur reads keur/v1",
            "/apiVersion",
        ),
        ("kind: Service\nmetadata: {}\n", OURS, "shape/required", "name", "/metadata"),
    ],
)
def test_turned_away(kinds: Kinds, text: str, ours: bool, rule: str, message: str, pointer: str) -> None:
    admitted = Admission(kinds, "UTC").file(Origin("a.yaml", "1", ours=ours), parse(text.encode()))
    assert not admitted.entities
    (turned,) = admitted.problems
    assert (turned.problem.rule, turned.problem.pointer) == (rule, pointer)
    assert message in turned.problem.message


@pytest.mark.parametrize(
    ("text", "ours", "entities", "foreign"),
    [
        ("kind: Person\nmetadata: {name: a}\n", OURS, ["Person/a"], 0),
        ("kind: Person\nmetadata: {name: a}\n", ELSEWHERE, [], 0),
        ("apiVersion: keur/v1\nkind: Person\nmetadata: {name: a}\n", ELSEWHERE, ["Person/a"], 0),
        ("apiVersion: v1\nkind: Service\nmetadata: {name: a}\n", OURS, [], 1),
        ("apiVersion: 1\nkind: Service\nmetadata: {name: a}\n", OURS, [], 1),
        (
            "kind: Person\nmetadata: {name: a}\n---\nkind: Person\nmetadata: {name: b}\n",
            OURS,
            ["Person/a", "Person/b"],
            0,
        ),
        ("", OURS, [], 0),
        ("- a\n", ELSEWHERE, [], 0),
    ],
)
def test_admitted_or_left_alone(kinds: Kinds, text: str, ours: bool, entities: list[str], foreign: int) -> None:
    admitted = Admission(kinds, "UTC").file(Origin("a.yaml", "1", ours=ours), parse(text.encode()))
    assert ([one.id for one in admitted.entities], admitted.foreign) == (entities, foreign)
    assert not admitted.problems


def test_a_wrong_shape_leaves_the_entity_there_to_be_named(kinds: Kinds) -> None:
    text = "kind: Service\nmetadata: {name: a, owner: team}\nspec: {statuss: live, x-ours: 1}\n"
    admitted = Admission(kinds, "UTC").file(Origin("a.yaml", "1"), parse(text.encode()))
    (entity,) = admitted.entities
    assert (entity.id, entity.intact, admitted.extensions) == ("Service/a", False, 1)
    assert [reference.target for reference in entity.references] == ["team"]
    assert [turned.entity for turned in admitted.problems] == ["Service/a"]


def test_a_file_that_breaks_off_keeps_what_stands_before(kinds: Kinds) -> None:
    text = "kind: Person\nmetadata: {name: a}\n---\nkind: [\n"
    admitted = Admission(kinds, "UTC").file(Origin("a.yaml", "1"), parse(text.encode()))
    assert [one.id for one in admitted.entities] == ["Person/a"]
    assert admitted.unparsed
    assert [turned.problem.rule for turned in admitted.problems] == ["manifest/syntax"]
