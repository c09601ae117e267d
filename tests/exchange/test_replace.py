"""Files are replaced all at once, or not at all."""

import os
from pathlib import Path

import pytest

from keur.errors import KeurError
from keur.exchange.replace import read_all, replace_all


def contents(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in root.iterdir()}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in "abc":
        (tmp_path / name).write_bytes(name.encode())
    return tmp_path


BEFORE = {name: name.encode() for name in "abc"}
AFTER = {name: name.upper().encode() for name in "abc"}


def test_all_are_written_and_nothing_is_left_beside_them(root: Path) -> None:
    (root / "a").chmod(0o640)
    replace_all(str(root), BEFORE, AFTER)
    assert contents(root) == AFTER
    assert (root / "a").stat().st_mode & 0o777 == 0o640


def test_what_was_changed_meanwhile_is_kept(root: Path) -> None:
    (root / "c").write_bytes(b"other")
    with pytest.raises(KeurError, match="c was changed meanwhile"):
        replace_all(str(root), BEFORE, AFTER)
    assert contents(root) == {**BEFORE, "c": b"other"}


@pytest.mark.parametrize("fails", [0, 1, 2])
def test_a_step_that_fails_is_undone(root: Path, fails: int, monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = os.replace, list[str]()

    def step(source: str, target: Path) -> None:
        calls.append(source)
        if len(calls) == fails + 1:
            raise OSError(28, "No space left on device")
        real(source, target)

    monkeypatch.setattr(os, "replace", step)
    with pytest.raises(KeurError, match="cannot be written, so nothing was: No space left"):
        replace_all(str(root), BEFORE, AFTER)
    assert contents(root) == BEFORE


def test_links_and_what_is_not_there(root: Path) -> None:
    (root / "link").symlink_to("a")
    with pytest.raises(KeurError, match="link is a link"):
        read_all(str(root), ["link"])
    with pytest.raises(KeurError, match="gone cannot be read"):
        read_all(str(root), ["gone"])
