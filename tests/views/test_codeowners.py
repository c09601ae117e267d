"""CODEOWNERS: who is named for which file, and when a committed one is stale."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keur import bundle, views
from keur.assess import ground, read
from keur.assess.derived import stale
from keur.config import CODEOWNERS, Config, Source
from keur.evaluate import CatalogReader
from keur.model import Snapshot
from keur.views.codeowners import BEGIN, END, block, find, replaced

ORGANISATION = """
kind: Group
metadata: {name: division, contact: {forge: "@town/division"}}
---
kind: Group
metadata: {name: team, contact: {forge: "@town/team"}}
spec: {parent: division}
---
kind: Group
metadata: {name: quiet}
spec: {parent: corner}
---
kind: Group
metadata: {name: corner}
spec: {parent: division}
---
kind: Person
metadata: {name: ann, contact: {forge: ann@town.example}}
---
kind: Person
metadata: {name: bob, contact: {phone: "1"}}
---
kind: Role
metadata: {name: manager}
spec: {holders: [ann, bob, quiet]}
---
kind: Role
metadata: {name: deputy, contact: {forge: "@deputy"}}
spec: {holders: [ann]}
---
kind: Role
metadata: {name: vacant}
"""


def owners(files: Mapping[str, str]) -> views.Owners:
    reading = read(Snapshot.of({"catalog/who.yaml": ORGANISATION, **files}), _GROUND)
    return views.codeowners(CatalogReader(reading.declared.catalog, reading.observed.catalog))


_GROUND = ground(bundle.shipped("schemas"), {"": bundle.shipped("policies")}, Config())


def service(name: str, owner: str) -> str:
    return f"kind: Service\nmetadata: {{name: {name}, owner: {owner}}}\n"


@pytest.mark.parametrize(
    ("owner", "names"),
    [
        ("team", ("@town/team",)),
        ("quiet", ("@town/division",)),
        ("ann", ("ann@town.example",)),
        ("manager", ("ann@town.example",)),
        ("deputy", ("@deputy",)),
        ("Group/team", ("@town/team",)),
    ],
)
def test_an_owner_is_known_by_what_is_nearest(owner: str, names: tuple[str, ...]) -> None:
    assert owners({"catalog/a.yaml": service("a", owner)}).files == {"catalog/a.yaml": names}


@pytest.mark.parametrize(
    ("text", "note"),
    [
        (
            service("a", "bob"),
            "1 entity is owned by Person/bob, for which there is no contact.forge, such as @group/team",
        ),
        (
            service("a", "vacant"),
            "1 entity is owned by Role/vacant, for which there is no contact.forge, such as @group/team",
        ),
        ("kind: Service\nmetadata: {name: a}\n", "10 entities are owned by nobody"),
        (
            'kind: Group\nmetadata: {name: a, owner: a, contact: {forge: "two words"}}\n',
            "Group/a says contact.forge 'two words'; write @name, @group/team or an e-mail address",
        ),
        (
            "kind: Group\nmetadata: {name: bad, contact: 1}\n---\n" + service("a", "bad"),
            "Group/bad is left out: Group/bad, which it reads, has a shape that is wrong",
        ),
    ],
)
def test_what_is_left_out_is_said(text: str, note: str) -> None:
    found = owners({"catalog/a.yaml": text})
    assert found.files == {}
    assert note in found.notes


def test_a_file_has_the_owners_of_all_that_is_in_it_and_a_part_that_of_its_whole() -> None:
    item = "kind: ConfigurationItem\nmetadata: {name: part}\nspec: {partOf: a}\n"
    files = {"catalog/a.yaml": f"{service('a', 'team')}---\n{service('b', 'ann')}", "catalog/part.yaml": item}
    assert owners(files).files == {
        "catalog/a.yaml": ("@town/team", "ann@town.example"),
        "catalog/part.yaml": ("@town/team",),
    }


def test_a_pattern_matches_its_file_alone() -> None:
    files = ["catalog/it's [new]*.yaml", "catalog/#1 ?!\\.yaml"]
    found = owners({path: service(f"s{index}", "team") for index, path in enumerate(files)})
    assert block(found) == (
        BEGIN,
        "/catalog/\\#1\\ \\?\\!\\\\.yaml @town/team",
        "/catalog/it's\\ \\[new\\]\\*.yaml @town/team",
        END,
    )


LINES = st.lists(st.sampled_from(["", "* @all", "# keur", BEGIN, END, f" {BEGIN}"]), max_size=12)


@given(LINES)
def test_what_is_not_keurs_stays_as_it_is(lines: list[str]) -> None:
    some = views.Owners({"catalog/a.yaml": ("@x",)}, ())
    made = replaced(lines, some)
    if made is None:
        assert find(lines) is None
        assert END not in lines[lines.index(BEGIN) :] if BEGIN in lines else True
        return
    start = lines.index(BEGIN)
    end = start + lines[start:].index(END) + 1
    assert made == (*lines[:start], BEGIN, "/catalog/a.yaml @x", END, *lines[end:])
    assert replaced(made, some) == made


def found(files: Mapping[str, str]) -> list[tuple[str, int, str]]:
    reading = read(Snapshot.of({"catalog/who.yaml": ORGANISATION, **files}), _GROUND)
    problems = ((turned.path, turned.problem) for turned in stale(reading))
    return [(path, problem.region.line if problem.region else 0, problem.message) for path, problem in problems]


A = {"catalog/a.yaml": service("a", "team"), "catalog/b.yaml": service("b", "ann")}
SAID = ["/catalog/a.yaml @town/team", "/catalog/b.yaml ann@town.example"]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([BEGIN, *SAID, END], None),
        (["* @all", BEGIN, *SAID, END, "/docs @x"], None),
        ([*SAID], None),
        ([BEGIN, *SAID], None),
        (["# mine", BEGIN, SAID[0], END], (4, f"{SAID[1]} is missing here")),
        (
            [BEGIN, "/catalog/a.yaml @old", SAID[1], END],
            (2, "/catalog/a.yaml @old does not follow from the owners in the catalog; 2 lines differ"),
        ),
        ([BEGIN, *SAID, "/x @y", END], (4, "/x @y does not follow from the owners in the catalog")),
        ([BEGIN, SAID[1], SAID[0], END], (2, f"{SAID[0]} is missing here")),
    ],
)
@pytest.mark.parametrize("path", CODEOWNERS)
def test_a_stale_file_is_found_at_its_first_line_that_differs(
    path: str, lines: list[str], said: tuple[int, str] | None
) -> None:
    assert found({**A, path: "\n".join(lines) + "\n"}) == ([(path, *said)] if said else [])
    assert found({**A, path: "\r\n".join(lines)}) == ([(path, *said)] if said else [])


@pytest.mark.parametrize(
    "torn", ["kind: [", "kind: Group\nmetadata: {name: torn, contact: 1}\n---\n" + service("x", "torn")]
)
def test_nothing_is_said_while_owners_cannot_be_read(torn: str) -> None:
    assert found({**A, "CODEOWNERS": f"{BEGIN}\n{END}\n", "catalog/torn.yaml": torn}) == []


def test_a_file_elsewhere_is_none_of_ours() -> None:
    assert Config().use("src/CODEOWNERS") is None
    assert found({**A, "src/CODEOWNERS": f"{BEGIN}\n{END}\n"}) == []


def test_foreign_files_have_their_own_owners() -> None:
    text = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: c}\nspec: {owner: team}\n"
    source = Source(paths=("catalog-info.yaml",), mapping="backstage")
    foreign = ground(bundle.shipped("schemas"), {}, Config(sources=(source,)))
    reading = read(Snapshot.of({"catalog/who.yaml": ORGANISATION, "catalog-info.yaml": text}), foreign)
    assert any(header.path == "catalog-info.yaml" for header in reading.declared.catalog.headers.values())
    assert views.codeowners(CatalogReader(reading.declared.catalog, reading.observed.catalog)).files == {}
