"""Renames: which scalars change, what is refused, and that the catalog is the same but for one name."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rewrite.documents import naming

from keur import bundle
from keur.assess import Reading, ground, read
from keur.catalog import Catalog
from keur.config import Config
from keur.errors import KeurError
from keur.model import Snapshot
from keur.rewrite import chosen, gained, paths, rename, renamed, rewritten

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT.parent / "shared" / "examples"
GROUND = ground(bundle.shipped("schemas"), {"": bundle.shipped("policies")}, Config())


def reading(files: Mapping[str, str | bytes]) -> Reading:
    return read(Snapshot.of({f"catalog/{path}": text for path, text in files.items()}), GROUND)


def after(files: Mapping[str, str], old: str, new: str) -> dict[str, str]:
    """The files with one entity renamed, once it is proved that nothing else leads elsewhere."""
    before = reading(files)
    catalog = before.declared.catalog
    header = chosen(catalog, old)
    plan = rename(catalog, GROUND.kinds, header, new, ())
    data = {path: before.snapshot.read(path) for path in paths(plan, catalog)}
    made = renamed(plan, catalog, GROUND.kinds, data)
    again = read(rewritten(before.snapshot, made), GROUND).declared.catalog
    assert gained(catalog, again, header.id, plan.id) is not None
    text = {path.removeprefix("catalog/"): data.decode() for path, data in made.items()}
    return {path: text.get(path, files[path]) for path in files}


GROUP = "kind: Group\nmetadata: {name: a}\n"

TABLE: dict[str, tuple[str, str, str, str]] = {
    "brackets": ("a", "b", GROUP, "kind: Group\nmetadata: {name: b, formerly: [a]}\n"),
    "lines, comments and quotes": (
        "a", "b",
        "kind: Group # k\nmetadata:\n  title: a   # a\n  name:   'a'   # its name\n  # more\n  labels: {a: a}\nspec: {}\n",
        "kind: Group # k\nmetadata:\n  title: a   # a\n  name:   'b'   # its name\n  formerly: [a]\n  # more\n  labels: {a: a}\nspec: {}\n",
    ),
    "no line break at the end": ("a", "b", "kind: Group\nmetadata:\n    name: a", "kind: Group\nmetadata:\n    name: b\n    formerly: [a]"),
    "Windows": (
        "a", "b", "\ufeffkind: Group\r\nmetadata:\r\n  name: a\r\nspec:\r\n  parent: a\r\n",
        "\ufeffkind: Group\r\nmetadata:\r\n  name: b\r\n  formerly: [a]\r\nspec:\r\n  parent: b\r\n",
    ),
    "JSON": (
        "a", "b", '{"kind": "Group", "metadata": {"name": "a"}, "spec": {"parent": "a"}}',
        '{"kind": "Group", "metadata": {"name": "b", "formerly": ["a"]}, "spec": {"parent": "b"}}',
    ),
    "former names, latest first": (
        "b", "c", "kind: Group\nmetadata: {name: b, formerly: [a]}\n", "kind: Group\nmetadata: {name: c, formerly: [b, a]}\n",
    ),
    "former names in lines": (
        "b", "c", "kind: Group\nmetadata:\n  name: b\n  formerly: # once\n  - a # first\n",
        "kind: Group\nmetadata:\n  name: c\n  formerly: # once\n  - b\n  - a # first\n",
    ),
    "no former name": ("a", "b", "kind: Group\nmetadata: {name: a, formerly: []}\n", "kind: Group\nmetadata: {name: b, formerly: [a]}\n"),
    "back to a former name": (
        "c", "a", "kind: Group\nmetadata: {name: c, formerly: [b, a]}\n", "kind: Group\nmetadata: {name: a, formerly: [c, b]}\n",
    ),
    "back, in lines": (
        "b", "a", 'kind: Group\nmetadata:\n  formerly:\n    - "a" # first\n    - z\n  name: b\n',
        'kind: Group\nmetadata:\n  formerly:\n    - "b"\n    - z\n  name: a\n',
    ),
    "a name that needs quotes": (
        "a", "1e3", "kind: Group\nmetadata: {name: a}\nspec: {parent: a, members: ['a', \"a\"]}\n",
        "kind: Group\nmetadata: {name: \"1e3\", formerly: [a]}\nspec: {parent: \"1e3\", members: ['1e3', \"1e3\"]}\n",
    ),
    "a name that needed quotes": (
        "12", "a", 'kind: Group\nmetadata: {name: "12"}\n', 'kind: Group\nmetadata: {name: "a", formerly: ["12"]}\n',
    ),
    "keys, long forms, both ends": (
        "Service/a", "b",
        "kind: Service\nmetadata: {name: a}\n---\nkind: Change\nmetadata: {name: C}\nspec:\n  items: {Service/a: modify, x: add}\n"
        "---\nkind: Service\nmetadata: {name: s}\nspec:\n  dependsOn:\n    - {ref: a, because: a}\n    - >-\n      a\n",
        "kind: Service\nmetadata: {name: b, formerly: [a]}\n---\nkind: Change\nmetadata: {name: C}\nspec:\n  items: {Service/b: modify, x: add}\n"
        "---\nkind: Service\nmetadata: {name: s}\nspec:\n  dependsOn:\n    - {ref: b, because: a}\n    - b\n",
    ),
    "a bare name that would mean two": (
        "Service/a", "b",
        "kind: Service\nmetadata: {name: a}\n---\nkind: Group\nmetadata: {name: b}\n---\nkind: Change\nmetadata: {name: C}\n"
        "spec: {items: {a: modify, b: modify}}\n---\nkind: Service\nmetadata: {name: s, owner: b}\nspec: {dependsOn: [a]}\n",
        "kind: Service\nmetadata: {name: b, formerly: [a]}\n---\nkind: Group\nmetadata: {name: b}\n---\nkind: Change\nmetadata: {name: C}\n"
        "spec: {items: {Service/b: modify, Group/b: modify}}\n---\nkind: Service\nmetadata: {name: s, owner: b}\nspec: {dependsOn: [b]}\n",
    ),
    "an alias that repeats a name": (
        "a", "b",
        "kind: Group\nmetadata: {name: &a a}\nspec: {parent: *a, members: [*a]}\n",
        "kind: Group\nmetadata: {name: &a b, formerly: [a]}\nspec: {parent: *a, members: [*a]}\n",
    ),
    "an alias of a text that stays": (
        "a", "b",
        "kind: Group\nmetadata: {title: &a a, name: a}\nspec: {parent: *a}\n",
        "kind: Group\nmetadata: {title: &a a, name: b, formerly: [a]}\nspec: {parent: b}\n",
    ),
    "what merges": (
        "a", "b",
        "x-d: &d\n  owner: a # all\nkind: Group\nmetadata: {name: a}\n---\nkind: Service\nx-d: &d\n  owner: a # all\nmetadata:\n  <<: *d\n  name: s\n",
        "refused",
    ),
    "a waiver and an agreement": (
        "a", "b",
        "kind: Service\nmetadata: {name: a}\n---\nkind: Waiver\nmetadata: {name: w}\nspec: {rule: a/a, entities: [a], reason: a}\n",
        "kind: Service\nmetadata: {name: b, formerly: [a]}\n---\nkind: Waiver\nmetadata: {name: w}\nspec: {rule: a/a, entities: [b], reason: a}\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE)
def test_just_the_names_change(name: str) -> None:
    old, new, before, expected = TABLE[name]
    if expected == "refused":
        with pytest.raises(KeurError, match="anchor or a merge key"):
            after({"f.yaml": before}, old, new)
        return
    assert after({"f.yaml": before}, old, new) == {"f.yaml": expected}


REFUSED = {
    "nobody": (GROUP, "aa", "b", "There is no entity aa"),
    "misspelt": ("kind: Group\nmetadata: {name: databases}\n", "datbases", "b", "did you mean databases?"),
    "renamed before": ("kind: Group\nmetadata: {name: b, formerly: [a]}\n", "a", "c", "no entity a; Group/b had that name before"),
    "no list of former names elsewhere": ("kind: Group\nmetadata: {name: b, formerly: 5}\n", "a", "c", "There is no entity a in this"),
    "two of the name": (GROUP + "---\nkind: Role\nmetadata: {name: a}\n", "a", "b", "a could be Group/a or Role/a"),
    "taken": (GROUP + "---\nkind: Group\nmetadata: {name: b}\n", "a", "b", "Group/b is there already, in catalog/f.yaml"),
    "taken but for case": (GROUP + "---\nkind: Group\nmetadata: {name: B}\n", "a", "b", "upper and lower case alone"),
    "taken once": (GROUP + "---\nkind: Group\nmetadata: {name: c, formerly: [b]}\n", "a", "b", "Group/c was called b"),
    "the same": (GROUP, "a", "a", "has that name already"),
    "with a kind": (GROUP, "a", "Group/b", "without its kind"),
    "malformed": (GROUP, "a", "b c", "'b c' is no name for an entity"),
    "empty": (GROUP, "a", "", "is no name for an entity"),
    "former names that are none": ("kind: Group\nmetadata: {name: a, formerly: b}\n", "a", "c", "is no list of names"),
    "an ambiguous reference": (
        GROUP + "---\nkind: Role\nmetadata: {name: a}\n---\nkind: Service\nmetadata: {name: s, owner: a}\n",
        "Group/a", "b", "could mean another entity too",
    ),
    "a key that is there": (
        GROUP + "---\nkind: Change\nmetadata: {name: C}\nspec: {items: {a: modify, b: add}}\n", "a", "b", "in one mapping already",
    ),
    "a file with mistakes": (GROUP + "spec: {parent: a, parent: a}\n", "a", "b", "f.yaml:3 cannot be written anew"),
    "an alias where no name stands": (
        "kind: Group\nmetadata: {name: &a a, title: *a}\n", "a", "b", "anchor or a merge key",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(name: str) -> None:
    text, old, new, why = REFUSED[name]
    with pytest.raises(KeurError) as error:
        after({"f.yaml": text}, old, new)
    assert why in str(error.value)
    assert "\n" not in error.value.message


def test_what_another_tool_says_is_not_rewritten() -> None:
    catalog = reading({"f.yaml": GROUP + "---\nkind: Service\nmetadata: {name: s, owner: a}\n"}).declared.catalog
    with pytest.raises(KeurError, match="files of other tools") as error:
        rename(catalog, GROUND.kinds, chosen(catalog, "a"), "b", {"Service/s"})
    assert error.value.problems == ("catalog/f.yaml: Service/s",)
    with pytest.raises(KeurError, match="rename it there"):
        rename(catalog, GROUND.kinds, chosen(catalog, "s"), "b", {"Service/s"})


def given_to_read() -> list[Path]:
    return [ROOT / "catalog", *([EXAMPLES] if EXAMPLES.is_dir() else [])]


@pytest.mark.parametrize("folder", given_to_read(), ids=lambda path: path.name)
def test_every_entity_of_a_real_catalog(folder: Path) -> None:
    """With the new name read as the old one, and the note of the old one taken away, nothing has changed."""
    files = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("**/*.yaml"))
             if path.name not in ("12-keur.yaml", "service-zaaksysteem.yaml", "00-start.yaml")}  # fmt: skip
    catalog: Catalog = reading(files).declared.catalog
    assert len(catalog.headers) > 40
    for id, header in list(catalog.headers.items())[:: max(1, len(catalog.headers) // 40)]:
        made = after(files, id, "zz-new")
        lines = [f"{space}formerly: [{header.name}]\n" for space in ("  ", "    ")]
        for path, text in made.items():
            for written in (*lines, f", formerly: [{header.name}]"):
                text = text.replace(written, "", 1)
            assert text.replace("zz-new", header.name) == files[path]


NAMES = st.sampled_from(["a", "b", "c", "1e3", "no", "12"])


@given(st.lists(NAMES, min_size=1, max_size=6))
@settings(max_examples=50, deadline=None)
def test_a_chain_of_names_is_kept(chain: list[str]) -> None:
    text, name, expected = "kind: Group\nmetadata: {name: first}\n", "first", list[str]()
    for new in chain:
        if new == name:
            continue
        text = after({"f.yaml": text}, f"Group/{name}", new)["f.yaml"]
        expected = [name, *(one for one in expected if one not in (name, new))]
        name = new
    metadata = reading({"f.yaml": text}).declared.catalog.entities[f"Group/{name}"].metadata
    assert metadata.get("formerly", []) == expected


@given(st.integers(0, 2**32), st.sampled_from(["new", "24x7", "no", "1e3", "2027-01-01", "12", "x.y_z-1"]))
@settings(max_examples=100, deadline=None)
def test_however_it_is_written(seed: int, new: str) -> None:
    """Every reference is written as `zqz`, and nothing else is; the text that is expected is made by replacing that."""
    before = naming(seed, "zqz")
    made = after({"f.yaml": before}, "zqz", new)["f.yaml"]
    assert "zqz" not in made.replace("[zqz]", "")
    expected = before.replace("zqz", new)
    for quoted in (f'"{new}"', f"'{new}'", new):
        made, expected = made.replace(quoted, "@"), expected.replace(quoted, "@")
    made = re.sub(r", formerly: \[zqz\]|\r?\n +formerly: \[zqz\](?=\r?\n|$)", "", made, count=1)
    assert made == expected
