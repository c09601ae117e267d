"""The real command line in a real repository: what it said, and with which exit code it left."""

import contextlib
import io
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pytest

from keur import bundle
from keur.cli.program import run

GIBIBYTE = 1024**3
SECONDS = 20


@dataclass(frozen=True)
class Said:
    """What one call of the command line said.

    code: its exit code, negative for the signal that ended it. out, err: its output as bytes of UTF-8.
    """

    code: int
    out: bytes
    err: bytes

    @property
    def text(self) -> str:
        """Standard output and error together."""
        return self.out.decode() + self.err.decode()

    @property
    def report(self) -> Any:
        """The report, when it was asked for as JSON."""
        return json.loads(self.out)

    def places(self) -> list[tuple[str, str, int]]:
        """Rule, path and line of every enforced finding that is not silenced."""
        return [
            (found["rule"], found["place"]["path"], found["place"]["region"]["line"])
            for found in self.report["findings"]
            if found["enforced"] and not found["suppressed"]
        ]

    def refused(self, *words: str) -> None:
        """Holds it to one clear sentence and exit code 2."""
        assert self.code == 2, self.text
        assert not self.out, self.out
        err = self.err.decode()
        assert "Traceback" not in err, err
        for word in words:
            assert word in err, err


class Site:
    """A repository under construction, or a plain folder, and the command line called in it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def git(self, *arguments: str) -> str:
        """Runs git here."""
        done = subprocess.run(["git", *arguments], cwd=self.root, check=True, capture_output=True)
        return done.stdout.decode().strip()

    def write(self, files: Mapping[str, str | bytes]) -> "Site":
        """Writes files by path."""
        for path, content in files.items():
            target = self.root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.encode() if isinstance(content, str) else content)
        return self

    def commit(self) -> str:
        """Commits all that lies here and gives the commit's id."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "step")
        return self.git("rev-parse", "HEAD")

    def keur(self, *arguments: str) -> Said:
        """The command line in this process: everything that `keur` itself does, but its start."""
        out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
        before = sys.argv
        sys.argv = ["keur", *arguments]
        try:
            with contextlib.chdir(self.root), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                run()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
        finally:
            sys.argv = before
        for stream in (out, err):
            stream.flush()
        said = Said(code, out.buffer.getvalue(), err.buffer.getvalue())  # type: ignore[attr-defined]  # a BytesIO
        assert code in (0, 1, 2), said.text
        return said

    def check(self, *arguments: str) -> Said:
        """`keur check` without a cache, as JSON."""
        return self.keur("check", "--no-cache", "--format", "json", "--as-of", "2027-03-28", *arguments)

    def bounded(self, *arguments: str, env: Mapping[str, str] | None = None, memory: int = 2 * GIBIBYTE) -> Said:
        """The command line as a process of its own, with a bound on its time and memory."""

        def bound() -> None:
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))

        done = subprocess.run(
            [sys.executable, "-m", "keur", *arguments],
            cwd=self.root,
            capture_output=True,
            timeout=3 * SECONDS,
            preexec_fn=bound,
            env={**os.environ, **(env or {})},
            check=False,
        )
        said = Said(done.returncode, done.stdout, done.stderr)
        assert said.code in (0, 1, 2), said.text[-4000:]
        return said


@pytest.fixture(autouse=True)
def nobodys_configuration(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings = {
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "Author",
        "GIT_AUTHOR_EMAIL": "author@example.org",
        "GIT_COMMITTER_NAME": "Committer",
        "GIT_COMMITTER_EMAIL": "committer@example.org",
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "NO_COLOR": "1",
        "COLUMNS": "120",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def few_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the shipped rules only the built-in ones and two areas: the others say nothing here and take half a second."""
    shipped = bundle.shipped
    areas = ("manifest/", "shape/", "reference/", "identity/", "mapping/", "waiver/", "availability-management/")

    def few(folder: Literal["policies", "schemas"]) -> Mapping[str, bytes]:
        files = shipped(folder)
        return {path: data for path, data in files.items() if folder == "schemas" or path.startswith(areas)}

    monkeypatch.setattr(bundle, "shipped", few)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """An empty git repository."""
    root = tmp_path / "site"
    root.mkdir()
    made = Site(root)
    made.git("init", "--quiet", "--initial-branch", "main")
    return made


@pytest.fixture(scope="module")
def module_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """One repository for all tests of a module."""
    made = Site(tmp_path_factory.mktemp("site"))
    made.git("init", "--quiet", "--initial-branch", "main")
    return made


@pytest.fixture
def another(tmp_path: Path) -> Callable[[str], Site]:
    """Makes further folders, outside any repository."""

    def make(name: str) -> Site:
        root = tmp_path / name
        root.mkdir(exist_ok=True)
        return Site(root)

    return make
