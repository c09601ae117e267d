"""What a written name means, and what is said of one that means nothing."""

from collections.abc import Callable

import pytest

from keur.catalog import Build

Catalogue = Callable[..., Build]

GROUP = "kind: Group\nmetadata: {name: team}\n"
ITEM = "kind: ConfigurationItem\nmetadata: {name: db}\n"


def service(spec: str = "", metadata: str = "name: s") -> str:
    return f"kind: Service\nmetadata: {{{metadata}}}\nspec: {{{spec}}}\n"


def said(build: Build) -> list[tuple[str, str, str]]:
    return [(turned.problem.rule, turned.problem.pointer, turned.problem.message) for turned in build.problems]


def test_names_lead_to_entities(of: Catalogue) -> None:
    build = of(
        service("dependsOn: [db, ConfigurationItem/db, {ref: db, soft: true}]", "name: s, owner: team"), GROUP, ITEM
    )
    assert not build.problems
    assert build.catalog.resolved["Service/s"] == ("Group/team", *["ConfigurationItem/db"] * 3)
    assert build.catalog.targets("Service/s", "dependsOn") == ("ConfigurationItem/db",)
    assert build.catalog.targets("ConfigurationItem/db", "dependsOn", against=True) == ("Service/s",)


@pytest.mark.parametrize(
    ("spec", "metadata", "rule", "pointer", "message"),
    [
        ("", "name: s, owner: teem", "reference/dangling", "/metadata/owner", "did you mean team?"),
        ("", "name: s, owner: nobody-at-all", "reference/dangling", "/metadata/owner", "named nobody-at-all"),
        (
            "",
            "name: s, owner: db",
            "reference/wrong-kind",
            "/metadata/owner",
            "db is a ConfigurationItem; owner names a",
        ),
        ("dependsOn: [Servis/s2]", "name: s", "reference/dangling", "/spec/dependsOn/0/ref", "there is no kind Servis"),
        ("dependsOn: [Service/db]", "name: s", "reference/dangling", "/spec/dependsOn/0/ref", "no Service named db"),
        ("customers: [Group/team]", "name: s", "reference/wrong-kind", "/spec/customers/0", "team is a Group"),
        (
            "dependsOn: [both]",
            "name: s",
            "reference/ambiguous",
            "/spec/dependsOn/0/ref",
            "ConfigurationItem/both or Service/both",
        ),
    ],
)
def test_names_that_lead_nowhere(
    of: Catalogue, spec: str, metadata: str, rule: str, pointer: str, message: str
) -> None:
    both = "kind: ConfigurationItem\nmetadata: {name: both}\n---\nkind: Service\nmetadata: {name: both}\n"
    ((found, where, sentence),) = said(of(service(spec, metadata), GROUP, ITEM, both))
    assert (found, where) == (rule, pointer)
    assert message in sentence


def test_the_first_of_two_entities_keeps_the_name(of: Catalogue) -> None:
    build = of(GROUP, GROUP)
    assert build.catalog.headers["Group/team"].path == "1.yaml"
    ((turned,),) = (build.problems,)
    assert (turned.path, turned.problem.rule) == ("2.yaml", "identity/duplicate")
    assert "1.yaml" in turned.problem.message


def test_names_that_differ_in_case_alone(of: Catalogue) -> None:
    ((rule, pointer, message),) = said(of(GROUP, GROUP.replace("team", "Team")))
    assert (rule, pointer) == ("identity/case", "/metadata/name")
    assert "Team and team (1.yaml)" in message


def test_a_dangling_name_that_a_torn_file_holds_is_not_assessed(of: Catalogue) -> None:
    build = of(service(metadata="name: s, owner: lost"), unparsed=("kind: Group\nmetadata: {name: lost\n",))
    assert not build.problems
    assert [turned.problem.rule for turned in build.unassessed] == ["reference/dangling"]


@pytest.mark.parametrize(
    ("items", "fields", "dangles", "outlives"),
    [
        ("new: add", "", False, True),
        ("gone: remove", "", True, False),
        ("gone: modify", "", True, False),
        ("gone: remove", "implemented: 2027-01-01", False, True),
        ("new: add", "outcome: successful", False, True),
        ("gone: modify", "outcome: successful", False, True),
        ("gone: modify", "status: cancelled", False, True),
    ],
)
def test_items_of_changes(of: Catalogue, items: str, fields: str, dangles: bool, outlives: bool) -> None:
    spec = ", ".join(part for part in (f"items: {{{items}}}", fields) if part)
    build = of(f"kind: Change\nmetadata: {{name: CHG-1}}\nspec: {{{spec}}}\n")
    assert (bool(build.problems), bool(build.outlived)) == (dangles, outlives)


@pytest.mark.parametrize(
    ("edges", "way"),
    [
        ({"a": "a"}, "a names itself: parent"),
        ({"a": "b", "b": "a"}, "Group/a -> Group/b -> Group/a"),
        ({"c": "b", "b": "a", "a": "c"}, "Group/a -> Group/c -> Group/b -> Group/a"),
    ],
)
def test_circles_where_none_may_be(of: Catalogue, edges: dict[str, str], way: str) -> None:
    files = [f"kind: Group\nmetadata: {{name: {a}}}\nspec: {{parent: {b}}}\n" for a, b in edges.items()]
    ((rule, _, message),) = said(of(*files))
    assert rule == "reference/cycle"
    assert way in message
