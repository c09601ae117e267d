"""Schemas for editors and other tools: plain JSON Schema, complete, with today's names when asked."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from keur.kinds import Kinds

EXAMPLES = Path(__file__).resolve().parents[3] / "shared" / "examples"


def valid(schema: Any, document: Any) -> bool:
    return jsonschema.Draft202012Validator(schema).is_valid(document)


def test_the_combined_schema_is_sound_and_holds_nothing_of_ours(kinds: Kinds) -> None:
    schema = kinds.json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    text = json.dumps(schema)
    assert '"x-' not in text
    assert '"format"' not in text
    assert "keur/v1" in text


def test_it_takes_every_example_of_a_kind(kinds: Kinds) -> None:
    schema = kinds.json_schema()
    for kind in kinds.values():
        for example in kind.examples:
            document = {"kind": kind.name, **example}
            assert valid(schema, document), document
            assert valid(kind.schema, document), document


@pytest.mark.skipif(not EXAMPLES.is_dir(), reason="../shared/examples is absent")
def test_it_takes_the_yardstick(kinds: Kinds, documents) -> None:
    schema = kinds.json_schema()
    for path in sorted(EXAMPLES.glob("[01]*.yaml")):
        if path.name != "12-keur.yaml":
            for document in documents(path.read_bytes()):
                jsonschema.Draft202012Validator(schema).validate(document)


@pytest.mark.parametrize(
    "document",
    [
        {"kind": "Servce", "metadata": {"name": "a"}},
        {"kind": "Service", "metadata": {"name": "a"}, "spec": {"dependson": []}},
        {"kind": "Change", "metadata": {"name": "a"}, "spec": {"outcome": "good"}},
        {"kind": "Change", "metadata": {"name": "a"}, "spec": {"raised": {"on": "yesterday"}}},
        {"kind": "ConfigurationItem", "metadata": {"name": "a"}, "spec": {"mtbf": "90 days"}},
        {"kind": "ConfigurationItem", "metadata": {"name": "a"}, "spec": {"availability": "99,9%"}},
    ],
)
def test_it_refuses_what_keur_refuses(kinds: Kinds, document: Any) -> None:
    assert not valid(kinds.json_schema(), document)


def test_todays_names_are_offered(kinds: Kinds) -> None:
    names = {"Service": ["mail", "db"], "ConfigurationItem": ["db", "san"], "Group": ["team"], "Person": []}
    schema = kinds.json_schema(names)
    jsonschema.Draft202012Validator.check_schema(schema)

    def service(**spec: Any) -> bool:
        return valid(schema, {"kind": "Service", "metadata": {"name": "a", "owner": "team"}, "spec": spec})

    assert service(dependsOn=["mail", "san", "Service/db", "ConfigurationItem/db", {"ref": "mail"}])
    assert not service(dependsOn=["nail"])
    assert not service(dependsOn=[{"ref": "nail"}])
    assert not service(dependsOn=["db"]), "two kinds have the name, so it must say which"
    assert not service(teams=["mail"])
    assert not valid(schema, {"kind": "Service", "metadata": {"name": "a", "owner": "mail"}})


def test_an_item_to_add_need_not_be_there(kinds: Kinds) -> None:
    schema = kinds.json_schema({"Service": ["mail"]})
    assert valid(schema, {"kind": "Change", "metadata": {"name": "a"}, "spec": {"items": {"new": "add"}}})
