"""Every mistake that the schemas make possible, one in each file: each is one finding, at its line, with a remedy."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import pytest

from keur import bundle
from keur.kinds import load
from keur.model import Finding, Report

KINDS = load(bundle.shipped("schemas"), verified=True)
MALFORMED = {
    "percentage": "99,9%",
    "duration": "4 hours",
    "period": "half a year",
    "date": "31-02-2027",
    "date-time": "2027-02-30T10:00",
    "moment": "31-02-2027",
    "time-zone": "Europe/Amsterdamm",
    "holidays": "xx",
    "pattern": "^srv-(",
}
"""Texts that are not of a format."""
SOUND = {
    "percentage": "99.9%",
    "duration": "4h",
    "period": "6 months",
    "date": "2027-02-28",
    "date-time": "2027-02-28T10:00",
    "moment": "2027-02-28",
    "time-zone": "UTC",
    "holidays": "nl",
    "pattern": "^srv-",
}
KEYS = ("p1", "mon", "2027-02-28", "2027-02", "low", "customer", "capacity", "a-name")
"""Keys that mappings whose keys are data may have; the first that a mapping takes is used."""
NOBODY = "nobody-of-this-name"

Schema = Mapping[str, Any]


class Mistake(NamedTuple):
    """A document with one thing wrong: its kind and spec, the text that is wrong, and the rule that finds it."""

    kind: str
    spec: Any
    wrong: str
    rule: str


class Place(NamedTuple):
    """A place where a text may stand: what the text may be, and the whole around a text."""

    schema: Schema
    around: Callable[[str], Any]


def places(schema: Schema) -> Iterator[Place]:
    """Every place below a schema where a text may stand, as a value or as a key."""
    said = schema.get("type")
    if said is not None and "string" in said:
        yield Place(schema, lambda text: text)
    elif said == "array":
        rest = smallest(schema)[1:]
        yield from within(schema["items"], lambda value: [value, *rest])
    elif said == "object" and "properties" in schema:
        for name, field in schema["properties"].items():
            yield from within(field, keyed(name, smallest(schema)))
    elif said == "object" and isinstance(schema.get("additionalProperties"), Mapping):
        element = schema["additionalProperties"]
        names = schema.get("propertyNames", {"type": "string"})
        yield Place(names, lambda text: {text: smallest(element, schema.get("x-expects"))})
        key = smallest(names) if "x-ref" in names else next(key for key in KEYS if takes(names, key))
        yield from within(element, keyed(key, {}))


def within(schema: Schema, wrap: Callable[[Any], Any]) -> Iterator[Place]:
    """The places of a part, seen from the whole that `wrap` puts around it."""
    for place in places(schema):
        yield Place(place.schema, wrapped(wrap, place.around))


def wrapped(outer: Callable[[Any], Any], inner: Callable[[str], Any]) -> Callable[[str], Any]:
    return lambda text: outer(inner(text))


def keyed(name: str, rest: Mapping[str, Any]) -> Callable[[Any], Any]:
    return lambda value: {**rest, name: value}


def takes(names: Schema, key: str) -> bool:
    import jsonschema

    if "format" in names:
        return key == "2027-02-28"
    return jsonschema.Draft202012Validator({**names, "type": "string"}).is_valid(key)


def smallest(schema: Schema, expects: Mapping[str, str] | None = None, which: str = "the") -> Any:
    """The smallest valid value. which: of the two entities of each kind, the one to name."""
    if "enum" in schema:
        return next(value for value in schema["enum"] if not expects or expects[value] == "present")
    match schema["type"]:
        case "array":
            return [smallest(schema["items"], which=which) for which in ("the", "other")[: schema.get("minItems", 0)]]
        case "object":
            return {name: smallest(schema["properties"][name]) for name in schema.get("required", ())}
        case "string" if "x-ref" in schema:
            allowed = schema["x-ref"]["kinds"]
            return f"{which}-{'Role' if allowed == ['*'] else allowed[0]}"
        case "string" if "pattern" in schema:
            return next(
                text for text in ("raci/activity-exists", "EUR", "Service", "always", "4h") if takes(schema, text)
            )
        case "string":
            return SOUND.get(schema.get("format", ""), "a-name")
        case "boolean":
            return True
        case _:
            return schema.get("minimum", 1)


def schema_of(kind: str) -> Schema:
    schema: Schema = KINDS[kind].document["properties"]["spec"]
    return schema


def mistakes() -> Iterator[Mistake]:
    for kind in KINDS:
        for place in places(schema_of(kind)):
            for wrong, rule in wrongs(place.schema):
                yield Mistake(kind, place.around(wrong), wrong, rule)


def wrongs(schema: Schema) -> Iterator[tuple[str, str]]:
    """Texts that may not stand at a place, each with the rule that says so."""
    if "x-extends" in schema:
        yield "itil-2011/chnage-management", "shape/value"
    elif "enum" in schema:
        yield from ((slip(text), "shape/value") for text in schema["enum"])
    elif "x-ref" in schema:
        yield NOBODY, "reference/dangling"
        allowed = schema["x-ref"]["kinds"]
        if allowed != ["*"]:
            yield f"the-{next(kind for kind in KINDS if kind not in allowed)}", "reference/wrong-kind"
    elif "format" in schema:
        yield MALFORMED[schema["format"]], "shape/format"
    elif "pattern" in schema:
        yield "not this?", "shape/value"


def ended(mistake: Mistake) -> bool:
    """Whether it is a record of something that has come to its end."""
    kind = KINDS[mistake.kind]
    state = kind.state(kind.admit({"spec": mistake.spec}).spec)
    return state is not None and state.record and state.terminal


def slip(text: str) -> str:
    """The text, off by its last letter."""
    return text[:-1] + ("x" if text[-1] != "x" else "y")


MISTAKES = list(mistakes())


@pytest.fixture(scope="module")
def found(check: Callable[..., Report]) -> Mapping[str, list[Finding]]:
    """What decides about each file, all files in one run."""
    files = {f"catalog/{number}.yaml": written(mistake, number) for number, mistake in enumerate(MISTAKES)}
    files["catalog/ground.yaml"] = "---\n".join(
        f"kind: {kind}\nmetadata: {{name: {which}-{kind}}}\nspec: {json.dumps(smallest(schema_of(kind)))}\n"
        for kind in KINDS
        for which in ("the", "other")
    )
    by_file: dict[str, list[Finding]] = {}
    for one in check(files).findings:
        # that the smallest waiver is not needed is true as well, and another matter
        if one.enforced and one.rule != "waiver/unused":
            by_file.setdefault(one.place.path, []).append(one)
    return by_file


def written(mistake: Mistake, number: int) -> str:
    """The document with a line for each value; YAML takes JSON as it is."""
    head = {"kind": mistake.kind, "metadata": {"name": f"entity-{number}"}, "spec": mistake.spec}
    return json.dumps(head, indent=1)


def test_there_are_mistakes_in_every_kind() -> None:
    assert {mistake.kind for mistake in MISTAKES} == set(KINDS)
    assert {mistake.rule for mistake in MISTAKES} == {
        "shape/value", "shape/format", "reference/dangling", "reference/wrong-kind",
    }  # fmt: skip


def test_each_is_one_finding_at_its_line_with_a_remedy(found: Mapping[str, list[Finding]]) -> None:
    amiss = []
    for number, mistake in enumerate(MISTAKES):
        said = found.get(f"catalog/{number}.yaml", [])
        if ended(mistake) and mistake.rule == "reference/dangling":
            assert not said, "what has ended may outlive what it names"
            continue
        lines = written(mistake, number).split("\n")
        there = [index for index, line in enumerate(lines, 1) if json.dumps(mistake.wrong) in line]
        told = [(one.rule, one.place.region.line) for one in said]
        if told != [(mistake.rule, there[0])] or not all(one.message and one.remedy for one in said):
            amiss.append((mistake, there, [(one.rule, one.place.region.line, one.message) for one in said]))
    assert not amiss, f"{len(amiss)} of {len(MISTAKES)}: {amiss[:20]}"
