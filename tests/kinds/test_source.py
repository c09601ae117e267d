"""Schema files are read strictly, and nothing in them ends the process."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keur.bundle import shipped
from keur.errors import KeurError
from keur.kinds import load
from keur.kinds.source import Unreadable, read
from keur.manifest import parse

SHIPPED = shipped("schemas")


@pytest.mark.parametrize("path", [path for path in SHIPPED if not path.startswith("mappings/")])
def test_it_reads_what_the_manifest_floor_reads(path: str) -> None:
    """The two readers stand on one floor and may not share code; they must agree."""
    (document,) = parse(SHIPPED[path]).documents
    assert read(SHIPPED[path]) == document.data


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2027-03-28", "2027-03-28"),
        ("no", "no"),
        ("on", "on"),
        ("true", True),
        ("~", None),
        ("", None),
        ("''", ""),
        ("0o7", "0o7"),
        ("-3", -3),
        ("1.50", 1.5),
        ("1e3", 1000.0),
        ("'1'", "1"),
        ("1.2.3", "1.2.3"),
        ("9" * 5000, "9" * 5000),
        (".nan", ".nan"),
    ],
)
def test_scalars(text: str, value: object) -> None:
    found = read(f"a: {text}".encode())["a"]
    assert found == value
    assert type(found) is type(value)


YAMLISH = st.text(alphabet="abx-:?{}[],&*!|>%@'\"#\n\t \\1.~\x00é", max_size=60)


@given(YAMLISH | st.binary(max_size=60))
@settings(max_examples=200, deadline=None)
def test_anything_is_a_mapping_or_unreadable(data: str | bytes) -> None:
    raw = data.encode() if isinstance(data, str) else data
    try:
        found = read(raw)
    except Unreadable as error:
        found = {"reason": str(error)}
    assert isinstance(found, dict)
    assert "\n" not in found.get("reason", "")


WORDS = ["string", "object", "array", "#/$defs/a", "shared#/$defs/level", "a", "date", "(", "Service", "owner"]
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.sampled_from(WORDS),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            [
                "$ref", "$defs", "properties", "type", "items", "a", "x-ref", "x-short", "x-derive", "x-lifecycle",
                "default", "enum", "pattern", "kinds", "relation", "required", "anyOf", "additionalProperties",
                "propertyNames", "description", "format", "examples", "x-expects", "patternProperties", "x-extends",
                "states", "transitions", "terminal", "title", "x-class", "x-folder",
            ]
        ),
        inner,
        max_size=5,
    ),
    max_leaves=20,
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(["properties", "$defs", "examples", "required", "allOf"]), ANYTHING, max_size=4),
       st.sampled_from(["Tool", "Service"]))  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_any_schema_is_used_or_refused_with_its_problems(schema: dict[str, object], name: str) -> None:
    head = {} if name == "Service" else {"title": "t", "description": "d", "x-class": "record", "x-folder": "f"}
    data = json.dumps({**head, **schema}).encode()
    try:
        kinds = load(SHIPPED, extensions={f"{name}.yaml": data}, verified=True)
    except KeurError as error:
        said = error.problems
    else:
        said = ("",)
        kinds[name].problems({"kind": name, "metadata": {"name": "a"}, "spec": {"a": [1]}})
        kinds[name].admit({"kind": name, "metadata": {"name": "a"}, "spec": {"a": [1]}})
        assert kinds.json_schema()
    assert said
