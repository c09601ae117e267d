"""Frameworks as an organisation uses them: chosen in keur.yaml, evidenced by its own rules, shown in reports."""

import json

import pytest
from tests.cli.conftest import CLEAN, Place

HOUSE = """\
title: House rules
edition: "3"
publisher: Duinstad
description: What we promised ourselves.
source: The intranet.
controls:
  H.1: {title: Doors}
  H.1.1: {within: H.1, title: Doors are closed}
"""
RULE = """\
title: A service is called payments
level: 1
severity: warning
rationale: It is a test.
remedy: Call it so.
controls: {house-rules: [H.1.1], nis2: ["21(2)(d)"]}
kind: Service
assert: self.name == "payments"
message: "{self.name} is not payments"
examples:
  - pass: |
      metadata: {name: payments}
  - fail: |
      metadata: {name: tax}                # <- here
"""
CONFIG = "schemas: [kinds/]\npolicies: [rules/]\nframeworks: [house-rules, iso-27001-2022]\n"
FILES = {
    "keur.yaml": CONFIG,
    "catalog/a.yaml": CLEAN,
    "kinds/frameworks/house-rules.yaml": HOUSE,
    "rules/house/area.yaml": "title: House\ndescription: Ours.\n",
    "rules/house/payments.yaml": RULE,
}


def test_reports_name_the_frameworks_that_were_chosen_and_all_their_controls(place: Place) -> None:
    place.commit(FILES)
    report = json.loads(place.keur("check", "--format", "json").out)
    assert [(one["name"], one["edition"], len(one["controls"])) for one in report["frameworks"]] == [
        ("house-rules", "3", 2),
        ("iso-27001-2022", "2022", 97),
    ]
    controls = {rule["id"]: rule["controls"] for rule in report["rules"]}
    assert controls["house/payments"] == {"house-rules": ["H.1.1"]}
    assert set(controls["supplier-management/supplied-item-has-a-contract"]) == {"iso-27001-2022"}


def test_a_report_without_a_choice_names_none(place: Place) -> None:
    place.commit({"catalog/a.yaml": CLEAN})
    report = json.loads(place.keur("check", "--format", "json").out)
    assert report["frameworks"] == []
    assert {json.dumps(rule["controls"]) for rule in report["rules"]} == {"{}"}


def test_explain_says_what_a_rule_evidences(place: Place) -> None:
    place.commit(FILES)
    said = place.keur("explain", "house/payments").out
    assert "evidences  House rules H.1.1: Doors are closed" in said
    assert "NIS2" not in said


def test_own_rules_are_tested_with_the_frameworks_they_name(place: Place) -> None:
    place.commit(FILES)
    assert place.keur("test", "rules").out == "1 rule, 2 examples: all as they say.\n"


@pytest.mark.parametrize(
    "command", [("check",), ("check", "--no-cache"), ("rules",), ("explain", "house/payments"), ("test", "rules")]
)
def test_a_control_that_does_not_exist_is_refused_by_every_command(place: Place, command: tuple[str, ...]) -> None:
    place.commit(FILES)
    assert place.keur("check").code == 0  # what was right before is not resumed
    place.commit({"rules/house/payments.yaml": RULE.replace("H.1.1", "H.1.2")})
    said = place.keur(*command)
    assert (said.code, said.out) == (2, "")
    where = "rules/house/payments.yaml:6:26: controls.house-rules.0"
    assert f"{where}: house-rules has no control H.1.2; did you mean H.1.1?" in said.err


def test_a_control_that_went_from_its_framework_is_refused_although_no_rule_changed(place: Place) -> None:
    place.commit(FILES)
    assert place.keur("check").code == 0
    place.commit({"kinds/frameworks/house-rules.yaml": HOUSE.replace("H.1.1", "H.1.3")})
    said = place.keur("check")
    assert said.code == 2
    assert "house-rules has no control H.1.1; did you mean H.1.3?" in said.err


def test_a_framework_that_does_not_exist_is_refused_where_keur_yaml_names_it(place: Place) -> None:
    place.commit({**FILES, "keur.yaml": CONFIG.replace("iso-27001-2022", "iso-27001-2013")})
    said = place.keur("check")
    assert (said.code, said.out) == (2, "")
    assert (
        "keur.yaml:3:27: frameworks.1: there is no framework iso-27001-2013; did you mean iso-27001-2022?" in said.err
    )
