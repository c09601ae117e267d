"""How a text is written where another stood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from keur.manifest import parse
from keur.rewrite.scalar import plain, replaced

TABLE = [
    ("old", "", "new", "new"),
    ("old", "", "Kind/new", "Kind/new"),
    ("old", "", "24x7", "24x7"),
    ("old", "", "no", '"no"'),
    ("old", "", "1e3", '"1e3"'),
    ("old", "", "2027-01-01", '"2027-01-01"'),
    ("old", "", "16.4", '"16.4"'),
    ("old", "", "0x1F", '"0x1F"'),
    ("old", "", "null", '"null"'),
    ("old", "", "a, b", '"a, b"'),
    ("old", "", "a: b", '"a: b"'),
    ('"old"', '"', "new", '"new"'),
    ("'old'", "'", "it's", "'it''s'"),
    ("&a old", "", "new", "&a new"),
    ("!!str &a 'old'", "'", "new", "!!str &a 'new'"),
    (">-\n  old", ">", "new", "new"),
]


@pytest.mark.parametrize(("written", "style", "text", "expected"), TABLE)
def test_what_stands_there(written: str, style: str, text: str, expected: str) -> None:
    assert replaced(written, style, text) == expected


NAMES = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,5}", fullmatch=True)
FOREIGN = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="/"), min_size=1, max_size=8
)


@given(NAMES | st.sampled_from(["yes", "12", "1.5", "0o7", "1_0", "2027-03-28", "true", "n", "Null"]) | FOREIGN)
def test_every_reader_takes_it_for_the_text(text: str) -> None:
    for written in (plain(text), replaced("'x'", "'", text), replaced('"x"', '"', text)):
        for form in (f"[{written}]", f"- {written}\n"):
            parsed = parse(form.encode())
            if text.isprintable():
                assert not parsed.problems
                assert parsed.documents[0].data == [text]
    if text.isascii() and text.isprintable():
        for version in ((1, 1), (1, 2)):
            yaml = YAML(typ="safe", pure=True)
            yaml.version = version
            assert yaml.load(f"[{plain(text)}]") == [text]
