"""Positions: the text at a region is the value, and every pointer leads somewhere."""

import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from keur.manifest import Locator, excerpt, locate, parse
from keur.model import Region, pointer

FILE = """\
# keur
kind: Service
metadata:
  name: "é😀漢" # wide
  tags: [a, "b c", {x: 1, y: [2]}]
spec:
  deps:
    -
    - db
    - ref: net
      because:   two  words
  empty:
  block: |
    one
    two

  d: &d {q: 1, r: 2}
  m:
    <<: *d
    r: 3
  al: *d
  a/b~c: 4
---
- 1
-\x20
---
{k: http://x, l: 'z'}
"""


def slice_of(text: str, region: Region) -> str:
    lines = text.split("\n")
    first = region.line - 1
    if region.end_line == region.line:
        return lines[first][region.column - 1 : region.end_column - 1]
    between = lines[first + 1 : region.end_line - 1]
    return "\n".join([lines[first][region.column - 1 :], *between, lines[region.end_line - 1][: region.end_column - 1]])


@pytest.mark.parametrize(
    ("document", "place", "value", "key"),
    [
        (0, "", "kind: Service", "kind: Service"),
        (0, "/kind", "Service", "kind"),
        (0, "/missing", "kind: Service", "kind: Service"),
        (0, "/metadata", "metadata", "metadata"),
        (0, "/metadata/missing", "metadata", "metadata"),
        (0, "/metadata/name", '"é😀漢"', "name"),
        (0, "/metadata/name/ref/deeper", '"é😀漢"', "name"),
        (0, "/metadata/tags", "tags", "tags"),
        (0, "/metadata/tags/0", "a", "a"),
        (0, "/metadata/tags/1", '"b c"', '"b c"'),
        (0, "/metadata/tags/2", "{x: 1, y: [2]}", "{x: 1, y: [2]}"),
        (0, "/metadata/tags/2/x", "1", "x"),
        (0, "/metadata/tags/2/y/0", "2", "2"),
        (0, "/metadata/tags/9", "tags", "tags"),
        (0, "/spec/deps/0", "-", "-"),
        (0, "/spec/deps/1", "db", "db"),
        (0, "/spec/deps/1/ref", "db", "db"),
        (0, "/spec/deps/2", "ref: net", "ref: net"),
        (0, "/spec/deps/2/missing", "ref: net", "ref: net"),
        (0, "/spec/deps/2/because", "two  words", "because"),
        (0, "/spec/empty", "empty", "empty"),
        (0, "/spec/block", "|\n    one\n    two", "block"),
        (0, "/spec/m/q", "1", "q"),
        (0, "/spec/m/r", "3", "r"),
        (0, "/spec/al", "*d", "al"),
        (0, "/spec/al/q", "1", "q"),
        (0, "/spec/a~1b~0c", "4", "a/b~c"),
        (1, "", "- 1", "- 1"),
        (1, "/0", "1", "1"),
        (1, "/1", "-", "-"),
        (2, "/k", "http://x", "k"),
        (2, "/l", "'z'", "l"),
        (9, "/k", "# keur", "# keur"),
    ],
)
def test_the_smallest_thing_to_change(document: int, place: str, value: str, key: str) -> None:
    assert slice_of(FILE, locate(FILE.encode(), document, place)) == value
    assert slice_of(FILE, locate(FILE.encode(), document, place, on_key=True)) == key


@pytest.mark.parametrize(
    ("data", "region"),
    [
        (b"", Region(1, 1, 1, 2)),
        (b"\xef\xbb\xbfa: b", Region(1, 4, 1, 5)),
        ("é:\r\n  a: 漢字\r\na: x".encode(), Region(3, 4, 3, 5)),
        (b"x: 1\ra: y", Region(2, 4, 2, 5)),
        ("x: 1\u2028\na: y".encode(), Region(2, 4, 2, 5)),
        (b"x: \xff\na: y", Region(1, 1, 1, 5)),
        (b"a: 'b\n", Region(1, 1, 1, 6)),
        (b"---\n# c\n---\na: b", Region(4, 4, 4, 5)),
    ],
)
def test_lines_and_columns_count_as_editors_do(data: bytes, region: Region) -> None:
    assert locate(data, 0, "/a") == region


def test_an_excerpt_shows_one_line_and_nothing_raw() -> None:
    data = "\ufeffa: 1\r\nb:\t\x1b[31m\u2028 é\udcff\n".encode("utf-8", "surrogateescape")
    assert excerpt(data, 1) == "a: 1"
    assert excerpt(data, 2) == "b:\t\\x1b[31m\\u2028 é\ufffd"
    assert excerpt(data, 99) == ""
    assert Locator(data).excerpt(2) == excerpt(data, 2)


def test_merge_keys_do_not_multiply_the_search() -> None:
    lines = ["a0: &a0 {x: 1}"]
    lines += [f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}" for n in range(1, 200)]
    locator = Locator("\n".join(lines).encode())
    assert locator.region(0, "/a199/x").line == 1
    assert locator.region(0, "/a199/y").line == 200


KEYS = st.text("abé😀 :#-'\"[]{}/~", min_size=1, max_size=6).filter(lambda key: key.strip() == key)
SCALARS = st.one_of(st.integers(-99, 99), st.booleans(), KEYS, st.sampled_from(["a\tb", "'", "x: y", "null"]))
TREES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=10
)


def scalars(value: Any, *path: str | int) -> list[tuple[str, Any]]:
    if isinstance(value, dict):
        return [found for key, item in value.items() for found in scalars(item, *path, key)]
    if isinstance(value, list):
        return [found for index, item in enumerate(value) for found in scalars(item, *path, index)]
    return [(pointer(*path), value)]


@settings(max_examples=120, deadline=None)
@given(TREES, st.sampled_from([True, False, None]))
def test_the_text_at_a_region_is_the_value(value: Any, flow: bool | None) -> None:
    dumper = YAML(typ="safe", pure=True)
    dumper.default_flow_style = flow
    dumper.width = 10_000
    dumper.allow_unicode = True
    out = io.BytesIO()
    dumper.dump(value, out)
    parsed = parse(out.getvalue())
    if not parsed.documents or parsed.problems or parsed.documents[0].data != value:
        return  # the dumper writes what it cannot read itself
    text = out.getvalue().decode()
    locator = Locator(out.getvalue())
    for place, scalar in scalars(value):
        written = slice_of(text, locator.region(0, place))
        contexts = (f"[{written}]", f"- {written}")
        read = [parse(context.encode()).documents for context in contexts]
        assert any(documents and documents[0].data == [scalar] for documents in read)
        key = slice_of(text, locator.region(0, place, on_key=True))
        assert key


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=40), st.text("[]{}:,-?&*!|>'\"<# \n\tab", max_size=40).map(str.encode)))
def test_every_pointer_leads_somewhere_in_any_file(data: bytes) -> None:
    locator = Locator(data)
    places = [place for document in parse(data).documents for place, _ in scalars(document.data)]
    for place in ["", "/a", "/0/a/0", *places]:
        for document in range(3):
            region = locator.region(document, place)
            assert (region.end_line, region.end_column) > (region.line, region.column)
            assert region.line <= data.count(b"\n") + data.count(b"\r") + 1
