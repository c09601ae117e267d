"""What each file of a repository is to keur, and which names of keur.yaml nothing answers to."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from keur.config import Config, RuleSetting, Source, read, schema_text, strangers
from keur.manifest import parse
from keur.model import Region
from keur.typed import fields

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT.parent / "shared" / "examples"


def nowhere(pointer: str, *, on_key: bool = False) -> Region:
    return Region(1, len(pointer), 1, 2 if on_key else 1)


def config(**fields: object) -> Config:
    return read(fields, nowhere)


GROWN = config(
    catalog=["catalog/", "teams"],
    policies=["rules", "catalog/own-rules"],
    schemas=["kinds"],
    mappings=["mappings"],
    baseline="quality/baseline.yaml",
    sources=[
        {"paths": ["extracts/*.csv", "catalog/foreign/"], "mapping": "assets", "role": "observed"},
        {"paths": ["**/catalog-info.{yaml,yml}"], "mapping": "backstage"},
        {"paths": ["extracts/a.csv"], "mapping": "second"},
    ],
)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("keur.yaml", "configuration"),
        ("catalog/keur.yaml", "catalog"),
        ("quality/baseline.yaml", "baseline"),
        (".keur/baseline.yaml", "elsewhere"),
        ("rules/area/rule.yaml", "policies"),
        ("catalog/own-rules/a/b.yml", "policies"),
        ("rules/README.md", None),
        ("kinds/Thing.yaml", "schemas"),
        ("mappings/assets.yaml", "mappings"),
        ("extracts/assets.csv", "source"),
        ("extracts/deep/assets.csv", None),
        ("catalog/foreign/x.yaml", "source"),
        ("catalog-info.yaml", "source"),
        ("apps/x/catalog-info.yml", "source"),
        ("catalog/portfolio/zaaksysteem.yaml", "catalog"),
        ("teams/a.yml", "catalog"),
        ("teams.yaml", "elsewhere"),
        ("deploy/app.yaml", "elsewhere"),
        ("catalog/README.md", None),
        ("CODEOWNERS", "owners"),
        (".github/CODEOWNERS", "owners"),
        ("src/CODEOWNERS", None),
        ("src/main.py", None),
    ],
)
def test_what_a_file_is(path: str, expected: str | None) -> None:
    assert GROWN.use(path) == expected
    assert GROWN.relevant(path) == (expected is not None)


def test_several_mappings_may_read_one_file() -> None:
    assert [source.mapping for source in GROWN.sources_of("extracts/a.csv")] == ["assets", "second"]
    assert GROWN.sources_of("catalog/a.yaml") == ()


def test_without_a_file_the_catalog_folder_counts() -> None:
    assert Config().use("catalog/a.yaml") == "catalog"
    assert Config().use(".keur/baseline.yaml") == "baseline"
    assert Config().use("other/a.yaml") == "elsewhere"
    assert config(catalog=["."]).use("other/a.yaml") == "catalog"


def test_levels() -> None:
    levels = config(enforce={"default": 2, "change-management": 3})
    assert [levels.level(area) for area in ("change-management", "access-management")] == [3, 2]
    assert config(enforce={"change-management": 3}).level("access-management") == 1


def test_names_that_nothing_answers_to() -> None:
    said = config(
        enforce={"default": 1, "chnage-management": 2, "change-management": 2},
        sources=[{"paths": ["a"], "mapping": "backstge"}],
        frameworks=["nis2", "iso-1"],
        rules={"change-management/remediation": {"off": True, "reason": "x"}},
    )
    known = {
        "areas": {"change-management"},
        "rules": {"change-management/remediation-plan"},
        "mappings": {"backstage"},
        "frameworks": {"nis2"},
    }
    assert [line.split(": ", 1)[1] for line in strangers(said, nowhere, **known)] == [
        "enforce.chnage-management: there is no area chnage-management; did you mean change-management?",
        "sources.0.mapping: there is no mapping backstge; did you mean backstage?",
        "frameworks.1: there is no framework iso-1",
        "rules.change-management/remediation: there is no rule change-management/remediation; "
        "did you mean change-management/remediation-plan?",
    ]
    assert strangers(Config(), nowhere, areas=(), rules=(), mappings=(), frameworks=()) == ()


def test_the_published_schema_is_a_schema_and_takes_what_is_taken() -> None:
    schema = json.loads(schema_text())
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    assert validator.is_valid({})
    assert validator.is_valid(parse((ROOT / "keur.yaml").read_bytes()).documents[0].data)
    for wrong in (
        {"catlog": []},
        {"enforce": {"default": 6}},
        {"inlineIgnore": "error"},
        {"sources": [{"paths": []}]},
        {"rules": {"a/b": {"off": True}}},
        {"rules": {"a": {"off": True, "reason": "x"}}},
    ):
        assert not validator.is_valid(wrong), wrong


def test_the_grown_example_is_valid() -> None:
    path = EXAMPLES / "12-keur.yaml"
    if not path.exists():
        pytest.skip("../shared/examples is not here")
    data = parse(path.read_bytes()).documents[0].data
    assert list(Draft202012Validator(json.loads(schema_text())).iter_errors(data)) == []


@pytest.mark.parametrize("kind", [Config, Source, RuleSetting])
def test_every_field_has_hover_text(kind: type) -> None:
    assert [name for name, field in fields(kind).items() if not field.metadata.get("description")] == []
