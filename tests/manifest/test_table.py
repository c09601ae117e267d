"""CSV: rows, positions, and files that are not right."""

import csv
import io
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keur.manifest import CSV, YAML, CsvLocator, Parsed, format_of, parse_csv
from keur.model import Region


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("name,owner\na,b\nc,d\n", [{"name": "a", "owner": "b"}, {"name": "c", "owner": "d"}]),
        ('name;owner\r\n"a;""x""";b,c\r\n', [{"name": 'a;"x"', "owner": "b,c"}]),
        ("name\towner\r\n\r\na\tb", [{"name": "a", "owner": "b"}]),
        ('\ufeffname,owner\n"a\nb",é\n', [{"name": "a\nb", "owner": "é"}]),
        ("name,owner\n", []),
    ],
)
def test_reads_rows(text: str, rows: list[dict[str, str]]) -> None:
    parsed = parse_csv(text.encode())
    assert parsed.problems == ()
    assert [document.data for document in parsed.documents] == [rows]


@pytest.mark.parametrize(
    ("data", "rule", "region"),
    [
        (b"a,b\n1\n", "syntax", Region(2, 1, 2, 2)),
        (b"a,b\n\n1,2,3\n", "syntax", Region(3, 1, 3, 6)),
        (b"a,a\n1,2\n", "duplicate-key", Region(1, 3, 1, 4)),
        (b"a,,b\n1,2,3\n", "key", Region(1, 3, 1, 4)),
        (b'a,b\n1,2\n"x,y\nfoo', "syntax", Region(3, 1, 3, 5)),
        (b'a,b\n"x"y,z\n', "syntax", Region(2, 1, 2, 7)),
        (b"a\n" + b"x" * 200_000, "syntax", Region(2, 1, 2, 200_001)),
        (b"a,b\n1,\x00\n", "control-character", Region(2, 3, 2, 4)),
        (b"a,b\n1,\xff\n", "encoding", Region(2, 3, 2, 4)),
        ("a,b".encode("utf-16"), "encoding", Region(1, 1, 1, 2)),
        (bytes(17 << 20), "size", Region(1, 1, 1, 2)),
    ],
)
def test_turns_away(data: bytes, rule: str, region: Region) -> None:
    parsed = parse_csv(data)
    assert [(problem.rule, problem.region) for problem in parsed.problems] == [(f"manifest/{rule}", region)]
    assert Parsed.from_json(parsed.to_json()) == parsed


def test_an_empty_file_has_no_document() -> None:
    assert parse_csv(b"") == Parsed()


def test_a_wide_header_is_read_in_bounded_time() -> None:
    start = time.perf_counter()
    parsed = parse_csv(b"," * 1_000_000)
    assert len(parsed.problems) == 100
    assert time.perf_counter() - start < 5


DATA = 'name;owner\r\n"a;""x""";é\r\n\r\n"two\r\nlines";b\r\nshort\r\n'


@pytest.mark.parametrize(
    ("place", "on_key", "region"),
    [
        ("/0/name", False, Region(2, 1, 2, 10)),
        ("/0/owner", False, Region(2, 11, 2, 12)),
        ("/0/owner", True, Region(1, 6, 1, 11)),
        ("/1/name", False, Region(4, 1, 5, 7)),
        ("/1/owner", False, Region(5, 8, 5, 9)),
        ("/1", False, Region(4, 1, 4, 5)),
        ("/2/owner", False, Region(6, 1, 6, 6)),
        ("/2/none", False, Region(6, 1, 6, 6)),
        ("/9/name", False, Region(1, 1, 1, 11)),
        ("/99999999999999999999", False, Region(1, 1, 1, 11)),
        ("/x", False, Region(1, 1, 1, 11)),
        ("", False, Region(1, 1, 1, 11)),
    ],
)
def test_cells_have_places(place: str, on_key: bool, region: Region) -> None:
    assert CsvLocator(DATA.encode()).region(0, place, on_key=on_key) == region


CELLS = st.text("ab,;\"' \n\ré", max_size=5)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS.filter(str.strip)), max_size=4), st.sampled_from([",", ";", "\t"]))
def test_the_text_at_a_region_is_the_cell(rows: list[tuple[str, str]], delimiter: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([("one", "two"), *rows])
    data = out.getvalue().encode()
    assert [document.data for document in parse_csv(data).documents] == [[{"one": a, "two": b} for a, b in rows]]
    locator, lines = CsvLocator(data), out.getvalue()
    starts = [0]
    at = 0
    while at < len(lines):
        at += 2 if lines.startswith("\r\n", at) else 1
        if lines[at - 1] in "\r\n":
            starts.append(at)
    for index, row in enumerate(rows):
        for column, cell in zip(("one", "two"), row, strict=True):
            region = locator.region(0, f"/{index}/{column}")
            begin, end = (
                starts[region.line - 1] + region.column - 1,
                starts[region.end_line - 1] + region.end_column - 1,
            )
            if cell:
                assert next(csv.reader(io.StringIO(lines[begin:end], newline=""), delimiter=delimiter)) == [cell]


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=40), st.text('a,;"\n\r\t\x00', max_size=40).map(str.encode)))
def test_never_raises(data: bytes) -> None:
    parsed = parse_csv(data)
    assert Parsed.from_json(parsed.to_json()) == parsed
    assert all(problem.region is not None for problem in parsed.problems)
    locator = CsvLocator(data)
    for place in ("", "/0", "/0/a", "/1/a"):
        assert locator.region(0, place).line >= 1


def test_the_name_of_a_file_says_its_format() -> None:
    assert format_of("a/b.yaml") is format_of("B.YML") is format_of("c.json") is YAML
    assert format_of("a.b/c.csv") is CSV
    assert format_of("README.md") is format_of("yaml") is format_of("a.yaml/b") is None
    assert YAML.parse(b"a: 1").documents[0].data == {"a": 1}
    assert YAML.key != CSV.key
