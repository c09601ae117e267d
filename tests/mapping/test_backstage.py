"""The Backstage mapping: every kind, every well-known relation, every form of a reference, two namespaces."""

from pathlib import Path

import pytest

from keur.catalog import Admission, Build, Origin, build
from keur.kinds import Kinds
from keur.mapping import Mapped, Mappings

TEXT = Path(__file__).with_name("backstage.yaml").read_text(encoding="utf-8")

ENTITIES = {
    "Service/domain.artists", "Service/domain.audio", "Service/engagement",
    "ConfigurationItem/web", "ConfigurationItem/web-lib", "ConfigurationItem/other.web",
    "ConfigurationItem/api.artists", "ConfigurationItem/api.other.artists",
    "ConfigurationItem/resource.db", "ConfigurationItem/resource.disk",
    "Group/board", "Group/team-a", "Group/other.team-b",
    "Person/jane", "Person/joe", "Person/other.jane",
}  # fmt: skip

# relation, from, to: each once, whichever side says it
EDGES = [
    ("owner", "Service/domain.artists", ["Group/board"]),
    ("owner", "Service/engagement", ["Person/jane"]),
    ("owner", "ConfigurationItem/web", ["Group/team-a"]),
    ("owner", "ConfigurationItem/web-lib", ["Group/team-a"]),
    ("owner", "ConfigurationItem/other.web", ["Group/other.team-b"]),
    ("owner", "ConfigurationItem/api.other.artists", ["Group/other.team-b"]),
    ("partOf", "Service/domain.audio", ["Service/domain.artists"]),
    ("partOf", "Service/engagement", ["Service/domain.artists"]),
    ("partOf", "ConfigurationItem/web", ["Service/engagement"]),
    ("partOf", "ConfigurationItem/web-lib", ["ConfigurationItem/web"]),
    ("partOf", "ConfigurationItem/other.web", ["Service/engagement"]),
    ("partOf", "ConfigurationItem/resource.db", ["Service/engagement"]),
    ("partOf", "ConfigurationItem/api.artists", ["Service/engagement"]),
    (
        "dependsOn",
        "ConfigurationItem/web",
        ["ConfigurationItem/web-lib", "ConfigurationItem/resource.db", "ConfigurationItem/other.web",
         "ConfigurationItem/api.artists", "ConfigurationItem/api.other.artists"],
    ),
    ("dependsOn", "ConfigurationItem/web-lib", ["ConfigurationItem/other.web"]),
    ("dependsOn", "ConfigurationItem/api.artists", ["ConfigurationItem/other.web"]),
    ("dependsOn", "ConfigurationItem/api.other.artists", ["ConfigurationItem/other.web"]),
    ("dependsOn", "ConfigurationItem/resource.db", ["ConfigurationItem/resource.disk"]),
    ("parent", "Group/team-a", ["Group/board"]),
    ("parent", "Group/other.team-b", ["Group/board"]),
    ("member", "Group/team-a", ["Person/jane", "Person/joe"]),
    ("member", "Group/other.team-b", ["Person/other.jane", "Person/joe"]),
]  # fmt: skip


@pytest.fixture(scope="module")
def mapped(mappings: Mappings, reads) -> Mapped:
    return reads(mappings["backstage"], TEXT, "catalog-info.yaml")


@pytest.fixture(scope="module")
def built(mapped: Mapped, kinds: Kinds) -> Build:
    origin = Origin("catalog-info.yaml", "1", source="backstage")
    admitted = Admission(kinds, "UTC").mapped(origin, 0, [document.data for document in mapped.documents])
    assert admitted.problems == ()
    return build([admitted], kinds)


def test_every_kind_is_read_and_names_of_two_namespaces_stay_apart(built: Build) -> None:
    assert set(built.catalog.entities) == ENTITIES
    assert built.problems == ()


@pytest.mark.parametrize(("relation", "source", "targets"), EDGES, ids=[f"{one[0]} of {one[1]}" for one in EDGES])
def test_relations_are_the_same_whichever_side_says_them(
    built: Build, relation: str, source: str, targets: list[str]
) -> None:
    assert sorted(built.catalog.targets(source, relation)) == sorted(targets)


def test_what_an_entity_says(built: Build) -> None:
    web = built.catalog.entities["ConfigurationItem/web"]
    assert web.metadata["title"] == "The website"
    assert web.metadata["description"] == "What visitors see"
    assert web.metadata["labels"] == {"example.com/tier": "1", "lifecycle": "production"}
    assert web.metadata["links"] == [{"url": "https://example.com/web", "title": "Site"}]
    assert web.metadata["ids"] == {"backstage": "component:default/web"}
    assert web.spec["type"] == "website"
    assert built.catalog.entities["Group/other.team-b"].spec["type"] == "group"
    assert built.catalog.entities["Group/board"].metadata["title"] == "The board"


def test_each_reference_stands_where_it_was_written(mapped: Mapped) -> None:
    (web,) = [one for one in mapped.documents if one.data["metadata"]["name"] == "web"]
    places = [web.place(f"/spec/dependsOn/{index}/ref").pointer for index in range(5)]
    assert places == ["/spec/dependsOn/0", "/spec/dependsOn/1", "/spec/dependsOn/2",
                      "/spec/consumesApis/0", "/spec/consumesApis/1"]  # fmt: skip
    assert web.place("/metadata/owner").pointer == "/spec/owner"
    assert web.place("/metadata/name").pointer == "/metadata/name"
    assert web.place("/metadata/labels/lifecycle").pointer == "/spec/lifecycle"
    assert web.place("/spec/status") == web.origin == (3, "")


def test_what_no_kind_here_says_is_counted(mapped: Mapped) -> None:
    found = {unread.pattern: unread.count for unread in mapped.unread}
    assert found["/spec/definition"] == 2
    assert found["/spec/target"] == 1
    assert mapped.problems == ()


def test_a_kind_that_the_mapping_does_not_know_dangles_under_its_name(mappings: Mappings, reads, kinds: Kinds) -> None:
    text = (
        "{apiVersion: backstage.io/v1, kind: Component, metadata: {name: a}, "
        "spec: {owner: 'role:b', dependsOn: ['template:c']}}"
    )
    (document,) = reads(mappings["backstage"], text).documents
    assert document.data["metadata"]["owner"] == "role/b"
    assert document.data["spec"]["dependsOn"] == [{"ref": "template/c"}]


@pytest.mark.parametrize("text", ["[1, 2]", "just a text", "{kind: Component}", "{kind: Component, apiVersion: 3}"])
def test_other_documents_are_no_entities(mappings: Mappings, reads, text: str) -> None:
    found = reads(mappings["backstage"], text)
    assert found.documents == ()
