"""Order and layout: what comes out, and that nothing is lost, told by another parser than keur's own."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from tests.rewrite.documents import text as written

from keur import bundle
from keur.kinds import load
from keur.manifest import parse
from keur.rewrite import Unkept, formatted

ROOT = Path(__file__).resolve().parents[2]
CATALOG = sorted((ROOT / "catalog").rglob("*.yaml"))
EXAMPLES = ROOT.parent / "shared" / "examples"
THING = """\
title: Thing
description: A kind of the test.
x-class: definition
x-folder: things
properties:
  type: {type: string, description: Its sort.}
  status: {type: string, description: How it is.}
  customers: {type: array, items: {type: string}, description: Whom it serves.}
  items: {type: object, additionalProperties: {type: string}, description: By name.}
  steps:
    type: array
    items:
      type: object
      x-short: do
      properties: {do: {type: string, description: What.}, within: {type: string, description: How fast.}}
    description: What is done.
examples: [{metadata: {name: a}}]
"""
"""A kind whose fields stand in a known order."""

KINDS = load(bundle.shipped("schemas"), extensions={"schemas/Thing.yaml": THING.encode()}, verified=True)

TABLE = {
    "the envelope first, then as the kind names its fields, then x-": (
        """\
# The case system.
spec:
    status: operational
    x-team: a
    customers: [tax]       # who pays
    x-a: b
    type: customer-facing
metadata: {owner: apps, x-b: 1, name: cases, title: Cases}
kind: Thing
apiVersion: keur/v1
# The end.
""",
        """\
# The case system.
apiVersion: keur/v1
kind: Thing
metadata: {name: cases, title: Cases, owner: apps, x-b: 1}
spec:
  type: customer-facing
  status: operational
  customers: [tax]         # who pays
  x-team: a
  x-a: b
# The end.
""",
    ),
    "comments go with what they speak of": (
        """\
kind: Thing
spec:
  # Everything in this block is about cases.

  # whom it serves
  customers: [tax]   # one
                     # and only
  # what it does

  # how it goes
  status: operational
    # deeper
# the name
metadata:
  # what people say
  title: Cases
  name: cases
  # owner: apps
""",
        """\
kind: Thing
# the name
metadata:
  name: cases
  # what people say
  title: Cases
  # owner: apps
spec:
  # Everything in this block is about cases.

  # how it goes
  status: operational
    # deeper

  # whom it serves
  customers: [tax]   # one
                     # and only
  # what it does
""",
    ),
    "lists and what is in them, keys that are data as they are": (
        """\
kind: Thing
metadata: {name: C}
spec:
 items: {b: remove, a: modify}
 steps:
 - Look
 -   within: 30m      # soon
     do: Test
 -
       # of that
       do: Go
""",
        """\
kind: Thing
metadata: {name: C}
spec:
  items: {b: remove, a: modify}
  steps:
    - Look
    - do: Test
      within: 30m     # soon
    -
      # of that
      do: Go
""",
    ),
    "texts in lines": (
        """\
kind: Thing
metadata:
    description: |
           One

             two··
           three
    # the name
    name: cases
    title: "Cases
       and more"
""",
        """\
kind: Thing
metadata:
  # the name
  name: cases
  title: "Cases
     and more"
  description: |
    One

      two··
    three
