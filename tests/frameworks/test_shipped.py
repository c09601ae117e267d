"""The frameworks that ship: every id of the edition, by arithmetic of its own, and every rule names ids that exist."""

import re
from string import ascii_lowercase

import pytest
from pydantic import TypeAdapter

from keur import bundle
from keur.frameworks import Framework, Frameworks, bound, coverage, load
from keur.manifest import parse
from keur.rules import load as load_rules
from keur.typed import build

SHIPPED = load(bundle.shipped("schemas"))

PARTS_20000 = {
    # How many headed subclauses each clause of ISO/IEC 20000-1:2018 has; one that is not here has none.
    "4": 4, "5": 3, "6": 3, "7": 6, "8": 7, "9": 4, "10": 2,
    "5.2": 2, "6.2": 2, "7.5": 4,
    "8.2": 6, "8.3": 4, "8.4": 3, "8.5": 3, "8.6": 3, "8.7": 3,
    "8.3.4": 2, "8.5.1": 3, "8.5.2": 3, "8.7.3": 3,
}  # fmt: skip
THEMES_27001 = {"A.5": 37, "A.6": 8, "A.7": 14, "A.8": 34}
PARTS_NIS2 = {
    "20": ["20(1)", "20(2)"],
    "21": ["21(1)", "21(2)", "21(3)", "21(4)"],
    "21(2)": [f"21(2)({letter})" for letter in ascii_lowercase[: ascii_lowercase.index("j") + 1]],
    "23": ["23(1)", "23(2)", "23(4)"],
    "23(4)": [f"23(4)({letter})" for letter in "abcde"],
}


def numbered(parts: dict[str, int]) -> dict[str, list[str]]:
    return {group: [f"{group}.{number}" for number in range(1, count + 1)] for group, count in parts.items()}


def groups(framework: Framework) -> dict[str, list[str]]:
    """What stands in each group, in the order of the file."""
    found: dict[str, list[str]] = {}
    for id, control in framework.controls.items():
        if control.within is not None:
            found.setdefault(control.within, []).append(id)
    return found


def tops(framework: Framework) -> list[str]:
    return [id for id, control in framework.controls.items() if control.within is None]


CASES = [
    ("iso-20000-1-2018", [str(clause) for clause in range(4, 11)], numbered(PARTS_20000), 77, 57),
    ("iso-27001-2022", list(THEMES_27001), numbered(THEMES_27001), 97, 93),
    ("nis2", ["20", "21", "23"], PARTS_NIS2, 27, 22),
]


def test_which_frameworks_there_are_at_least() -> None:
    assert SHIPPED.keys() >= {name for name, *_ in CASES}


@pytest.mark.parametrize("name", list(SHIPPED))
def test_pydantic_reads_the_same(name: str) -> None:
    said = parse(bundle.shipped("schemas")[f"frameworks/{name}.yaml"]).documents[0].data
    assert TypeAdapter(Framework).validate_python(said) == SHIPPED[name] == build(Framework, said)


@pytest.mark.parametrize(("name", "top", "parts", "entries", "controls"), CASES)
def test_every_id_of_the_edition(
    name: str, top: list[str], parts: dict[str, list[str]], entries: int, controls: int
) -> None:
    framework = SHIPPED[name]
    assert tops(framework) == top
    assert groups(framework) == parts
    assert len(framework.controls) == entries
    assert sum(not one.group for one in coverage(name, framework, {})) == controls


@pytest.mark.parametrize("name", list(SHIPPED))
def test_titles_are_words_of_our_own(name: str) -> None:
    """Short, a phrase without its full stop, each said once; never the language of a standard."""
    titles = [control.title for control in SHIPPED[name].controls.values()]
    assert len(set(titles)) == len(titles)
    for title in titles:
        assert len(title) <= 100, title
        assert title[0].isupper(), title
        assert not title.endswith("."), title
        assert not re.search(r"\bshall\b|\binformation security\b|\bthe SMS\b", title), title


@pytest.mark.parametrize("name", list(SHIPPED))
def test_a_framework_says_what_it_is_and_how_to_check_it(name: str) -> None:
    framework = SHIPPED[name]
    for text in (framework.description, framework.source):
        assert text.endswith(".")
        assert len(text) > 80


def test_an_edition_with_a_year_bears_it_in_its_name() -> None:
    for name, framework in SHIPPED.items():
        if framework.edition.isdigit():
            assert name.endswith(f"-{framework.edition}")


def test_every_shipped_rule_names_controls_that_exist() -> None:
    policies = load_rules({"": bundle.shipped("policies")})
    assert bound(policies, SHIPPED).problems == ()


def test_every_framework_is_evidenced_by_some_rule_and_not_by_all() -> None:
    rules = {id: file.rule.controls for id, file in load_rules({"": bundle.shipped("policies")}).rules.items()}
    for name, *_ in CASES:
        leaves = [one for one in coverage(name, SHIPPED[name], rules) if not one.group]
        assert any(one.evidenced for one in leaves), name
        assert not all(one.evidenced for one in leaves), name


def test_shipped_frameworks_are_read_when_they_are_asked_for() -> None:
    broken = {"frameworks/later.yaml": b"title: ["}
    lazy = load(broken, verified=True)
    assert list(lazy) == ["later"]
    assert isinstance(lazy, Frameworks)
    assert len(lazy.digests["later"]) == 64
