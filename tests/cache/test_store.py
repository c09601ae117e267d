"""The store: bytes by name, in a file that may be damaged, shared or gone without harm."""

import os
import sqlite3
import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keur.cache import CachedParser, DiskStore, cache_file
from keur.errors import KeurError
from keur.manifest import YAML, parse
from keur.model import Snapshot

names = st.text(max_size=8)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache.sqlite"


@given(items=st.dictionaries(names, st.binary(max_size=20)), other=st.dictionaries(names, st.binary(max_size=20)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
def test_what_was_put_is_there_in_the_next_run(path: Path, items: dict[str, bytes], other: dict[str, bytes]) -> None:
    path.unlink(missing_ok=True)
    store = DiskStore(path)
    store.put("a", items)
    store.put("b", other)
    store.close()
    again = DiskStore(path)
    assert again.get("a", [*items, "not there \0"]) == items
    assert again.get("b", other) == other
    again.close()


def test_many_keys_at_once(path: Path) -> None:
    store = DiskStore(path)
    items = {str(number): bytes(3) for number in range(5_000)}
    store.put("a", items)
    assert store.get("a", items) == items


def test_two_runs_that_end_together_never_mix(path: Path) -> None:
    one, two = DiskStore(path), DiskStore(path)
    assert one.keep({"results": {"x": b"1"}}, ("state", "current"), None, b"first")
    assert not two.keep({"results": {"x": b"2", "y": b"2"}}, ("state", "current"), None, b"second")
    assert two.get("results", ["x", "y"]) == {"x": b"1"}
    assert two.keep({"results": {"x": b"3"}}, ("state", "current"), b"first", b"third")
    assert one.get("results", ["x"]) == {"x": b"3"}


@pytest.mark.parametrize("damage", [b"", b"not a database at all" * 100, b"SQLite format 3\0" + bytes(200)])
def test_a_damaged_file_is_made_anew(path: Path, damage: bytes) -> None:
    path.write_bytes(damage)
    store = DiskStore(path)
    store.put("a", {"x": b"1"})
    assert store.get("a", ["x"]) == {"x": b"1"}
    assert ("damaged" in store.note) is bool(damage)


@given(at=st.integers(0, 40_000), bytes_=st.binary(min_size=1, max_size=5_000))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
def test_damage_anywhere_is_noticed_or_harmless(tmp_path: Path, at: int, bytes_: bytes) -> None:
    path = tmp_path / "cache.sqlite"
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
    store = DiskStore(path)
    items = {f"key {number}": bytes(50) for number in range(300)}
    store.put("a", items)
    store.close()
    data = bytearray(path.read_bytes())
    data[at : at + len(bytes_)] = bytes_
    path.write_bytes(data)
    store = DiskStore(path)
    try:
        store.get("a", items)
        store.put("a", items)
        store.keep({"b": items}, ("state", "now"), None, b"1")
    except KeurError:  # it is deleted, and the next run has a new one
        store = DiskStore(path)
        assert store.get("a", items) == {}
    store.close()


def test_a_locked_file_is_left_alone(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = DiskStore(path)
    store.put("a", {"x": b"1"})
    store.close()
    connect = sqlite3.connect
    with_patience = connect(path, isolation_level=None)
    with_patience.execute("pragma locking_mode = exclusive")
    with_patience.execute("begin exclusive")
    with_patience.execute("delete from kept where key = 'none'")
    monkeypatch.setattr(sqlite3, "connect", lambda path, **options: connect(path, **{**options, "timeout": 0.05}))
    with pytest.raises(OSError, match="cannot be used: database is locked"):
        DiskStore(path)
    with_patience.close()
    assert DiskStore(path).get("a", ["x"]) == {"x": b"1"}


def test_another_layout_is_made_anew(path: Path) -> None:
    with sqlite3.connect(path) as old:
        old.execute("create table kept (something text)")
        old.execute("pragma user_version = 99")
    store = DiskStore(path)
    store.put("a", {"x": b"1"})
    assert store.get("a", ["x"]) == {"x": b"1"}


def test_the_file_is_the_owners_alone(tmp_path: Path) -> None:
    path = cache_file("/somewhere", {"KEUR_CACHE_DIR": str(tmp_path / "new" / "folder")})
    DiskStore(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("environment", "folder"),
    [
        ({"KEUR_CACHE_DIR": "own", "XDG_CACHE_HOME": "xdg", "HOME": "home"}, "own"),
        ({"XDG_CACHE_HOME": "xdg", "HOME": "home"}, "xdg/keur"),
        ({"HOME": "home"}, "home/.cache/keur"),
    ],
)
def test_where_it_lies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], folder: str
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    full = {name: str(tmp_path / value) for name, value in environment.items()}
    assert cache_file("/somewhere", full).parent == tmp_path / folder


def test_each_repository_has_its_own(tmp_path: Path) -> None:
    environment = {"KEUR_CACHE_DIR": str(tmp_path)}
    assert cache_file("/one", environment) != cache_file("/two", environment)


@pytest.mark.parametrize(
    ("place", "mode", "message"),
    [("repository/cache", 0o700, "lies inside the repository"), ("open", 0o777, "can be written by others")],
)
def test_folders_that_strangers_may_write_are_refused(tmp_path: Path, place: str, mode: int, message: str) -> None:
    folder = tmp_path / place
    folder.mkdir(parents=True)
    os.chmod(folder, mode)
    with pytest.raises(KeurError, match=message):
        cache_file(str(tmp_path / "repository"), {"KEUR_CACHE_DIR": str(folder)})


def test_a_blob_is_parsed_once(path: Path) -> None:
    snapshot = Snapshot.of({"a.yaml": "kind: Person\n", "b.yaml": "a: [\n"})
    blobs = list(snapshot.files.values())
    first = CachedParser(DiskStore(path))(snapshot, blobs, YAML)
    elsewhere = Snapshot.of({})
    second = CachedParser(DiskStore(path))(elsewhere, blobs, YAML)
    assert first == second == {blob: parse(snapshot.read(path)) for path, blob in snapshot.files.items()}
