"""The command line as people call it: in a folder, with words, answered on two streams and by an exit code."""

import io
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from keur.cli import main

CLEAN = """\
kind: Group
metadata: {name: applications}
---
kind: Customer
metadata: {name: tax}
---
kind: Service
metadata: {name: payments, owner: applications}
spec: {customers: [tax]}
"""
BROKEN = """\
kind: ServiceLevelAgreement
metadata: {name: payments-gold, owner: applications}
spec:
  customer: tax
  services: [payments]
  valid:
    from: 2027-01-01
    to: 2026-01-01
"""
NEXT = "nothing broken. Next: keur next"


@dataclass(frozen=True)
class Said:
    """What a call answered."""

    code: int
    out: str
    err: str


class Stream(io.TextIOWrapper):
    """A stream that is no terminal."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", write_through=True)

    def text(self) -> str:
        raw = self.buffer
        assert isinstance(raw, io.BytesIO)
        return raw.getvalue().decode()


class Place:
    """A folder in which keur is called."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = root
        self._monkeypatch = monkeypatch

    def write(self, files: Mapping[str, str | bytes]) -> "Place":
        for path, content in files.items():
            target = self.root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.encode() if isinstance(content, str) else content)
        return self

    def git(self, *arguments: str) -> str:
        done = subprocess.run(["git", *arguments], cwd=self.root, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    def commit(self, files: Mapping[str, str], day: str = "2027-03-28") -> str:
        """Commits files on a day, and gives the commit's id."""
        if not (self.root / ".git").exists():
            self.git("init", "-q", "-b", "main")
        self.write(files)
        self.git("add", "-A")
        moment = f"{day}T12:00:00+00:00"
        self._monkeypatch.setenv("GIT_COMMITTER_DATE", moment)
        self._monkeypatch.setenv("GIT_AUTHOR_DATE", moment)
        self.git("commit", "-q", "--allow-empty", "-m", "a state")
        return self.git("rev-parse", "HEAD")

    def keur(self, *words: str) -> Said:
        """Calls keur here."""
        out, err = Stream(), Stream()
        with self._monkeypatch.context() as call:
            call.chdir(self.root)
            call.setattr(sys, "argv", ["keur", *words])
            call.setattr(sys, "stdout", out)
            call.setattr(sys, "stderr", err)
            try:
                main()
                code = 0
            except SystemExit as left:
                code = left.code if isinstance(left.code, int) else 0
        return Said(code, out.text(), err.text())


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """An empty folder, far from anybody's git configuration and cache."""
    for name, value in {
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "a",
        "GIT_AUTHOR_EMAIL": "a@example.org",
        "GIT_COMMITTER_NAME": "a",
        "GIT_COMMITTER_EMAIL": "a@example.org",
        "KEUR_CACHE_DIR": str(tmp_path / "cache"),
    }.items():
        monkeypatch.setenv(name, value)
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    root = tmp_path / "here"
    root.mkdir()
    return Place(root, monkeypatch)


Make = Callable[[Mapping[str, str]], Place]
