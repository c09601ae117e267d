"""The shipped schemas: sound by an independent judge, described, and drawn from data alone."""

import copy
from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keur.bundle import shipped
from keur.kinds import Kinds, load
from keur.kinds.forms import written

FILES = shipped("schemas")
KINDS = load(FILES)
NAMES = sorted(KINDS)

# what the examples of the design need; a kind more needs no line here
NEEDED = {
    "Service",
    "ServiceLevelAgreement",
    "OperationalLevelAgreement",
    "UnderpinningContract",
    "ConfigurationItem",
    "ChangeModel",
    "Change",
    "Process",
    "Waiver",
    "Calendar",
    "Group",
    "Role",
    "Person",
    "Customer",
    "BusinessProcess",
    "Supplier",
    "Document",
    "Policy",
}


def test_the_kinds_that_the_examples_use_are_there() -> None:
    assert set(KINDS) >= NEEDED


def test_every_file_is_a_kind_or_a_relation_or_a_list() -> None:
    kinds = [name for name in FILES if "/" not in name and name not in ("envelope.yaml", "shared.yaml")]
    assert sorted(name.removesuffix(".yaml") for name in kinds) == NAMES
    assert len([name for name in FILES if name.startswith("relations/")]) == len(KINDS.relations)
    lists = [name.removeprefix("reference/") for name in FILES if name.startswith("reference/")]
    assert set(KINDS.lists) == {name.removesuffix(".yaml") for name in lists}
    for entries in [part for said in KINDS.lists.values() for part in said.values() if isinstance(part, list)]:
        assert [entry for entry in entries if not entry["source"].startswith(("line ", "lines "))] == []


@pytest.mark.parametrize("name", NAMES)
def test_schemas_are_json_schema(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(written(KINDS[name].document))
    jsonschema.Draft202012Validator.check_schema(KINDS[name].schema)
    jsonschema.Draft202012Validator.check_schema(KINDS[name].spec_schema)


@pytest.mark.parametrize("name", NAMES)
def test_every_field_is_described_in_a_sentence(name: str) -> None:
    for place, field in fields(KINDS[name].document, ""):
        description = field["description"]
        assert description[0].isupper(), place
        assert description.endswith("."), place
        assert 5 <= len(description) <= 160, (place, len(description))


def fields(schema: Mapping[str, Any], where: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, field in schema.get("properties", {}).items():
        yield f"{where}/{name}", field
        yield from fields(field, f"{where}/{name}")
    for keyword in ("items", "additionalProperties"):
        if isinstance(schema.get(keyword), Mapping):
            yield from fields(schema[keyword], f"{where}/{keyword}")


def test_every_relation_is_used_and_every_inverse_is_its_own() -> None:
    used = {ref["relation"] for kind in KINDS.values() for ref in references(kind.document)}
    assert {KINDS.direction(name)[0] for name in used} == set(KINDS.relations)
    said = [word for one in KINDS.relations.values() for word in (one.name, one.inverse)]
    assert len(said) == len(set(said))
    assert KINDS.direction("dependsOn") == ("dependsOn", False)
    assert KINDS.direction("requiredBy") == ("dependsOn", True)
    assert KINDS.direction("loves") is None


def references(schema: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(schema, Mapping):
        if "x-ref" in schema:
            yield schema["x-ref"]
        for part in schema.values():
            yield from references(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from references(part)


@pytest.mark.parametrize("name", NAMES)
def test_the_first_example_is_the_smallest_valid_entity(name: str) -> None:
    first, *_ = KINDS[name].examples
    document = {"kind": name, **first}
    assert KINDS[name].problems(document) == []
    assert set(document.get("spec", {})) == set(KINDS[name].document["properties"]["spec"].get("required", ()))
    assert list(document["metadata"]) == ["name"]


@pytest.mark.parametrize("name", NAMES)
def test_schemas_require_identity_and_edges_only(name: str) -> None:
    spec = KINDS[name].document["properties"]["spec"]
    asked = {field for field in spec.get("required", ()) if not list(references(spec["properties"][field]))}
    assert asked == ({"rule"} if name == "Waiver" else set())
    assert len(spec.get("required", ())) <= 1 + len(asked)


SEEDS = [(name, {"kind": name, **example}) for name in NAMES for example in KINDS[name].examples]
JUNK = st.sampled_from(
    [None, True, 0, -1, 2.5, "", "x", "4h", [], ["a", "a"], {}, {"x-a": 1}, {"name": []}, {"ref": "b"}]
)


@given(st.sampled_from(SEEDS), st.data())
@settings(max_examples=250, deadline=None)
def test_an_independent_validator_agrees(seed: tuple[str, dict[str, Any]], data: st.DataObject) -> None:
    name, document = seed
    document = mutated(copy.deepcopy(document), data)
    fits = jsonschema.Draft202012Validator(written(KINDS[name].document)).is_valid(document)
    assert (KINDS[name].problems(document) == []) == fits


def mutated(document: dict[str, Any], data: st.DataObject) -> dict[str, Any]:
    """One to three places of the document replaced, removed or added."""
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.sampled_from(list(containers(document))))
        junk = copy.deepcopy(data.draw(JUNK))
        if isinstance(at, dict):
            key = data.draw(st.sampled_from([*at, "nmae", "x-more"]))
            if junk is None and key in at:
                del at[key]
            else:
                at[key] = junk
        elif at:
            at[data.draw(st.integers(0, len(at) - 1))] = junk
        else:
            at.append(junk)
    return document


def containers(value: Any) -> Iterator[Any]:
    if isinstance(value, (dict, list)):
        yield value
        for part in value.values() if isinstance(value, dict) else value:
            yield from containers(part)


def test_a_kind_and_a_relation_more_touch_no_code() -> None:
    files = {
        **FILES,
        "Hazard.yaml": b"""
title: Hazard
description: An uncertainty that may do harm.
x-class: definition
x-folder: governance
properties:
  of: {type: string, x-ref: {kinds: [Service], relation: endangers}, description: What it may harm.}
  level: {$ref: "shared#/$defs/level", default: low, description: How bad it is.}
examples:
  - metadata: {name: fire}
""",
        "relations/endangers.yaml": b"{inverse: endangeredBy, meaning: May harm., strength: knowledge, impact: none}",
    }
    kinds = load(files)
    admitted = kinds["Hazard"].admit({"kind": "Hazard", "metadata": {"name": "fire"}, "spec": {"of": "payroll"}})
    assert admitted.spec == {"of": "payroll", "level": "low"}
    assert [reference.relation for reference in admitted.references] == ["endangers"]
    assert kinds.direction("endangeredBy") == ("endangers", True)
    assert kinds.suggest("Hazrad") == "Hazard"


def test_verified_files_give_the_same_kinds() -> None:
    assert load(FILES, verified=True).digest == KINDS.digest


def test_a_digest_tells_what_changed() -> None:
    changed = dict(FILES)
    changed["Group.yaml"] = changed["Group.yaml"].replace(b"default: group", b"default: team")
    other = load(changed)
    assert {name for name in KINDS if KINDS[name].digest != other[name].digest} == {"Group"}
    assert other.digest != KINDS.digest


def test_kinds_are_a_mapping() -> None:
    assert isinstance(KINDS, Kinds)
    assert KINDS["Service"].title == "Service"
    assert KINDS["Service"].folder == "portfolio"
    assert KINDS["Change"].class_ == "record"
    assert KINDS.get("Nothing") is None
    assert KINDS.suggest("service") == "Service"
    assert KINDS.suggest("Configurationitem") == "ConfigurationItem"
    assert KINDS.suggest("Zebra") is None
