"""The YAML parser: what it reads, what it turns away and where, and that nothing breaks it."""

import math
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from keur.manifest import MAX_BYTES, Parsed, bulk_load, parse
from keur.manifest.build import MAX_DEPTH, MAX_PROBLEMS


def data(text: str | bytes) -> list[Any]:
    parsed = parse(text.encode() if isinstance(text, str) else text)
    assert parsed.problems == ()
    assert parsed.complete
    return [document.data for document in parsed.documents]


def found(text: str | bytes) -> list[tuple[str, int, int]]:
    parsed = parse(text.encode() if isinstance(text, str) else text)
    assert Parsed.from_json(parsed.to_json()) == parsed
    return [
        (problem.rule.removeprefix("manifest/"), problem.region.line, problem.region.column)
        for problem in parsed.problems
        if problem.region is not None
    ]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("null", None),
        ("~", None),
        ("NULL", None),
        ("true", True),
        ("FALSE", False),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("nULL", "nULL"),
        ("0", 0),
        ("-0", 0),
        ("+12", 12),
        ("012", 12),
        ("0o17", 15),
        ("0x1F", 31),
        ("-0x1f", "-0x1f"),
        ("0b1", "0b1"),
        ("1_000", "1_000"),
        ("9223372036854775807", 2**63 - 1),
        ("-9223372036854775808", -(2**63)),
        ("0000000000000000000000000000000000007", 7),
        ("1.5", 1.5),
        ("1.", 1.0),
        (".5", 0.5),
        ("-1e3", -1000.0),
        ("1.e+3", 1000.0),
        (".", "."),
        ("1.2.3", "1.2.3"),
        ("-", [None]),
        ("- - a", [["a"]]),
        ("2027-03-28", "2027-03-28"),
        ("2027-03-28T10:00:00Z", "2027-03-28T10:00:00Z"),
        ("12:30", "12:30"),
        ("<<", "<<"),
        ('"1"', "1"),
        ("'it''s'", "it's"),
        ('"a\\tb\\n\\/\\u00e9"', "a\tb\n/é"),
        ("|\n  a\n  b\n", "a\nb\n"),
        (">-\n  a\n  b\n", "a b"),
        ("!!str 12", "12"),
        ("! 12", "12"),
        ('!!int "12"', 12),
        ("!!float 12", 12.0),
        ("!!null ''", None),
        ("!!map {a: 1}", {"a": 1}),
        ("!!seq [1]", [1]),
        ("[http://x, a::b]", ["http://x", "a::b"]),
        ("{a: b?, ok?: 1}", {"a": "b?", "ok?": 1}),
        ('{"a":"b","c":1e2}', {"a": "b", "c": 100.0}),
        ('{"a":"\\ud83d\\ude00"}', {"a": "😀"}),
        ("{a: &x [1, {b: 2}], c: *x}", {"a": [1, {"b": 2}], "c": [1, {"b": 2}]}),
        ("{a: &x 1, b: &x 2, c: *x}", {"a": 1, "b": 2, "c": 2}),
        ("{a: &x {k: 1, l: 2}, b: {<<: *x, k: 3}}", {"a": {"k": 1, "l": 2}, "b": {"k": 3, "l": 2}}),
        ("{a: &x {k: 1}, b: &y {k: 2, l: 2}, c: {<<: [*x, *y]}}", None),
        ("{a: '<<', '<<': 1}", {"a": "<<", "<<": 1}),
    ],
)
def test_reads_the_core_schema_of_yaml_1_2(written: str, value: Any) -> None:
    (read,) = data(written)
    if value is None and written.startswith("{"):
        assert read["c"] == {"k": 1, "l": 2}
    else:
        assert read == value
        assert type(read) is type(value)


@pytest.mark.parametrize(
    ("text", "documents"),
    [
        ("", []),
        ("# nothing\n", []),
        ("---\n---\n# x\n---\na: 1\n", [{"a": 1}]),
        ("--- ~\n", [None]),
        ("--- ''\n", [""]),
        ("a: 1\n---\nb: 2\n...\n", [{"a": 1}, {"b": 2}]),
        ("%YAML 1.2\n---\na: 1\n", [{"a": 1}]),
        ("\ufeffa: 1\n", [{"a": 1}]),
        ("a: 1\r\nb:\r\n  - 2\r\n", [{"a": 1, "b": [2]}]),
        ("a: 1\rb: 2", [{"a": 1, "b": 2}]),
    ],
)
def test_reads_all_documents(text: str, documents: list[Any]) -> None:
    assert data(text) == documents


