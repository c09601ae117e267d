"""How controls stand, by what the rules that are evidence of them found."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.views.viewing import rows, texts

from keur import bundle, views
from keur.assess import Ask, ground, judge, read, report
from keur.config import Config, Source
from keur.evaluate import Evaluation, MemoryResults
from keur.frameworks import Control, Framework
from keur.model import Snapshot
from keur.model.quantities import Day
from keur.rules import Rule
from keur.views.controls import HEADINGS, STATES, state

TODAY = Day.of(2027, 3, 28)
A, B = frozenset({"Service/a"}), frozenset({"Service/b"})
Found = views.Evidence
STANDS = {
    "nobody is evidence": ([], "unmapped"),
    "nothing was judged": ([Found()], "not assessed"),
    "what there is could not be judged": ([Found(unjudged=A)], "not assessed"),
    "nobody asked": ([Found(asked=False)], "not assessed"),
    "all passes": ([Found(passed=A), Found(passed=B)], "met"),
    "what was judged passes": ([Found(passed=A, unjudged=B), Found(), Found(asked=False)], "met"),
    "one rule is broken once": ([Found(passed=A | B), Found(passed=A, failed=B)], "not met"),
    "a waiver excuses all that is broken": ([Found(passed=A), Found(waived=B)], "waived"),
    "a waiver excuses only part": ([Found(waived=A), Found(failed=B)], "not met"),
    "nothing but what a waiver excuses": ([Found(waived=A)], "waived"),
}


@pytest.mark.parametrize("case", STANDS)
def test_how_a_control_stands(case: str) -> None:
    found, expected = STANDS[case]
    assert state(found) == expected


OUTCOMES = st.lists(st.lists(st.sampled_from(["passed", "failed", "waived", "unjudged"]), max_size=4), max_size=3)


@given(OUTCOMES)
def test_how_a_control_stands_follows_from_single_results(results: list[list[str]]) -> None:
    """Oracle: results one by one, the worst of those that were judged counts."""
    found = [
        Found(**{field: frozenset(str(i) for i, one in enumerate(some) if one == field) for field in set(some)})
        for some in results
    ]
    worst = ["unjudged", "passed", "waived", "failed"]
    ranks = [worst.index(one) for some in results for one in some]
    expected = ["not assessed", "met", "waived", "not met"][max(ranks, default=0)] if results else "unmapped"
    assert state(found) == expected


RULE = Rule(
    title="T", level=1, severity="error", rationale="R", remedy="R", kind=("Service",), assertion="true", message="M"
)
HELD = {"8": None, "8.5": "8", "8.5.1": "8.5", "8.6": "8", "9": None, "10": None, "10.1": "10"}


def controls(naming: Mapping[str, tuple[str, ...]], found: Mapping[str, Found], **about: Any) -> views.Shown:
    framework = Framework(
        title="F", edition="1", publisher="P", description="D.", source="S.",
        controls={id: Control(title=f"About {id}", within=within) for id, within in HELD.items()},
    )  # fmt: skip
    file = views.load(bundle.shipped("schemas"), {}).files["controls"]
    asked = views.Asked("f", framework, "work tree", "2027-03-28", **about)
    rules = {id: replace(RULE, controls={"f": ids}) for id, ids in naming.items()}
    return views.controls(file, asked, rules, found)


def test_controls_stand_in_their_order_under_their_groups() -> None:
    made = controls({"a/x": ("8.5", "8.6"), "b/y": ("8.6",)}, {"a/x": Found(passed=A), "b/y": Found(waived=A | B)})
    assert [(table.group, [row.cells[0].text for row in table.rows]) for table in made.tables] == [
        ("8 About 8 / 8.5 About 8.5", ["8.5", "8.5.1"]),
        ("8 About 8", ["8.6"]),
        ("9 About 9", ["9"]),
        ("10 About 10", ["10.1"]),
    ]
    assert texts(made)["", "8 About 8"] == [
        list(HEADINGS),
        ["8.6", "About 8.6", "waived", "2", "", "a, b", "", "a: x; b: y", ""],
    ]
    assert [row[2] for row in rows(made)] == ["met", "unmapped", "waived", "unmapped", "unmapped"]
    assert made.description.endswith("1 met, 1 waived, 3 unmapped.")
    assert [row.entity for table in made.tables for row in table.rows][:2] == ["f/8.5", "f/8.5.1"]


def test_what_the_output_says_of_itself() -> None:
    said = controls({}, {}).description
    assert "by these rules" in said
    assert "keur evidences, it does not certify" in said


def test_many_names_are_counted_for_people_and_listed_for_programs() -> None:
    many = frozenset(f"Service/s{index:02}" for index in range(13))
    cell = controls({"a/x": ("9",)}, {"a/x": Found(failed=many | {""})}).tables[2].rows[0].cells[4]
    assert cell.text == "the whole catalog, s00, s01, s02, s03, s04, s05, s06, s07, s08 (+4)"
    assert len(cell.value) == 14
    assert cell.value[:2] == ["the whole catalog", "Service/s00"]


def test_the_shipped_wording_has_every_heading_and_state_in_dutch() -> None:
    said = views.load(bundle.shipped("schemas"), {}).files["controls"].view.nl.headings
    assert set(said) == {*HEADINGS, *STATES, "the whole catalog"}
    dutch = controls({"a/x": ("9",)}, {"a/x": Found(waived=frozenset({""}))}, language="nl")
    assert dutch.translated().tables[2].columns[2] == "Stand"
    assert [cell.text for cell in dutch.tables[2].rows[0].cells][2:6] == ["ontheven", "1", "", "de hele catalogus"]
    assert dutch.tables[2].rows[0].cells[2].value == "waived"
    assert "certificeert niet" in dutch.translated().description
    assert dutch.translated().title == "Beheersmaatregelen: F, 1"


RULES = {
    "house/area.yaml": "title: House\ndescription: Ours.\n",
    "house/owned.yaml": """
