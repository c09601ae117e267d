"""Two processes parse what one would, whatever becomes of the other one."""

import multiprocessing
import os

import pytest

from keur.assess import parse_each
from keur.cache import parse_pooled, pool
from keur.errors import KeurError
from keur.manifest import YAML
from keur.model import Snapshot

FILES = {f"{number}.yaml": f"kind: Person\nmetadata: {{name: p{number}}}\n" for number in range(40)}
FILES |= {"torn.yaml": "a: [\n", "twice.yaml": "a: 1\na: 2\n", "empty.yaml": ""}


@pytest.fixture
def snapshot(monkeypatch: pytest.MonkeyPatch) -> Snapshot:
    monkeypatch.setattr(pool, "LARGE", 2)
    return Snapshot.of(FILES)


def test_two_processes_give_what_one_gives(snapshot: Snapshot) -> None:
    blobs = list(snapshot.files.values())
    assert parse_pooled(snapshot, blobs, YAML) == parse_each(snapshot, blobs, YAML)


def test_the_other_process_may_die(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    blobs = list(snapshot.files.values())
    monkeypatch.setattr(pool, "_parse_and_send", lambda *_: os._exit(9))
    assert parse_pooled(snapshot, blobs, YAML) == parse_each(snapshot, blobs, YAML)


def test_where_no_process_can_be_forked(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    blobs = list(snapshot.files.values())
    monkeypatch.setattr("sys.platform", "darwin")
    assert parse_pooled(snapshot, blobs, YAML) == parse_each(snapshot, blobs, YAML)


def test_other_work_is_done_once_and_only_beside_another_process(snapshot: Snapshot) -> None:
    blobs = list(snapshot.files.values())
    done: list[int] = []
    assert parse_pooled(snapshot, blobs, YAML, lambda: done.append(1)) == parse_each(snapshot, blobs, YAML)
    assert parse_pooled(snapshot, blobs[:1], YAML, lambda: done.append(2)) == parse_each(snapshot, blobs[:1], YAML)
    assert done == [1]


def test_what_other_work_raises_ends_the_other_process_too(snapshot: Snapshot) -> None:
    def refuse() -> None:
        raise KeurError("no")

    with pytest.raises(KeurError):
        parse_pooled(snapshot, list(snapshot.files.values()), YAML, refuse)
    assert multiprocessing.active_children() == []
