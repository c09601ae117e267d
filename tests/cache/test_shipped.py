"""Shipped files read from what an earlier run kept say what their YAML says."""

import json
from pathlib import Path

import pytest

from keur.bundle import shipped
from keur.cache import ShippedData
from keur.kinds.source import Unreadable
from keur.kinds.source import read as read_schema
from keur.manifest import parse

SCHEMAS = {path: data for path, data in shipped("schemas").items() if "/" not in path or path.startswith("relations/")}
RULES = shipped("policies")
FILES = (*SCHEMAS.values(), *RULES.values())


def read_all(kept: ShippedData) -> tuple[list[object], list[object]]:
    said = [kept.schema(data) for data in SCHEMAS.values()], [kept.rule(data) for data in RULES.values()]
    kept.keep()
    return said


def test_what_was_kept_is_what_the_yaml_says(tmp_path: Path) -> None:
    path = tmp_path / "shipped.json"
    first = read_all(ShippedData(FILES, path))
    before = path.read_bytes()
    assert first == ([read_schema(data) for data in SCHEMAS.values()], [parse(data) for data in RULES.values()])
    assert read_all(ShippedData(FILES, path)) == first
    assert path.read_bytes() == before
    assert path.stat().st_mode & 0o077 == 0
    assert [beside.name for beside in tmp_path.iterdir()] == ["shipped.json"]


def test_only_what_ships_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "shipped.json"
    kept = ShippedData([b"title: A"], path)
    assert kept.schema(b"title: A") == {"title": "A"}
    assert kept.schema(b"title: B") == {"title": "B"}
    assert kept.rule(b"title: C") == parse(b"title: C")
    kept.keep()
    assert len(json.loads(path.read_text())[1]) == 1


def test_a_file_that_changes_replaces_what_it_was(tmp_path: Path) -> None:
    path = tmp_path / "shipped.json"
    for text in (b"title: A", b"title: B"):
        kept = ShippedData([text], path)
        assert kept.schema(text) == read_schema(text)
        kept.keep()
        assert list(json.loads(path.read_text())[1].values()) == [read_schema(text)]


@pytest.mark.parametrize("damage", [b"", b"{", b"[1]", b"[1, 2, 3]", b'["0", {}]', b"[]", b"\xff", b'{"a": 1}'])
def test_what_is_damaged_is_read_again(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "shipped.json"
    path.write_bytes(damage)
    kept = ShippedData([b"title: A"], path)
    assert kept.schema(b"title: A") == {"title": "A"}
    kept.keep()
    assert json.loads(path.read_text())[1]


def test_where_nothing_can_be_written_everything_is_read(tmp_path: Path) -> None:
    for path in (None, tmp_path / "nowhere" / "shipped.json"):
        kept = ShippedData([b"title: A"], path)
        assert kept.schema(b"title: A") == {"title": "A"}
        kept.keep()


def test_what_cannot_be_read_is_not_kept(tmp_path: Path) -> None:
    kept = ShippedData([b"- a"], tmp_path / "shipped.json")
    with pytest.raises(Unreadable):
        kept.schema(b"- a")
