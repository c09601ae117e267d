"""View files that cannot be used: every mistake, each at its place, all at once."""

import re
from pathlib import Path

import pytest

from keur import bundle, views
from keur.assess import Ground
from keur.errors import KeurError

ROOT = Path(__file__).resolve().parents[2]
HEAD = "title: T\ndescription: D.\n"
WHOLE = f"{HEAD}kind: Service\ncolumns: {{Name: self.name}}\n"


def problems(standing: Ground, text: str, path: str = "kinds/views/ours.yaml") -> list[str]:
    """What is said of an organisation's own view."""
    try:
        views.refuse_malformed(views.load(bundle.shipped("schemas"), {path: text.encode()}), standing.vocabulary)
    except KeurError as error:
        return [problem.removeprefix("kinds/views/ours.yaml:") for problem in error.problems]
    return []


@pytest.mark.parametrize(
    "text",
    [
        WHOLE,
        f"{HEAD}kind: [Service, ConfigurationItem]\ncolumns: {{Name: self.name, Owner: self.owner()}}\n",
        f"{HEAD}columns: {{Name: self.name}}\nsections: {{A: {{kind: Service}}, B: {{kind: Group}}}}\n",
        f"{HEAD}kind: Service\nwhere: has(self.spec.criticality)\ncolumns: {{How: self.spec.criticality}}\n",
        f"{HEAD}kind: Service\ncolumns: {{N: self.name}}\nsections: {{A: {{where: has(self.spec.mtbf), "
        "sort: self.spec.mtbf}}\n",
        f"{WHOLE}each: {{'key, value': 'self.metadata.?ids.orValue({{}})'}}\nsort: [key, value]\ngroup: value\n",
    ],
)
def test_a_view_that_can_be_used(standing: Ground, text: str) -> None:
    assert problems(standing, text) == []


def test_the_view_in_the_readme_can_be_used(standing: Ground) -> None:
    (text,) = re.findall(
        r"```yaml\n(# kinds/views/.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL
    )
    assert problems(standing, text) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            f"{WHOLE}columms: {{}}\nwhere: [1]\n",
            ["6:1: where: expects text, not [1]; put it in quotes", "5:1: columms: unknown field; did you mean columns?"],
        ),
        ("title: T\ncolumns: {Name: self.name}\n", ["1:1: description: Field required"]),
        (f"{HEAD}kind: Service\n", ["1:1: view: a view says no columns"]),
        (f"{HEAD}sections: {{A: {{kind: Service}}}}\n", ["1:1: view: section 'A' says no columns"]),
        (f"{HEAD}text: codeowners\nkind: Service\n", ["1:1: view: a view that is a text says no kind"]),
        (f"{HEAD}text: poem\n", ["3:7: text: Input should be 'codeowners'"]),
        (f"{WHOLE}each: {{A B: self.name}}\n", ["1:1: view: each: 'A B' is neither a name nor two names with a comma"]),
        (
            f"{WHOLE}nl: {{headings: {{Nam: Naam}}, titel: Dienst}}\n",
            ["5:29: nl.titel: unknown field; did you mean title?"],
        ),
        (f"{WHOLE}nl: {{headings: {{Nam: Naam}}}}\n", ["1:1: view: nl: there is no heading Nam; did you mean Name?"]),
        ("- 1\n", [" a file holds one view, a mapping"]),
        ("title: [\n", ["2:1: A value is missing here"]),
        (
            f"{HEAD}kind: [Servise, Group]\ncolumns: {{Name: self.name}}\n",
            ["3:1: kind: there is no kind Servise; did you mean Service?"],
        ),
        (
            f"{HEAD}kind: Service\ncolumns:\n  Name: self.nam\n  Hours: self.spec.warranty.hours\n",
            [
                "5:14: columns/Name: Service has no field nam; did you mean name?",
                "6:20: columns/Hours: warranty may be absent; guard it with has(self.spec.warranty)",
                "6:29: columns/Hours: hours may be absent; guard it with has(self.spec.warranty.hours)",
            ],
        ),
        (
            f"{HEAD}kind: [Service, Group]\ncolumns: {{Status: self.spec.status}}\n",
            ["4:29: columns/Status: Group.spec has no field status"],
        ),
        (
            f'{HEAD}kind: Service\ncolumns: {{N: self.name}}\nsections:\n  Old:\n    where: self.name\n    sort: [self.name, self.x]\n',
            [
                "7:12: sections/Old/where: this must be bool, it is string",
                "8:28: sections/Old/sort/1: Service has no field x",
            ],
        ),
        (
            f'{WHOLE}group: self.refs("dependson")\nfor: {{owner: all("Grup")}}\n',
            [
                "5:8: group: there is no relation dependson; did you mean dependsOn?",
                "6:14: for/owner: there is no kind Grup; did you mean Group?",
            ],
        ),
        (
            f'{WHOLE}variables:\n  others: all("Service").filter(one, one.name != self.name)\n',
            [
                "6:11: variables/others: this goes through a whole kind for each entity; "
                "use referrers() or lookup()"
            ],
        ),
        (
            f"{WHOLE}each: {{one: self.name}}\nmatrix: {{X: self.name}}\n",
            [
                "5:13: each/one: `one` ranges over a list, this is a string",
                "6:13: matrix/X: a mark is for a list, this is a string",
            ],
        ),
        (f"{WHOLE}where: self.name ==\n", ["5:20: where: expected a value, found the end"]),
        (f"{WHOLE}where: commit.author == self.name\n", ["5:8: where: commit"]),
    ],
)  # fmt: skip
def test_everything_that_is_wrong_is_said_at_its_place(standing: Ground, text: str, said: list[str]) -> None:
    found = problems(standing, text)
    assert [one[: len(expected)] for one, expected in zip(found, said, strict=True)] == said


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("kinds/views/Ours.yaml", "kinds/views/Ours.yaml: a view is named in lower case letters, digits and hyphens"),
        ("kinds/views/cmdb.yaml", "kinds/views/cmdb.yaml: there is another view named cmdb; give yours another name"),
    ],
)
def test_the_path_is_the_name(standing: Ground, path: str, said: str) -> None:
    assert problems(standing, WHOLE, path) == [said]


def test_several_files_are_told_together(standing: Ground) -> None:
    own = {f"k/views/{name}.yaml": f"{WHOLE}sort: self.{name}\n".encode() for name in ("a", "b")}
    with pytest.raises(KeurError) as refused:
        views.refuse_malformed(views.load({}, own), standing.vocabulary)
    assert [problem.partition(":")[0] for problem in refused.value.problems] == ["k/views/a.yaml", "k/views/b.yaml"]


def test_only_views_are_read_as_views() -> None:
    found = views.load({"Service.yaml": b"}", "views/notes.md": b"}", "views/deep/x.yaml": b"}"}, {})
    assert (dict(found.files), found.problems) == ({}, ())