def test_a_document_knows_its_line() -> None:
    parsed = parse(b"# x\na: 1\n---\n\n# y\nb: 1\n--- c\n")
    assert [document.line for document in parsed.documents] == [2, 6, 7]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("a: 1\na: 2\n", [("duplicate-key", 2, 1)]),
        ("x:\n  - {a: 1, 'a': 2}\n", [("duplicate-key", 2, 12)]),
        ("{a: &x {k: 1}, b: {<<: *x, <<: *x}}", [("duplicate-key", 1, 28)]),
        ("a:\n\tb: 1\n", [("tab", 2, 1)]),
        ("é: '😀'\nb: \udcff".encode("utf-8", "surrogateescape"), [("encoding", 2, 4)]),
        ("a: 1".encode("utf-16"), [("encoding", 1, 1)]),
        ("a: 1".encode("utf-32"), [("encoding", 1, 1)]),
        (b"a: \xed\xa0\x80", [("encoding", 1, 4)]),
        ('a: "x\\ud800"', [("encoding", 1, 4)]),
        ("a: b\x1b[31mc\n---\nd: 1\x00\n", [("control-character", 1, 5), ("control-character", 3, 5)]),
        ("a: x\u2028y", [("control-character", 1, 5)]),
        ('a: "\\e[31m"', [("control-character", 1, 4)]),
        ("a: 9223372036854775808", [("number", 1, 4)]),
        ("a: " + "9" * 5000, [("number", 1, 4)]),
        ("a: 0x" + "f" * 5000, [("number", 1, 4)]),
        ("[.nan, -.inf, 1e999]", [("number", 1, 2), ("number", 1, 8), ("number", 1, 15)]),
        ("1: a\n~: b\n? [x]\n: c\n", [("key", 1, 1), ("key", 2, 1), ("key", 3, 3)]),
        ("a: !foo 1", [("tag", 1, 4)]),
        ("a: !!binary aGk=", [("tag", 1, 4)]),
        ("a: !!seq {b: 1}", [("tag", 1, 4)]),
        ("a: !!int x", [("number", 1, 4)]),
        ("%TAG !a! x\n" * 100, [("tag", 1, 1)]),
        ("a: *x", [("alias", 1, 4)]),
        ("a: &x [*x]", [("alias", 1, 8)]),
        ("a: {<<: 3}", [("merge-key", 1, 9)]),
        ("a: {<<: [{b: 1}, 3]}", [("merge-key", 1, 9)]),
        ("a: b: c", [("syntax", 1, 5)]),
        ("a: @b", [("syntax", 1, 4)]),
        ("a: [http://x]\nb: c: d", [("syntax", 2, 5)]),
        ('a: "b', [("syntax", 1, 6)]),
        ("a: [b\nc: d", [("syntax", 2, 2)]),
        ('"\\UFFFFFFFF"', [("syntax", 1, 4)]),
        ("%YAML 1.3\n---\na: 1", [("syntax", 1, 1)]),
        ("a: 1\n---\n}", [("syntax", 3, 1)]),
    ],
)
def test_turns_away(text: str | bytes, problems: list[tuple[str, int, int]]) -> None:
    assert found(text) == problems


def test_problems_do_not_hide_the_rest() -> None:
    parsed = parse(b"a: 1\na: 2\nb: {c: .nan, 3: x}\n---\nd: \x01\n---\n{\n")
    assert [document.data for document in parsed.documents] == [
        {"a": 1, "b": {"c": ".nan", "3": "x"}},
        {"d": "\ufffd"},
    ]
    assert not parsed.complete
    assert [(problem.rule, problem.document, problem.pointer) for problem in parsed.problems] == [
        ("manifest/control-character", 0, ""),
        ("manifest/duplicate-key", 0, "/a"),
        ("manifest/number", 0, "/b/c"),
        ("manifest/key", 0, "/b"),
        ("manifest/syntax", 2, ""),
    ]


def test_messages_are_sentences_and_show_nothing_raw() -> None:
    hostile = ['"\\e\\e": 1\n"\\e\\e": 2', "a: !\u202e x", "? {a: b}\n: 1", "a: 9e9999", "a: *b", "a: %"]
    for text in hostile:
        for problem in parse(text.encode()).problems:
            assert problem.message[0].isupper() or problem.message[0] in "'.0123456789"
            assert problem.message.endswith(".")
            assert "\x1b" not in problem.message


def laughs(line: bytes) -> bytes:
    return b"a: &a [x]\n" + b"".join(line % (c, c, c - 1, c - 1) for c in range(ord("b"), ord("z") + 1))


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (b"[" * 50_000, "depth"),
        (b"{a: " * 50_000, "depth"),
        (b"- " * 50_000, "depth"),
        (b"? " * 50_000, "depth"),
        (b"[" * 50_000 + b"]" * 50_000, "depth"),
        (b"a: " + b"x" * (100 << 20), "size"),
        (b"a: &a [x,x]\n" + b"".join(b"%c: &%c [*%c,*%c]\n" % (c, c, c - 1, c - 1) for c in range(98, 123)), "alias"),
        (
            b"a: &a {a: x}\n" + b"".join(b"%c: &%c {a: *%c,b: *%c}\n" % (c, c, c - 1, c - 1) for c in range(98, 123)),
            "alias",
        ),
        (b"x: &x " + b"[" * 60 + b"]" * 60 + b"\ny: " + b"[" * 60 + b"*x" + b"]" * 60, "depth"),
    ],
    ids=["brackets", "braces", "dashes", "questions", "closed", "scalar", "laughs", "laughing-maps", "alias-depth"],
)
def test_bombs_are_problems_in_bounded_time(text: bytes, rule: str) -> None:
    start = time.perf_counter()
    problems = parse(text).problems
    assert [problem.rule for problem in problems] == [f"manifest/{rule}"]
    assert time.perf_counter() - start < 2


