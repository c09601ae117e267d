"""Every view in every format, byte for byte. `KEUR_WRITE=1 pytest tests/formats` writes the files anew."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from published import GOLDEN, SCHEMA, committed
from shown import VIEWS, shown, table

from keur.formats import Screen, tables
from keur.formats.tables.json import schema
from keur.formats.wording import grid
from keur.formats.wording.cells import width
from keur.formats.wording.printable import HIDDEN, json_text

SUFFIX = {"json": "json", "csv": "csv", "markdown": "md", "terminal": "terminal.txt"}
SCREENS = {
    "": Screen(120),
    "-80": Screen(80),
    "-40": Screen(40),
    "-colour": Screen(120, colour=True),
}
CASES = [
    (name, view, screen)
    for name in tables.names()
    for view in VIEWS
    for screen in (SCREENS if name == "terminal" else ("",))
]


@pytest.mark.parametrize(("name", "view", "screen"), CASES)
def test_format_writes_what_is_committed(name: str, view: str, screen: str) -> None:
    made = tables.load(name)(VIEWS[view], SCREENS[screen])
    assert made == committed(GOLDEN / "views" / f"{view}{screen}.{SUFFIX[name]}", made)


def test_formats_are_the_modules_of_the_package() -> None:
    assert tables.names() == ("csv", "json", "markdown", "terminal")


def test_published_schema_is_what_is_written() -> None:
    made = json_text(schema())
    assert made == committed(SCHEMA.with_name("view.schema.json"), made)
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("view", VIEWS)
def test_json_is_valid_against_the_published_schema(view: str) -> None:
    made = json.loads(tables.load("json")(VIEWS[view], Screen()))
    assert list(Draft202012Validator(schema()).iter_errors(made)) == []
    assert (made["version"], made["view"]) == ("1", VIEWS[view].name)


@pytest.mark.parametrize("name", ["terminal", "markdown", "json"])
def test_nothing_from_data_is_raw(name: str) -> None:
    made = tables.load(name)(VIEWS["hostile"], Screen())
    assert HIDDEN.sub("", made.replace("\n", "").replace("\u200b", "")) == made.replace("\n", "").replace("\u200b", "")


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("view", VIEWS)
def test_no_line_is_wider_than_the_screen(view: str, columns: int) -> None:
    for line in tables.load("terminal")(VIEWS[view], Screen(columns)).splitlines():
        assert width(line) <= columns, line


CELLS = st.text(max_size=8)
GRID = st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(CELLS, min_size=n, max_size=n), min_size=1, max_size=4))


@given(GRID)
def test_csv_read_again_gives_the_cells_and_no_formula(rows: list[list[str]]) -> None:
    columns = [f"c{index}" for index in range(len(rows[0]))]
    made = tables.load("csv")(shown("x", "X", table("", "", columns, *rows)), Screen())
    assert made.endswith("\r\n")
    read = list(csv.reader(io.StringIO(made, newline=""), strict=True))
    assert read[0] == columns
    for cells, row in zip(read[1:], rows, strict=True):
        for cell, text in zip(cells, row, strict=True):
            assert not cell.lstrip().startswith(("=", "+", "-", "@"))
            assert not cell.startswith(("\t", "\r"))
            if text.isalnum() and text.isascii():
                assert cell == text


WORDS = st.lists(st.text("abc漢", min_size=1, max_size=9), max_size=6).map(" ".join)
WIDE = st.integers(1, 5).flatmap(lambda n: st.lists(st.lists(WORDS, min_size=n, max_size=n), min_size=1, max_size=4))


@given(WIDE, st.integers(20, 120))
def test_a_grid_that_fits_says_everything_and_keeps_to_its_room(rows: list[list[str]], room: int) -> None:
    headings = [f"h{index}" for index in range(len(rows[0]))]
    made = grid.layout(headings, rows, room)
    for row in rows:
        lines = list(grid.line(made, row)) if made.columns else []
        assert all(width(line) <= room for line in lines)
        if made.columns:
            said = "".join("".join(lines).split())
            assert sorted(said) == sorted("".join("".join(row).split()))


def test_tables_of_one_section_are_laid_out_alike_and_empty_columns_give_way() -> None:
    columns = ["Name", "Nothing", "Text"]
    first = table("", "One", columns, ["a", "", "short"])
    second = table("", "Two", columns, ["b", "", "x" * 30])
    made = tables.load("terminal")(shown("x", "X", first, second), Screen(45)).splitlines()
    heads = [line for line in made if "Name" in line]
    assert heads == ["  Name  Text", "  Name  Text"]
    assert len([line for line in made if line == f"  ────  {'─' * 30}"]) == 2
