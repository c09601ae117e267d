"""Rule files: what is refused when they are loaded, and where."""

import json
from collections.abc import Mapping

import pytest

from keur import bundle
from keur.assess import Ground, ground
from keur.config import Config
from keur.errors import KeurError
from keur.model.quantities import Day
from keur.typed import build

AREA = b"title: Test\ndescription: Rules of the test.\n"
RULE = """\
title: A rule
level: 1
severity: error
rationale: It is a test.
remedy: None.
kind: Service
assert: has(self.metadata.title)
message: "broken"
"""
DAY = Day.of(2027, 3, 28)
SCHEMAS = bundle.shipped("schemas")


def of(files: Mapping[str, str], config: str = "{}") -> Ground:
    policies = {"test/area.yaml": AREA, **{path: text.encode() for path, text in files.items()}}
    return ground(SCHEMAS, {"": policies}, build(Config, json.loads(config)))


def refusal(files: Mapping[str, str], config: str = "{}") -> str:
    with pytest.raises(KeurError) as refused:
        of(files, config).compile_all(DAY)
    return str(refused.value)


def test_a_rule_as_it_should_be() -> None:
    assert list(of({"test/a.yaml": RULE}).compile_all(DAY)) == ["test/a"]


def test_a_rule_of_every_kind_is_compiled_once() -> None:
    ground = of({"test/a.yaml": RULE.replace("kind: Service", 'kind: "*"')})
    rule = ground.compile_all(DAY)["test/a"]
    assert set(rule.kinds) == set(ground.kinds)
    assert list(rule.expressions) == ["*"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("level: 1", "level: 9", "test/a.yaml:2:8: level: Input should be less than or equal to 5"),
        ("level: 1", "levle: 1", "test/a.yaml:2:1: levle: unknown field; did you mean level?"),
        ("title: A rule", "title: [", "test/a.yaml:"),
        ("assert: has(self.metadata.title)\n", "", "a rule says assert"),
        ("kind: Service", "kind: Servise", "test/a.yaml:6:7: kind: there is no kind Servise; did you mean Service?"),
        ("kind: Service", "kind: [Catalog, Service]", "Catalog stands alone"),
        ("kind: Service", 'kind: ["*", Service]', "`*` stands alone: it is every kind"),
        ("kind: Service", 'kind: "*"\nwhen: has(self.metadata.titel)', "did you mean title?"),
        ("has(self.metadata.title)", "has(self.metadata.titel)", "test/a.yaml:7:27: assert:"),
        ("has(self.metadata.title)", "has(self.metadata.titel)", "did you mean title?"),
        ("has(self.metadata.title)", "self.metadata.title", "title may be absent"),
        ("has(self.metadata.title)", "self.name", "this must be bool, it is string"),
        ("has(self.metadata.title)", "self.refs('dependOn').size() > 0", "there is no relation dependOn; did you mean dependsOn?"),
        ("has(self.metadata.title)", "self.referrers('Servise', 'owner').size() > 0", "did you mean Service?"),
        ("has(self.metadata.title)", "lookup('Service', 'spec.statis', 'x').size() > 0", "did you mean status?"),
        ("has(self.metadata.title)", "entity('Servise/a').hasValue()", "there is no kind Servise"),
        ("has(self.metadata.title)", "self.name.matches('(a')", "test/a.yaml:7:9: assert:"),
        ("has(self.metadata.title)", "self.spec.status == 'live'", "the value is never"),
        ("has(self.metadata.title)", "commit.author == 'x'", "commit is not in this version of keur"),
        ("has(self.metadata.title)", "self.history('spec.status').size() > 0", "not in this version of keur"),
        ("has(self.metadata.title)", "self.availability() > 0.9", "not in this version of keur"),
        ("has(self.metadata.title)", "all('Service').exists(s, s.name > self.name)", "use referrers() or lookup()"),
        ('message: "broken"', 'message: "{self.nam}"', "test/a.yaml:8:"),
        ('message: "broken"', 'message: "{self.name"', "this brace is not closed"),
        ('message: "broken"', 'message: "broken"\neach: {"a, b": "self.spec.?utility.orValue([])"}', "ranges over a map"),
        ('message: "broken"', 'message: "broken"\neach: {"a b": "[1]"}', "neither a name nor two names"),
        ('message: "broken"', 'message: "broken"\nparams: {most: {type: integer}}', "most needs a default and a description"),
        ('message: "broken"', 'message: "broken"\nbuiltin: true', "a built-in rule says no kind"),
    ],
)  # fmt: skip
def test_what_is_refused(old: str, new: str, said: str) -> None:
    assert old in RULE
    assert said in refusal({"test/a.yaml": RULE.replace(old, new)})


def test_everything_is_said_at_once() -> None:
    text = refusal(
        {
            "test/a.yaml": RULE.replace("level: 1", "level: 0"),
            "test/b.yaml": RULE.replace("kind: Service", "kind: Nothing"),
            "test/c.yaml": RULE.replace("metadata.title", "metadata.titel"),
            "test/D.yaml": RULE,
            "other/e.yaml": RULE,
        }
    )
    for part in ("test/a.yaml:2:8", "test/b.yaml:6:7", "test/c.yaml:7:", "test/D.yaml: a rule stands at AREA/NAME.yaml",
                 "other/area.yaml: the area other says nowhere what it is about"):  # fmt: skip
        assert part in text


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ('{"mots": 1}', "test/a has no parameter mots; it has most"),
        ('{"most": "many"}', "parameter most: expected integer, not 'many'"),
        ('{"most": true}', "parameter most: expected integer, not True"),
        ('{"most": 7}', ""),
    ],
)
def test_parameters_of_keur_yaml(params: str, said: str) -> None:
    rule = RULE.replace(
        'message: "broken"', 'message: "broken"\nparams: {most: {type: integer, default: 3, description: The most.}}'
    )
    config = f'{{"rules": {{"test/a": {{"params": {params}, "reason": "test"}}}}}}'
    if said:
        assert said in refusal({"test/a.yaml": rule}, config)
    else:
        assert of({"test/a.yaml": rule}, config).compiled("test/a").params == {"most": 7}