title: A service has an owner
level: 3
severity: error
rationale: R.
remedy: R.
controls: {nis2: ["21(2)(d)"]}
kind: Service
when: self.spec.status != "retired"
assert: has(self.metadata.owner)
message: "{self.name} is nobody's"
""",
    "house/some.yaml": """
title: There is a service
level: 2
severity: error
rationale: R.
remedy: R.
controls: {nis2: ["21(2)(d)"]}
kind: Catalog
assert: all("Service").size() > 0
message: there is none
""",
    "house/named.yaml": """
title: Everything has a title
level: 1
severity: info
rationale: R.
remedy: R.
controls: {nis2: ["21(2)(e)"]}
kind: "*"
assert: has(self.metadata.title)
message: "{self.name} has no title"
""",
}
CATALOG = """
kind: Service
metadata: {name: owned, title: Owned, owner: apps}
---
kind: Service
metadata: {name: lost, title: Lost}
---
kind: Service
metadata: {name: excused, title: Excused}
---
kind: Service
metadata: {name: late, title: Late}
---
kind: Service
metadata: {name: gone, title: Gone}
spec: {status: retired}
---
kind: Service
metadata: {name: torn}
spec: {status: nowhere}
---
kind: Waiver
metadata: {name: w1, title: W}
spec: {rule: house/owned, entities: [excused], reason: Next year., until: 2027-12-31}
---
kind: Waiver
metadata: {name: w2, title: W}
spec: {rule: house/owned, entities: [late], reason: Last year., until: 2026-12-31}
"""


def found(config: Config, files: Mapping[str, str]) -> Mapping[str, Found]:
    """What the rules above find in these files."""
    shipped = {
        path: data
        for path, data in bundle.shipped("policies").items()
        if b"builtin: true" in data or path.endswith("area.yaml")
    }
    own = {path: text.encode() for path, text in RULES.items()}
    standing = ground(bundle.shipped("schemas"), {"": shipped, "rules/": own}, config)
    reading, results = read(Snapshot.of(files), standing), MemoryResults()
    judge(reading, standing, TODAY, Evaluation(standing.compile_all(TODAY), results), lambda _: None)
    made = report(reading, standing, Ask(TODAY, "clock"), results.tally())
    rules = {id: file.rule for id, file in standing.policies.rules.items() if file.rule.controls}
    asked = {id for id in rules if standing.asked(id, TODAY)}
    return views.evidence(rules, asked, reading.declared.catalog, results, made.findings)


def test_evidence_is_what_a_run_found() -> None:
    said = found(Config(), {"catalog/a.yaml": CATALOG})
    assert said["house/owned"] == Found(
        passed=frozenset({"Service/owned"}),
        failed=frozenset({"Service/lost", "Service/late"}),
        waived=frozenset({"Service/excused"}),
        unjudged=frozenset({"Service/torn"}),
    )
    assert said["house/some"] == Found(asked=False), "it is about the whole catalog, and level 2 is not in use"
    assert {"Service/gone", "Waiver/w1"} < said["house/named"].passed


def test_a_rule_about_the_whole_catalog_is_evidence_once_its_level_is_in_use() -> None:
    said = found(Config(enforce={"default": 2}), {"catalog/a.yaml": CATALOG})
    assert said["house/some"] == Found(unjudged=frozenset({""})), "a service whose shape is wrong hides it"
    said = found(Config(enforce={"default": 2}), {"catalog/a.yaml": CATALOG.replace("nowhere", "design")})
    assert said["house/some"] == Found(passed=frozenset({""}))


def test_what_a_source_cannot_say_is_not_judged() -> None:
    config = Config(sources=(Source(paths=("list.yml",), mapping="gitlab-runbooks"),))
    said = found(config, {"list.yml": "services: [{name: payments, friendly_name: Payments}]\n"})
    assert said["house/owned"] == Found(unjudged=frozenset({"Service/payments"}))
    assert said["house/named"] == Found(passed=frozenset({"Service/payments"}))
