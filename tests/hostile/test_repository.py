"""Repositories that lack something, and folders that are none: one clear sentence and exit code 2, or the findings."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Site

pytestmark = pytest.mark.usefixtures("few_rules")

START = "kind: Service\nmetadata: {name: start}\nspec: {}\n"
WRONG = "kind: Service\nmetadata: {name: wrong}\nspec: {nope: 1}\n"
FILES = {"keur.yaml": "catalog: [catalog/]\n", "catalog/start.yaml": START}

Another = Callable[[str], "Site"]


def test_a_path_that_is_nothing(site: Site) -> None:
    site.write({**FILES, "catalog/wrong.yaml": WRONG})
    for slip in ("catalog/start.yml", "catalogue", "catalog/start.yaml/", "catalog/start.yaml/x", "", "a\nb"):
        site.check("--", slip) if slip == "catalog/start.yaml/" else site.check("--", slip).refused("is no")
    site.check("../elsewhere").refused("lies outside the repository")
    for path, code in [
        ("catalog/start.yaml", 0),
        ("catalog/wrong.yaml", 1),
        ("catalog", 1),
        (".", 1),
        ("./catalog/", 1),
    ]:
        assert site.check(path).code == code
    assert site.check("catalog/start.yaml", "catalog/wrong.yaml").code == 1


def test_a_path_of_the_snapshot_that_the_disk_lacks(site: Site) -> None:
    site.write({**FILES, "catalog/wrong.yaml": WRONG}).commit()
    (site.root / "catalog/wrong.yaml").unlink()
    assert site.check("--rev", "HEAD", "catalog/wrong.yaml").code == 1
    site.check("catalog/wrong.yaml").refused("is no file or folder here")


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--base", "nowhere"], "There is no commit nowhere"),
        (["--base", "--all"], "is no revision"),
        (["--rev", "nowhere"], "There is no commit nowhere"),
        (["--rev", "a\x1b[31m"], "is no revision|no commit a"),
        (["--rev", ""], "no revision"),
        (["--as-of", "2027-02-30"], "is no date"),
        (["--as-of", "tomorrow"], "is no date"),
        (["--config", "nowhere.yaml"], "No such file"),
        (["--config", "catalog"], "Is a directory"),
        (["--select", "no/rule"], "no rule or area"),
        (["--select", "manifest/tabs"], "did you mean manifest/tab"),
        (["--ignore", ""], "no rule or area"),
        (["--format", "yaml"], "yaml"),
        (["--rev", "HEAD", "--staged"], "exclude each other"),
        (["--output", "nowhere/report.json"], "No such file"),
        (["--nope"], "nope"),
    ],
)
def test_arguments_that_mean_nothing(site: Site, arguments: list[str], word: str) -> None:
    site.write(FILES).commit()
    said = site.check(*arguments)
    said.refused()
    assert any(one in said.err.decode() for one in word.split("|")), said.text
    assert "\x1b" not in said.text


def test_an_empty_repository(site: Site) -> None:
    site.check().refused("There is no entity below catalog/")
    site.check("--rev", "HEAD").refused("no commits yet")
    site.check("--base", "HEAD").refused()
    site.check("--staged").refused("There is no entity")
    site.write(FILES)
    assert site.check().code == 0
    site.check("--base", "HEAD").refused("no commits yet")


def test_no_git_at_all(another: Another) -> None:
    folder = another("plain").write({**FILES, "catalog/wrong.yaml": WRONG})
    assert [place[:2] for place in folder.check().places()] == [("shape/unknown-field", "catalog/wrong.yaml")]
    for arguments in (["--rev", "HEAD"], ["--staged"], ["--base", "main"]):
        folder.check(*arguments).refused("is not in a git repository")


def test_a_base_without_a_common_commit(site: Site) -> None:
    site.write(FILES).commit()
    site.git("checkout", "--quiet", "--orphan", "other")
    site.write({"catalog/other.yaml": WRONG}).commit()
    site.check("--base", "main").refused("no common commit")


def test_a_shallow_clone(site: Site, another: Another) -> None:
    site.write(FILES)
    first = site.commit()
    site.write({"catalog/wrong.yaml": WRONG}).commit()
    another(".").git("clone", "--quiet", "--depth", "1", f"file://{site.root}", "shallow")
    clone = another("shallow")
    assert clone.check().code == clone.check("--rev", "HEAD").code == 1
    clone.check("--base", first).refused("shallow clone", "git fetch --unshallow")
    clone.check("--base", "HEAD~1").refused("shallow clone")


def test_a_partial_clone_is_never_filled_up(site: Site, another: Another) -> None:
    site.git("config", "uploadpack.allowFilter", "true")
    site.write(FILES).commit()
    site.write({"catalog/start.yaml": START + "# changed\n"}).commit()
    another(".").git("clone", "--quiet", "--filter=blob:none", f"file://{site.root}", "partial")
    clone = another("partial")
    before = clone.git("count-objects", "-v")
    assert clone.check().code == 0
    clone.check("--rev", "HEAD~1").refused("keur never fetches")
    clone.check("--base", "HEAD~1").refused("keur never fetches")
    assert clone.git("count-objects", "-v") == before


def test_git_is_not_there(site: Site, tmp_path: Path) -> None:
    site.write(FILES)
    nothing = tmp_path / "nothing"
    nothing.mkdir()
    said = site.bounded("check", env={"PATH": str(nothing)})
    said.refused("git cannot be run; install git")


def test_a_repository_that_is_broken(site: Site) -> None:
    site.write(FILES).commit()
    (site.root / ".git/index").write_bytes(b"DIRC broken")
    site.check().refused("git could not list")
    (site.root / ".git/HEAD").write_text("nonsense")
    said = site.check()
    assert said.code in (0, 2), said.text


def test_links_are_not_followed(site: Site, tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text(WRONG)
    site.write(FILES)
    os.symlink(tmp_path / "secret.yaml", site.root / "catalog/link.yaml")
    os.symlink(tmp_path, site.root / "catalog/folder")
    os.symlink("link-a.yaml", site.root / "catalog/link-b.yaml")
    os.symlink("link-b.yaml", site.root / "catalog/link-a.yaml")
    os.symlink("/dev/zero", site.root / "catalog/zero.yaml")
    for _ in range(2):
        said = site.check()
        assert said.code == 0
        notes = [note["message"] for note in said.report["notes"]]
        for name in ("link.yaml", "link-a.yaml", "zero.yaml"):
            assert any(f"catalog/{name} is a link" in note for note in notes), notes
        site.commit()
    assert site.check("--rev", "HEAD").code == 0


def test_what_is_no_file(site: Site) -> None:
    site.write(FILES)
    os.mkfifo(site.root / "catalog/pipe.yaml")
    (site.root / "catalog/folder.yaml").mkdir()
    assert site.check().code == 0


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read(site: Site) -> None:
    site.write(FILES)
    (site.root / "catalog/start.yaml").chmod(0)
    site.check().refused("catalog/start.yaml cannot be read")


def test_a_file_that_the_disk_refuses(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.write(FILES)
    opened = os.open

    def refuse(path: str, *arguments: int, **more: int) -> int:
        if str(path).endswith("start.yaml"):
            raise PermissionError(13, "Permission denied", path)
        return opened(path, *arguments, **more)

    monkeypatch.setattr("keur.git.disk.os.open", refuse)
    site.check().refused("catalog/start.yaml cannot be read: Permission denied")


def test_files_that_vanish_while_they_are_read(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.write({**FILES, "catalog/gone.yaml": WRONG})
    opened = os.open

    def vanish(path: str, *arguments: int, **more: int) -> int:
        if str(path).endswith("gone.yaml"):
            os.unlink(path)
        return opened(path, *arguments, **more)

    monkeypatch.setattr("keur.git.disk.os.open", vanish)
    assert site.check().code == 0


NAMES = [b"-rf.yaml", b"--base.yaml", b"a\nb.yaml", b"a\tb.yaml", b"\xff\xfe.yaml", b" a .yaml", b"a\x1b[31m.yaml",
         b"::error::.yaml", b"%0A.yaml", b"a'\"`$(id).yaml", b"<b>|x|.yaml", "é\u202ex.yaml".encode()]  # fmt: skip
FORMATS = ["terminal", "json", "sarif", "junit", "github", "gitlab", "markdown"]


def test_names_of_files_that_are_hostile(site: Site) -> None:
    site.write(FILES)
    for name in NAMES:
        Path(os.fsdecode(os.fsencode(site.root) + b"/catalog/" + name)).write_text(
            WRONG.replace("wrong", f"n{len(name)}")
        )
    for format in FORMATS:
        said = site.keur("check", "--no-cache", "-v", "--format", format)
        assert said.code == 1, said.text
        printable(said.out, format)
    site.commit()
    assert len(site.check("--rev", "HEAD").places()) >= len(NAMES)
    assert site.check("--", os.fsdecode(b"catalog/-rf.yaml")).code == 1


VALUES = [
    'kind: "a\\e[31mb"\nmetadata: {name: a}\nspec: {}\n',
    'kind: Service\nmetadata: {name: "b\\e]0;x\\a", "ti\\e[2Jtle": x}\nspec: {"de\\x9bp\\u202e": 1, status: "\\x07\\x08"}\n',
    'kind: Service\nmetadata: {name: c}\nspec: {dependsOn: ["x\\e[31m\\u202ey", "Group/\\nz"], status: "a\\n::error::b"}\n',
    'kind: Service\nmetadata: {name: d, owner: "\\u0085\\u2028<script>&amp;]]>"}\nspec: {status: "@all #1 `x` |"}\n',
    "kind: Service\nmetadata: {name: e}\nspec: {nope: 1} # \x1b[31m \x9b \u202e ]]> <b>\n",
]


@pytest.mark.parametrize("format", FORMATS)
def test_nothing_written_reaches_a_reader_raw(site: Site, format: str) -> None:
    site.write({**FILES, **{f"catalog/v{index}.yaml": text for index, text in enumerate(VALUES)}})
    said = site.keur("check", "--no-cache", "-v", "--format", format)
    assert said.code == 1, said.text
    printable(said.out, format)
    printable(said.err, "terminal")


def printable(output: bytes, format: str) -> None:
    """Nothing that a terminal, a pipeline or a forge would obey; Markdown's zero-width spaces are keur's own."""
    text = output.decode().replace("\u200b", "") if format == "markdown" else output.decode()
    raw = {hex(ord(character)) for character in text if not (character.isprintable() or character in "\n\u00a0")}
    assert not raw, (format, raw)
    lines = [line for line in text.splitlines() if format == "github" and line.startswith("::")]
    assert all(line.split(" ", 1)[0] in ("::error", "::warning", "::notice") for line in lines), lines
    if format == "github":
        assert not any(line.startswith("::error::b") for line in text.splitlines())


def test_bounds(site: Site) -> None:
    """A hundred megabytes in one scalar, and many mistakes in one long line: little time, little memory."""
    site.write(FILES)
    with open(site.root / "catalog/large.yaml", "wb") as file:
        file.write(b"kind: Service\nmetadata: {name: large, title: ")
        file.truncate(100 * 1024 * 1024)
    row = "{" + ", ".join(f'"kind{n % 7}": "{"x" * 90}"' for n in range(30_000)) + "}"
    site.write({"catalog/row.yaml": row})
    said = site.bounded("check", "--format", "json", "--no-cache", memory=1024**3)
    assert said.code == 1, said.text[-2000:]
    assert {place[0] for place in said.places()} >= {"manifest/size", "manifest/duplicate-key"}
    assert len(said.out) < 3_000_000
    site.git("add", "--all")
    site.git("commit", "-qm", "large")
    assert site.bounded("check", "--format", "json", "--no-cache", "--rev", "HEAD", memory=1024**3).code == 1
    shutil.rmtree(site.root / ".git")
    assert sys.platform != "linux" or site.bounded("check", "--no-cache", memory=1024**3).code == 1
