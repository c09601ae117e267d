"""What rules say that they evidence exists, and what `keur.yaml` chooses is what reports show."""

import json
from collections.abc import Mapping

import pytest

from keur import bundle
from keur.assess import Ground, ground
from keur.config import Config
from keur.errors import KeurError
from keur.model.quantities import Day
from keur.typed import build

TODAY = Day.of(2027, 3, 28)
AREA = b"title: Ours\ndescription: Rules of the test.\n"
RULE = """\
title: A rule
level: 1
severity: error
rationale: It is a test.
remedy: None.
controls: {iso-20000-1-2018: ["8.5.1.3"], nis2: ["21(2)(d)", "21(2)(e)"]}
kind: Service
assert: has(self.metadata.title)
message: broken
"""
HOUSE = """\
title: House rules
edition: "3"
publisher: Duinstad
description: What we promised ourselves.
source: The intranet.
controls:
  H.1: {title: Doors are closed}
"""


def of(rule: str = RULE, config: str = "{}", own: Mapping[str, str] | None = None) -> Ground:
    policies = {
        "": bundle.shipped("policies"),
        "ours/": {"ours/area.yaml": AREA, "ours/rule.yaml": rule.encode()},
    }
    schemas = {"schemas": {path: text.encode() for path, text in (own or {}).items()}}
    return ground(bundle.shipped("schemas"), policies, build(Config, json.loads(config)), schemas)


def test_ids_that_exist() -> None:
    assert "ours/rule" in of().compile_all(TODAY)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("iso-20000-1-2018:", "iso-20000-1-2011:", "ours/ours/rule.yaml:6:12: controls.iso-20000-1-2011: there is no framework iso-20000-1-2011; did you mean iso-20000-1-2018?"),
        ("nis2:", "soc2:", "there is no framework soc2"),
        ('"8.5.1.3"', '"8.5.1.4"', "ours/ours/rule.yaml:6:31: controls.iso-20000-1-2018.0: iso-20000-1-2018 has no control 8.5.1.4; did you mean 8.5.1.3?"),
        ('"21(2)(e)"', '"21(2)(k)"', "ours/ours/rule.yaml:6:62: controls.nis2.1: nis2 has no control 21(2)(k); did you mean 21(2)(j)?"),
        ('["8.5.1.3"]', "[8.5]", "ours/ours/rule.yaml:6:31: controls.iso-20000-1-2018.0: expects text, not 8.5; put it in quotes"),
    ],
)  # fmt: skip
def test_ids_that_do_not_exist(old: str, new: str, said: str) -> None:
    with pytest.raises(KeurError) as refused:
        of(RULE.replace(old, new)).compile_all(TODAY)
    assert said in str(refused.value)
    assert len(refused.value.problems) == 1


def test_rules_may_name_a_framework_of_the_organisation_and_its_edit_is_noticed() -> None:
    rule = RULE.replace("nis2:", "house: [H.1], nis2:")
    own = {"kinds/frameworks/house.yaml": HOUSE}
    before = of(rule, own=own)
    assert "ours/rule" in before.compile_all(TODAY)
    after = of(rule, own={"kinds/frameworks/house.yaml": HOUSE.replace("H.1", "H.2")})
    with pytest.raises(KeurError, match=r"house has no control H.1; did you mean H.2\?"):
        after.compile_all(TODAY)
    assert before.digests["frameworks"] != after.digests["frameworks"]
    assert before.digests["schemas"] == after.digests["schemas"]


def test_a_framework_of_the_organisation_that_is_malformed() -> None:
    with pytest.raises(KeurError, match=r"kinds/frameworks/house\.yaml"):
        of(own={"kinds/frameworks/house.yaml": "title: 3\n"})


@pytest.mark.parametrize(
    ("chosen", "controls"),
    [
        ([], {}),
        (["nis2"], {"nis2": ("21(2)(d)", "21(2)(e)")}),
        (["iso-27001-2022"], {}),
        (["nis2", "iso-20000-1-2018"], {"nis2": ("21(2)(d)", "21(2)(e)"), "iso-20000-1-2018": ("8.5.1.3",)}),
    ],
)
def test_reports_show_the_frameworks_that_keur_yaml_names(
    chosen: list[str], controls: dict[str, tuple[str, ...]]
) -> None:
    made = of(config=json.dumps({"frameworks": chosen}))
    assert made.rule_info("ours/rule", TODAY, {}).controls == controls
    assert [framework.name for framework in made.chosen_frameworks] == chosen
    for framework in made.chosen_frameworks:
        assert set(made.rule_info("ours/rule", TODAY, {}).controls.get(framework.name, ())) <= framework.controls.keys()