def test_depth_up_to_the_limit_is_read() -> None:
    assert len(data("[" * MAX_DEPTH + "]" * MAX_DEPTH)) == 1


def test_a_file_of_the_largest_size_is_read_and_no_larger() -> None:
    text = b'"' + b"x" * (MAX_BYTES - 2) + b'"'
    assert len(data(text)[0]) == MAX_BYTES - 2
    assert found(text + b" ") == [("size", 1, 1)]


def test_many_problems_are_cut_short() -> None:
    problems = parse(b"a: 1\n" * 500).problems
    assert len(problems) == MAX_PROBLEMS
    assert problems[-1].message.endswith("More problems of this file are not listed.")


def test_aliases_are_copies() -> None:
    (read,) = data("{a: &x {b: [1]}, c: *x, d: {<<: *x}}")
    read["a"]["b"].append(2)
    assert read == {"a": {"b": [1, 2]}, "c": {"b": [1]}, "d": {"b": [1]}}


def test_a_bulk_load_leaves_the_collector_as_it_was() -> None:
    import gc

    assert gc.isenabled()
    with bulk_load():
        assert not gc.isenabled()
        with bulk_load():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


# Text that every reader of YAML takes: no control characters, no byte order mark, no other line separators.
CHARACTERS = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029\ufeff\ufffe\uffff")
TEXT = st.text(CHARACTERS, max_size=12)
KEYS = TEXT.filter(lambda key: key != "<<")
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    TEXT,
    st.sampled_from(["no", "1", "1.5", "0x1f", "null", "a: b", "# c", "- d", "2027-03-28", "<<", "", " x ", "a\nb\n"]),
)
PLAIN_DATA = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(PLAIN_DATA, st.sampled_from([None, True, False]))
def test_agrees_with_an_independent_reader_on_dumped_data(value: Any, flow: bool | None) -> None:
    import io

    dumper = YAML(typ="safe", pure=True)
    dumper.version = (1, 2)
    dumper.default_flow_style = flow
    dumper.allow_unicode = True
    out = io.BytesIO()
    dumper.dump(value, out)
    try:
        oracle = YAML(typ="safe", pure=True).load(out.getvalue())
    except YAMLError:
        return  # the dumper writes what its own reader does not take, such as {:0: null}
    if not _same(oracle, value):
        return  # the dumper or the oracle is wrong about this value
    parsed = parse(out.getvalue())
    assert parsed.problems == ()
    assert [document.data for document in parsed.documents] in ([value], [] if value is None else [value])


def _same(one: Any, other: Any) -> bool:
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return list(one) == list(other) and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, float):
        return one == other and math.copysign(1, one) == math.copysign(1, other)
    return bool(one == other)


PIECES = [b"[", b"{", b"\t", b"<<: ", b"*s", b"&s ", b"'", b'"', b"\n", b": ", b"- ", b"---\n", b"!"]
VALID = b"""\
kind: Service
metadata: {name: zaak, labels: {a: 'b', "c": "d\\u00e9"}}
spec: &s
  - text: |
      lines
      of it
  - *s2
  - 0x1f # comment
  - <<: &s2 {x: [1, 2.5, ~]}
---
? a
: - !!str b
  - "c \xc3\xa9 \xf0\x9f\x98\x80"
"""


@st.composite
def mutations(draw: st.DrawFn) -> bytes:
    text = bytearray(VALID)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        until = min(len(text), at + draw(st.integers(0, 6)))
        text[at:until] = draw(
            st.one_of(
                st.binary(max_size=3),
                st.sampled_from(
                    [b"[", b"{", b"\t", b"<<: ", b"*s", b"&s ", b"'", b'"', b"\n", b": ", b"- ", b"---\n", b"!"]
                ),
                st.just(bytes(text[:20])),
            )
        )
    return bytes(text)


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=60), mutations(), st.text("[]{}:,-?&*!|>'\"%@` \n\tab<\\u1", max_size=40).map(str.encode)
    )
)
def test_never_raises_and_every_problem_has_a_place_in_the_file(text: bytes) -> None:
    parsed = parse(text)
    assert Parsed.from_json(parsed.to_json()) == parsed
    assert parsed.complete or parsed.problems
    for problem in parsed.problems:
        assert problem.region is not None
        assert 1 <= problem.region.line <= text.count(b"\n") + text.count(b"\r") + 1
        assert problem.region < type(problem.region)(problem.region.end_line, problem.region.end_column, 10**9, 0)
