"""Where references are written, told apart from what only looks like one."""

from pathlib import Path
from typing import Any

import pytest

from keur import bundle
from keur.kinds import load
from keur.manifest import parse
from keur.rewrite.references import Named, named

ROOT = Path(__file__).resolve().parents[2]
OWN = """\
title: Thing
description: A kind of the test.
x-class: definition
x-folder: things
properties:
  parts:
    type: object
    propertyNames: {type: string, x-ref: {kinds: ["*"], relation: changes}}
    additionalProperties: {type: string, x-ref: {kinds: [Group], relation: team}}
    description: A team for each.
  needs:
    type: array
    items:
      type: object
      x-short: ref
      properties:
        ref: {type: string, x-ref: {kinds: [Service], relation: dependsOn, soft: soft}, description: What.}
        soft: {type: boolean, description: Whether it may fail.}
        by: {type: string, x-ref: {kinds: [Person], relation: approvedBy}, description: Who says so.}
    description: What it needs.
  title: {type: string, description: No reference.}
examples: [{metadata: {name: a}}]
"""
KINDS = load(bundle.shipped("schemas"), extensions={"schemas/Thing.yaml": OWN.encode()}, verified=True)

TABLE: dict[str, tuple[Any, list[tuple[str, bool, str]]]] = {
    "a key and its value are two": ({"parts": {"a": "a", "b~/c": "g"}}, [
        ("/spec/parts/a", True, "a"), ("/spec/parts/a", False, "a"),
        ("/spec/parts/b~0~1c", True, "b~/c"), ("/spec/parts/b~0~1c", False, "g"),
    ]),
    "short and long": ({"needs": ["a", {"soft": True, "ref": "b", "by": "c"}]}, [
        ("/spec/needs/0", False, "a"), ("/spec/needs/1/ref", False, "b"), ("/spec/needs/1/by", False, "c"),
    ]),
    "entries that name nothing": ({"needs": [None, "", {"ref": "", "by": "c"}, {"by": "d"}]}, [
        ("/spec/needs/2/by", False, "c"), ("/spec/needs/3/by", False, "d"),
    ]),
    "no text, no field, no reference": ({"needs": [1, ["a"]], "parts": "a", "title": "a", "x-a": {"ref": "a"}, "zz": "a"}, []),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE)
def test_where_they_stand(name: str) -> None:
    spec, expected = TABLE[name]
    data = {"kind": "Thing", "metadata": {"name": "t", "owner": "o"}, "spec": spec}
    found = list(named(KINDS["Thing"], data))
    assert found == [Named("/metadata/owner", False, "o"), *(Named(*one) for one in expected)]
    assert [one.target for one in found] == [one.target for one in KINDS["Thing"].admit(data).references]


def test_they_are_those_of_admission() -> None:
    documents = [one.data for path in (ROOT / "catalog").rglob("*.yaml") for one in parse(path.read_bytes()).documents]
    documents += [{"kind": kind, **example} for kind in KINDS for example in KINDS[kind].examples]
    assert len(documents) > 80
    for data in documents:
        kind = KINDS[data["kind"]]
        found = list(named(kind, data))
        admitted = kind.admit(data).references
        assert [one.target for one in found] == [one.target for one in admitted]
        assert all(two.pointer.startswith(one.pointer) for one, two in zip(found, admitted, strict=True))
