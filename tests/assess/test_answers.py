"""An id counts only when an example fails because of its own clause."""

from collections.abc import Mapping

import pytest

from keur import bundle
from keur.assess import Ground, ground
from keur.assess.answers import answers, of_kind, of_rule, unproven
from keur.assess.example import complaints, marks
from keur.config import Config

AREA = b"title: Test\ndescription: Rules of the test.\n"
RULE = """\
title: A rule
requirements: [{ids}]
level: 1
severity: error
rationale: It is a test.
remedy: None.
kind: Service
assert: has(self.metadata.title) && self.spec.status != "retired"
message: "{{self.name}} is broken"
examples:
  - pass: "metadata: {{title: A}}"
{examples}"""
SCHEMAS = bundle.shipped("schemas")
NOTHING = """
  - fail: |
      metadata:                            # <- here{first}
        name: a
  - fail: |
      metadata: {{title: A}}
      spec:
        status: retired                    # <- here{second}
"""


def of(rules: Mapping[str, str], schemas: Mapping[str, bytes] = SCHEMAS) -> Ground:
    files = {f"test/{name}.yaml": text.encode() for name, text in rules.items()}
    policies = {**bundle.shipped("policies"), "test/area.yaml": AREA, **files}
    made = ground(schemas, {"": policies}, Config())
    made.policies.or_refuse()
    return made


def rule(ids: str, first: str = "", second: str = "") -> Ground:
    return of({"a": RULE.format(ids=ids, examples=NOTHING.format(first=first, second=second))})


@pytest.mark.parametrize(
    ("ids", "first", "second", "proven"),
    [
        ("GEN-01", "", "", ["GEN-01"]),
        ("GEN-01", " because it must", "", ["GEN-01"]),
        ("GEN-01, GEN-02", "", "", []),
        ("GEN-01, GEN-02", " GEN-01", "", ["GEN-01"]),
        ("GEN-01, GEN-02", " GEN-01", " GEN-02", ["GEN-01", "GEN-02"]),
        ("GEN-01, GEN-02", " GEN-01, GEN-02", "", ["GEN-01", "GEN-02"]),
        ("GEN-01, GEN-02", ": GEN-02, as its value is gone", "", ["GEN-02"]),
        ("GEN-01, A.5.1", " A.5.1", "", ["A.5.1"]),
        ("", "", "", []),
    ],
)
def test_what_a_rule_proves(ids: str, first: str, second: str, proven: list[str]) -> None:
    made = rule(ids, first, second)
    assert list(complaints(made, made.policies.rules["test/a"])) == []
    found = list(of_rule(made, made.policies.rules["test/a"]))
    assert sorted({one.requirement for one in found}) == proven
    assert {(one.how, one.by) for one in found} <= {("rule", "test/a")}
    assert all(one.message.endswith(" is broken") for one in found)


def test_a_mark_that_names_another_requirement_is_told() -> None:
    made = rule("GEN-01, GEN-02", " GEN-01", " GEN-20")
    assert list(complaints(made, made.policies.rules["test/a"])) == [
        "test/a, example 3: line 3: GEN-20 is none of the requirements that the rule answers"
    ]
    assert [one.requirement for one in of_rule(made, made.policies.rules["test/a"])] == ["GEN-01"]


def test_a_line_where_nothing_is_found_proves_nothing() -> None:
    example = "  - fail: |\n      metadata: {title: A}   # <- here GEN-01\n      # nothing is wrong\n"
    made = of({"a": RULE.format(ids="GEN-01, GEN-02", examples=example)})
    assert list(of_rule(made, made.policies.rules["test/a"])) == []
    assert "nothing was found there" in " ".join(complaints(made, made.policies.rules["test/a"]))


def test_marks() -> None:
    text = "a  # <- here\nb\nc # <- here GEN-01, GEN-02: why\n# <- hereafter\n"
    assert marks(text) == {1: ("",), 3: ("GEN-01", "GEN-02", "why")}


TOOL = """\
title: Tool
description: A tool.
x-class: definition
x-folder: tools
properties:
  parts: {type: array, minItems: 2, items: {type: string}, description: What it is made of.}
examples: [{metadata: {name: a}}]
"""


def tool(answers: str) -> Ground:
    text = f"{TOOL}x-answers:\n  GEN-08: |\n" + "".join(f"    {line}\n" for line in answers.split("\n"))
    return of({}, {**SCHEMAS, "Tool.yaml": text.encode()})


@pytest.mark.parametrize(
    ("documents", "said"),
    [
        ("kind: Tool\nmetadata: {name: a}\nspec: {parts: [a]}  # <- here", []),
        ("kind: Tool\nmetadata: {name: a}\nspec: {parts: [a]}", ["marks no line", "line 3, a line that is not marked"]),
        (
            "kind: Tool\nmetadata: {name: a}  # <- here\nspec: {parts: [a, b]}",
            ["line 2 is marked, and the shape is right"],
        ),
        (
            "kind: Tool\nmetadata: {nam: a}\nspec: {parts: [a]}  # <- here",
            ["line 2, a line that is not marked: ", "name"],
        ),
        ("kind: Tool\nmetadata: [  # <- here", ["a line that is not marked"]),
    ],
)
def test_what_a_shape_proves(documents: str, said: list[str]) -> None:
    made = tool(documents)
    found = list(unproven(made, made.kinds["Tool"]))
    assert all(any(part in sentence for sentence in found) for part in said)
    assert bool(found) is bool(said)
    if not said:
        (answer,) = of_kind(made, made.kinds["Tool"])
        assert (answer.requirement, answer.how, answer.by) == ("GEN-08", "shape", "Tool")
        assert "2" in answer.message


def test_what_a_shape_answers_is_no_part_of_the_schema() -> None:
    made = tool("kind: Tool\nmetadata: {name: a}\nspec: {parts: [a]}  # <- here")
    kind = made.kinds["Tool"]
    assert "GEN-08" in kind.answers
    assert "x-answers" not in str(kind.document)
    assert "x-answers" not in str(kind.schema)


SHIPPED = of({})


@pytest.mark.parametrize("kind", sorted(name for name, kind in SHIPPED.kinds.items() if kind.answers))
def test_the_shipped_shapes_prove_what_they_say(kind: str) -> None:
    assert list(unproven(SHIPPED, SHIPPED.kinds[kind])) == []


def test_each_is_said_once_by_each() -> None:
    found = [(one.requirement, one.by) for one in answers(SHIPPED)]
    assert found == sorted(set(found))
    assert ("SPM-21", "reference/dangling") in found
    assert ("GEN-08", "ServicePackage") in found