""",
    ),
    "documents are parted by three dashes; empty lines stay, blanks and lines at the end go": (
        "---\nkind: Group   \nmetadata: {name: a}\n\n...\n\n# next\n---\nkind: Group\nmetadata: {name: b}\n  \n\n",
        "---\nkind: Group\nmetadata: {name: a}\n\n\n# next\n---\nkind: Group\nmetadata: {name: b}\n",
    ),
    "brackets over several lines, and with comments": (
        "kind: Thing\nspec: {customers: [a],\n  status: retired}\nmetadata: {title: a,  # not moved\n  name: b}\n",
        "kind: Thing\nmetadata: {title: a,  # not moved\n  name: b}\nspec: {status: retired,\n  customers: [a]}\n",
    ),
    "JSON": ('{"spec":{},"kind":"Thing","metadata":{"name":"a"}}', '{"kind":"Thing","metadata":{"name":"a"},"spec":{}}\n'),
    "anchors whose order is kept": (
        "kind: Thing\nmetadata: &m\n    title: &t A\n    name: a\n    description: *t\n",
        "kind: Thing\nmetadata: &m\n  name: a\n  title: &t A\n  description: *t\n",
    ),
    "what merges stands first": (
        "kind: Thing\nx-d: &d {owner: a}\n---\nkind: Thing\nmetadata: {title: A, <<: {owner: a}, name: n}\n",
        "kind: Thing\nx-d: &d {owner: a}\n---\nkind: Thing\nmetadata: {<<: {owner: a}, name: n, title: A}\n",
    ),
    "a kind that nobody knows is laid out": ("metadata: {b: 1, a: 2}\nkind: Nothing\n", "kind: Nothing\nmetadata: {b: 1, a: 2}\n"),
    "no mapping": ("-   a\n-  - b\n   - c\n", "- a\n- - b\n  - c\n"),
    "comments alone": ("# one   \n", "# one\n"),
    "nothing": ("", ""),
}  # fmt: skip


def fmt(text: str) -> str:
    return formatted(text.encode(), KINDS).decode()


@pytest.mark.parametrize("name", TABLE)
def test_what_comes_out(name: str) -> None:
    before, after = (text.replace("·", " ") for text in TABLE[name])
    assert fmt(before) == after
    assert fmt(after) == after
    windows, mark = before.replace("\n", "\r\n"), "\ufeff"
    if before.count("\n") > 1:
        assert fmt(mark + windows) == mark + after.replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("kind: Service\nkind: Group\n", 2, "stands twice"),
        ("kind: Service\nmetadata:\n\tname: a\n", 3, "tab"),
        ("kind: [Service\n", 2, "not closed"),
        ("a: *b\n", 1, "names no anchor"),
        ("spec: 1\n? kind\n: Service\n", 2, "question mark"),
        ("{? a : b}\n", 1, "question mark"),
        ("kind: Service\nmetadata: {title: &a x, name: *a}\n", 0, "say something else"),
        ("a: |\n  no end", 1, "no line break at its end"),
        ("a: \x01\n", 1, "control character"),
    ],
)
def test_what_is_left_alone(text: str, line: int, why: str) -> None:
    with pytest.raises(Unkept, match=why) as unkept:
        fmt(text)
    assert unkept.value.line == line


def said(text: str) -> Any:
    """What a text says, the order of keys aside."""
    parsed = parse(text.encode())
    assert not parsed.problems
    return json.dumps([document.data for document in parsed.documents], sort_keys=True)


def commented(text: str) -> list[str]:
    """The comments of a text: what lies between the tokens of ruamel.yaml's scanner and is no blank."""
    text = text.replace("\r\n", "\n")
    at, found = 0, []
    for token in YAML(typ="safe", pure=True).scan(text):
        found += text[at : token.start_mark.index].split("\n")
        at = max(at, token.end_mark.index)
    found += text[at:].split("\n")
    return sorted(line.strip() for line in found if line.strip())


@given(st.integers(0, 2**32))
@settings(max_examples=150, deadline=None)
def test_nothing_is_lost_and_twice_is_once(seed: int) -> None:
    text = written(seed)
    if parse(text.encode()).problems:
        event("does not parse")
        with pytest.raises(Unkept):
            fmt(text)
        return
    made, reason = text, ""
    try:
        made = fmt(text)
    except Unkept as unkept:
        reason = str(unkept)
    event(reason or ("changed" if made != text else "in order"))
    if reason:
        assert "no line break at its end" in reason
        return
    assert fmt(made) == made
    assert said(made) == said(text)
    assert commented(made) == commented(text)


def given_to_read() -> list[Path]:
    return [*CATALOG, *sorted(EXAMPLES.rglob("*.yaml"))]


@pytest.mark.parametrize("path", given_to_read(), ids=lambda path: path.name)
def test_on_files_that_people_wrote(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    made = fmt(text)
    assert (said(made), commented(made)) == (said(text), commented(text))
    assert fmt(made) == made


def test_the_yardstick_is_in_order() -> None:
    """The files that show how people want to write it need no change, but for one step that differs from its comment."""
    if not EXAMPLES.is_dir():
        pytest.skip("the examples are not beside this checkout")
    changed = {path.name for path in EXAMPLES.glob("*.yaml") if fmt(text := path.read_text(encoding="utf-8")) != text}
    assert changed == {"06-standard-change-model.yaml"}


SIGNS = "ab: -\n#'\"{}[],|>?&*!%@`\\\t~<.01é\r+"


@given(
    st.text(alphabet=SIGNS, max_size=40)
    | st.tuples(st.sampled_from(CATALOG), st.integers(0, 2000), st.text(SIGNS, max_size=3))
)
@settings(max_examples=300, deadline=None)
def test_whatever_is_typed_is_kept_or_left_alone(typed: str | tuple[Path, int, str]) -> None:
    if isinstance(typed, str):
        text = typed
    else:
        path, at, slip = typed
        whole = path.read_text(encoding="utf-8")
        text = whole[:at] + slip + whole[at + 1 :]
    made, left = text, False
    try:
        made = fmt(text)
    except Unkept:
        left = True
    event("left alone" if left else "kept")
    if not left:
        assert fmt(made) == made
        assert said(made) == said(text)
