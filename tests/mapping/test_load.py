"""Mapping files: all mistakes at once, each at its place."""

import pytest

from keur.errors import KeurError
from keur.kinds import Kinds
from keur.mapping import Mappings, load

GOOD = """\
- from: {row: document}
  kind: Service
  name: row.name
"""

BAD = [
    ("no list", "from: {a: b}\n", ["m.yaml: a mapping is one list of entries with from, kind, name, metadata and spec"]),
    ("no YAML", "- [", ["m.yaml:1:4: A value is missing here; write it, or null."]),
    ("nothing said", "- {}\n", ["m.yaml:1:3: from is missing", "m.yaml:1:3: kind is missing", "m.yaml:1:3: name is missing"]),
    (
        "an unknown key and an unknown kind",
        "- from: {row: document}\n  kind: Servise\n  name: row.name\n  wen: 'true'\n",
        ["m.yaml:4:3: unknown field \"wen\"; did you mean when?",
         'm.yaml:2:9: there is no kind "Servise"; did you mean Service?'],
    ),
    (
        "unknown fields",
        f"{GOOD}  metadata: {{titel: row.a}}\n  spec: {{dependOn: row.b}}\n",
        ['m.yaml:4:14: unknown field "titel"; did you mean title?',
         'm.yaml:5:10: unknown field "dependOn"; did you mean dependsOn?'],
    ),
    (
        "syntax and names in expressions",
        f"{GOOD}  metadata:\n    title: row.\n    description: rwo.a\n",
        ["m.yaml:5:16: expected a field's name, found the end",
         "m.yaml:6:18: unknown name rwo; did you mean row?"],
    ),
    (
        "a list where a scalar is due, and the reverse",
        f"{GOOD}  metadata:\n    title: '[row.a]'\n  spec:\n    dependsOn: row.b\n    partOf: {{each: {{x: row.c}}, value: x}}\n",
        ["m.yaml:5:12: an expression gives one scalar, this gives a list(dyn); a list is said with `each:`",
         "m.yaml:7:16: a list stands here; say `each: {NAME: CEL LIST}` and what is made of each element",
         "m.yaml:8:5: a single value stands here; give one CEL expression"],
    ),
    (
        "bindings",
        "- from: {path: document}\n  kind: Service\n  name: path\n",
        ["m.yaml:1:10: path is already the name of something else here"],
    ),
    (
        "a list without each",
        f"{GOOD}  spec:\n    dependsOn: [row.a]\n",
        ["m.yaml:5:17: a list says `each: {NAME: CEL LIST}` and what is made of each element"],
    ),
    (
        "a map without keys",
        f"{GOOD}  metadata:\n    labels: {{each: {{x: row.labels}}, value: x}}\n",
        ["m.yaml:5:5: the keys of this map are data; say `key: CEL`"],
    ),
    (
        "the name in metadata",
        f"{GOOD}  metadata: {{name: row.name}}\n",
        ["m.yaml:4:14: the name stands beside the kind, not in metadata"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [one[1:] for one in BAD], ids=[one[0] for one in BAD])
def test_mistakes_are_said_at_their_place(kinds: Kinds, text: str, expected: list[str]) -> None:
    with pytest.raises(KeurError) as error:
        load({"m.yaml": text.encode()}, kinds)
    assert list(error.value.problems) == expected


def test_mistakes_of_all_files_are_said_at_once(kinds: Kinds) -> None:
    with pytest.raises(KeurError) as error:
        load({"a.yaml": b"x", "b.yaml": b"- {}", "Bad Name.yaml": b""}, kinds, extensions={"own/a.yaml": GOOD.encode()})
    assert [problem.partition(":")[0] for problem in error.value.problems] == [
        "Bad Name.yaml", "a.yaml", "b.yaml", "b.yaml", "b.yaml", "own/a.yaml",
    ]  # fmt: skip


def test_what_a_source_can_say_is_what_every_entry_of_a_kind_fills(kinds: Kinds, mappings: Mappings) -> None:
    text = f"{GOOD}  metadata: {{title: row.a, owner: row.b}}\n{GOOD}  metadata: {{title: row.a}}\n  spec: {{}}\n"
    made = load({"m.yaml": text.encode()}, kinds)["m"]
    assert made.can_say("Service") == {"metadata.name", "metadata.title"}
    assert made.can_say("Group") == frozenset()
    assert made.kinds == ("Service",)
    assert {"spec.dependsOn", "spec.teams", "metadata.owner"} <= mappings["gitlab-runbooks"].can_say("Service")
    assert {"spec.dependsOn", "spec.requiredBy", "spec.partOf"} <= mappings["backstage"].can_say("ConfigurationItem")


def test_the_digest_follows_the_bytes(kinds: Kinds) -> None:
    once = load({"m.yaml": GOOD.encode()}, kinds)["m"].digest
    assert load({"m.yaml": GOOD.encode()}, kinds)["m"].digest == once
    assert load({"m.yaml": f"# once more\n{GOOD}".encode()}, kinds)["m"].digest != once
