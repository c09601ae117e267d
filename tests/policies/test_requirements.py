"""What answers the requirements: every id that is named exists, the data is that of the source, and none is left open."""

import runpy
from collections.abc import Mapping
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from keur import bundle
from keur.assess import Ground, ground
from keur.assess.answers import Answer, answers
from keur.config import Config
from keur.rules.requirements import Requirement, load

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT.parent / "shared" / "requirements"
REQUIREMENTS = load(bundle.shipped("schemas"))["itil-2011"]
KNOWN: Mapping[str, Requirement] = dict(REQUIREMENTS.all())
STILL_TO_COME = {"Review a pull request", "Maturity", "Audit git history", "All of ITIL"}
PAGE = runpy.run_path(str(ROOT / "docs" / "requirements.py"))


@pytest.fixture(scope="module")
def shipped() -> Ground:
    made = ground(bundle.shipped("schemas"), {"": bundle.shipped("policies")}, Config())
    made.policies.or_refuse()
    return made


@pytest.fixture(scope="module")
def proven(shipped: Ground) -> tuple[Answer, ...]:
    return answers(shipped)


def test_every_id_that_a_rule_or_a_shape_names_exists(shipped: Ground) -> None:
    named = {id: file.id for file in shipped.policies.rules.values() for id in file.rule.requirements}
    named |= {id: kind.name for kind in shipped.kinds.values() for id in kind.answers}
    assert {id: by for id, by in named.items() if id not in KNOWN} == {}


def test_what_waits_names_work_that_is_still_to_come() -> None:
    assert {work for one in KNOWN.values() for work in (*one.waits, *one.rest)} <= STILL_TO_COME


@pytest.mark.parametrize("area", list(REQUIREMENTS.areas))
def test_the_data_is_that_of_the_source(area: str) -> None:
    if not SOURCE.is_dir():
        pytest.skip("the requirements stand beside the repository, in ../shared, and are not here")
    said = YAML(typ="safe").load(SOURCE / f"{area}.yaml")["requirements"]
    source = {one["id"]: one["evidence"] for one in said}
    ours = {id: one.evidence for id, one in REQUIREMENTS.areas[area].requirements.items()}
    assert ours.items() <= source.items()
    if REQUIREMENTS.areas[area].complete:
        assert list(ours) == list(source)


@pytest.mark.parametrize("area", list(REQUIREMENTS.areas))
def test_titles_are_words_of_our_own(area: str) -> None:
    if not SOURCE.is_dir():
        pytest.skip("the requirements stand beside the repository, in ../shared, and are not here")
    for one in YAML(typ="safe").load(SOURCE / f"{area}.yaml")["requirements"]:
        if one["id"] in KNOWN:
            title = KNOWN[one["id"]].title
            assert title.lower() not in one["statement"].lower()
            assert len(title) <= 80


def test_nothing_that_the_catalog_can_answer_is_open(proven: tuple[Answer, ...]) -> None:
    answered = {one.requirement for one in proven}
    asked = {
        id: one
        for area in REQUIREMENTS.areas.values()
        if area.complete
        for id, one in area.requirements.items()
        if one.evidence == "catalog"
    }
    assert [id for id, one in asked.items() if id not in answered and not one.waits] == []


def test_the_page_tells_what_is_proven_from_what_is_only_named(shipped: Ground, proven: tuple[Answer, ...]) -> None:
    page = PAGE["page"](shipped, REQUIREMENTS.areas)
    rows = {line.split(" | ")[0].removeprefix("| "): line for line in page.split("\n") if line.startswith("| ")}
    for one in proven:
        by = f"shape of {one.by}: " if one.how == "shape" else f"`{one.by}`"
        assert by in rows[one.requirement]
    shown = {(one.requirement, one.by) for one in proven}
    for file in shipped.policies.rules.values():
        for id in file.rule.requirements:
            assert ((id, file.id) in shown) is (f"({file.id})" not in rows[id])
    assert all(f"| {one.evidence} |" in rows[id] for id, one in KNOWN.items() if id in rows)


@pytest.mark.parametrize(
    ("waits", "rest", "found", "state"),
    [
        ({}, {}, 0, "open"),
        ({}, {}, 1, "answered"),
        ({}, {"Maturity": "x"}, 1, "in part"),
        ({}, {"Maturity": "x"}, 0, "open"),
        ({"Maturity": "x"}, {}, 0, "waits"),
        ({"Maturity": "x"}, {}, 1, "in part"),
    ],
)
def test_states(waits: Mapping[str, str], rest: Mapping[str, str], found: int, state: str) -> None:
    one = Requirement(title="t", evidence="catalog", waits=waits, rest=rest)
    assert PAGE["state"](one, [Answer("X", "rule", "a/b", "m")] * found) == state
