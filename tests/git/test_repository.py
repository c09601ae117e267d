"""Snapshots of revisions, index and work tree of real repositories, friendly and hostile."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from keur.errors import KeurError
from keur.git import OVERSIZE, Changed, Folder, GitBlobs, Repository, open_source
from keur.manifest import MAX_BYTES, parse
from keur.model import Snapshot, blob_id

if TYPE_CHECKING:
    from conftest import Workshop

CLOCK = date(2030, 1, 1)


def relevant(path: str) -> bool:
    return path.endswith(".yaml")


def take(path: Path | str, rev: str | None = None, *, index: bool = False) -> Snapshot:
    return open_source(str(path)).snapshot(rev, relevant=relevant, clock=CLOCK, index=index)


def contents(snapshot: Snapshot) -> dict[str, bytes]:
    ids = list(snapshot.files.values())
    assert [blob for blob, _ in snapshot.blobs.read(ids)] == ids
    return {path: snapshot.read(path) for path in snapshot.files}


def test_a_revision(repo: Workshop) -> None:
    first = repo.commit({"a.yaml": "a: 1\n", "d/b.yaml": b"b: \xff\n", "c.txt": "c"})
    repo.commit({"a.yaml": "a: 2\n"})
    repo.write({"a.yaml": "a: 3\n"})
    snapshot = take(repo.root, first)
    assert snapshot.revision == first
    assert contents(snapshot) == {"a.yaml": b"a: 1\n", "d/b.yaml": b"b: \xff\n"}
    assert snapshot.files["a.yaml"] == blob_id(b"a: 1\n")
    assert contents(take(repo.root, "HEAD"))["a.yaml"] == b"a: 2\n"
    assert contents(take(repo.root, "main~1"))["a.yaml"] == b"a: 1\n"


def test_the_day_of_a_revision_stands_in_its_own_offset(repo: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    days = {
        "2027-03-28T00:30:00+0200": date(2027, 3, 28),
        "2027-03-28T23:30:00-1100": date(2027, 3, 28),
        "1969-12-31T23:00:00+0000": date(1969, 12, 31),
    }
    for written, day in list(days.items())[:2]:
        monkeypatch.setenv("GIT_COMMITTER_DATE", written)
        assert take(repo.root, repo.commit()).day == day
    tree = repo.git("rev-parse", "HEAD^{tree}")
    for stamp, day in [
        ("-3600 +0000", date(1969, 12, 31)),
        ("1 -0100", date(1969, 12, 31)),
        ("0 +0000", date(1970, 1, 1)),
    ]:
        commit = hand_made(repo, tree, f"C <c> {stamp}")
        assert take(repo.root, commit).day == day


@pytest.mark.parametrize("committer", ["C <c> 99999999999999999 +0000", "C <c>", "C <c> x +0000"])
def test_an_impossible_date_is_said(repo: Workshop, committer: str) -> None:
    repo.commit({"a.yaml": ""})
    commit = hand_made(repo, repo.git("rev-parse", "HEAD^{tree}"), committer)
    with pytest.raises(KeurError, match="no readable committer date; name the day with --as-of"):
        take(repo.root, commit)


def hand_made(repo: Workshop, tree: str, committer: str) -> str:
    text = f"tree {tree}\nauthor A <a> 0 +0000\ncommitter {committer}\n\ncommitter X <x> 0 +0000\n"
    command = ["git", "hash-object", "-t", "commit", "-w", "--literally", "--stdin"]
    return (
        subprocess.run(command, cwd=repo.root, input=text.encode(), check=True, capture_output=True)
        .stdout.decode()
        .strip()
    )


def test_the_work_tree(repo: Workshop) -> None:
    repo.commit(
        {"same.yaml": "s: 1", "changed.yaml": "c: 1", "gone.yaml": "g: 1", "moved.yaml": "m: 1", ".gitignore": "i*"}
    )
    (repo.root / "gone.yaml").unlink()
    (repo.root / "moved.yaml").rename(repo.root / "new.yaml")
    repo.write({"changed.yaml": "c: 2", "un/tracked.yaml": "u: 1", "ignored.yaml": "i", "staged.yaml": "t: 1"})
    repo.git("add", "staged.yaml")
    repo.write({"staged.yaml": "t: 2"})
    os.utime(repo.root / "same.yaml", (1, 1))
    snapshot = take(repo.root)
    assert contents(snapshot) == {
        "changed.yaml": b"c: 2",
        "new.yaml": b"m: 1",
        "same.yaml": b"s: 1",
        "staged.yaml": b"t: 2",
        "un/tracked.yaml": b"u: 1",
    }
    assert list(snapshot.files) == sorted(snapshot.files)
    assert all(blob == blob_id(snapshot.read(path)) for path, blob in snapshot.files.items())
    assert (snapshot.revision, snapshot.day) == ("work tree", CLOCK)


def test_the_index(repo: Workshop) -> None:
    repo.commit({"a.yaml": "a: 1", "b.yaml": "b: 1"})
    repo.write({"a.yaml": "a: 2"})
    repo.git("add", "a.yaml")
    repo.git("rm", "--quiet", "b.yaml")
    repo.write({"a.yaml": "a: 3", "c.yaml": "c: 1"})
    snapshot = take(repo.root, index=True)
    assert contents(snapshot) == {"a.yaml": b"a: 2"}
    assert (snapshot.revision, snapshot.day) == ("index", CLOCK)


def test_a_repository_without_commits(repo: Workshop) -> None:
    repo.write({"a.yaml": "a: 1"})
    assert contents(take(repo.root)) == {"a.yaml": b"a: 1"}
    assert contents(take(repo.root, index=True)) == {}
    with pytest.raises(KeurError, match="has no commits yet"):
        take(repo.root, "HEAD")


def test_from_a_folder_or_file_below_the_top(repo: Workshop) -> None:
    repo.commit({"a/b/c.yaml": "c: 1", "d.yaml": "d: 1"})
    repo.write({"e.yaml": "e: 1"})
    for start in ("a/b", "a/b/c.yaml"):
        source = open_source(str(repo.root / start))
        assert source.root == str(repo.root)
        assert sorted(take(repo.root / start).files) == ["a/b/c.yaml", "d.yaml", "e.yaml"]
        assert sorted(take(repo.root / start, "HEAD").files) == ["a/b/c.yaml", "d.yaml"]


NAMES = [
    "-rf.yaml",
    "a\nb.yaml",
    "tab\t.yaml",
    'quote".yaml',
    "é😀.yaml",
    "x\udcff.yaml",
    " .yaml",
    "[*].yaml",
    ":(top).yaml",
]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not allow such file names")
def test_hostile_file_names(repo: Workshop) -> None:
    for name in NAMES:
        Path(os.fsencode(str(repo.root) + "/" + name).decode("utf-8", "surrogateescape")).write_text(f"n: {name!a}")
    assert sorted(take(repo.root).files) == sorted(NAMES)
    repo.commit()
    assert sorted(take(repo.root, "HEAD").files) == sorted(NAMES)
    for name in NAMES:
        Path(f"{repo.root}/{name}").write_text("changed")
    assert set(contents(take(repo.root)).values()) == {b"changed"}


def test_links_are_listed_and_never_followed(repo: Workshop, tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "s.yaml").write_text("secret")
    repo.commit({"real.yaml": "r: 1", "was/file.yaml": "f: 1", "turns.yaml": "t: 1"})
    (repo.root / "out.yaml").symlink_to("../secret/s.yaml")
    (repo.root / "folder").symlink_to(tmp_path / "secret")
    repo.commit()
    (repo.root / "untracked.yaml").symlink_to("real.yaml")
    (repo.root / "turns.yaml").unlink()
    (repo.root / "turns.yaml").symlink_to("/etc/hostname")
    (repo.root / "was" / "file.yaml").unlink()
    (repo.root / "was").rmdir()
    (repo.root / "was").symlink_to(tmp_path / "secret")
    at_head, now = take(repo.root, "HEAD"), take(repo.root)
    assert at_head.links == {"folder": str(tmp_path / "secret"), "out.yaml": "../secret/s.yaml"}
    assert sorted(at_head.files) == ["real.yaml", "turns.yaml", "was/file.yaml"]
    assert now.links == {
        **at_head.links,
        "turns.yaml": "/etc/hostname",
        "untracked.yaml": "real.yaml",
        "was": str(tmp_path / "secret"),
    }
    assert contents(now) == {"real.yaml": b"r: 1"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_what_is_no_file_is_left_out(repo: Workshop) -> None:
    repo.commit({"a.yaml": "a: 1", "b.yaml": "b: 1"})
    (repo.root / "a.yaml").unlink()
    os.mkfifo(repo.root / "a.yaml")
    os.mkfifo(repo.root / "c.yaml")
    assert contents(take(repo.root)) == {"b.yaml": b"b: 1"}


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="only for a user whom permissions bind")
def test_a_file_that_may_not_be_read_is_said(repo: Workshop) -> None:
    repo.write({"a.yaml": "a: 1"})
    (repo.root / "a.yaml").chmod(0)
    with pytest.raises(KeurError, match="cannot be read: Permission denied"):
        take(repo.root)


@pytest.mark.skipif(os.name != "posix", reason="only where folders have permissions")
@pytest.mark.parametrize("begun", [True, False], ids=["a repository", "a folder"])
def test_a_folder_that_may_not_be_read_is_said(repo: Workshop, tmp_path: Path, begun: bool) -> None:
    root = repo.root if begun else tmp_path / "plain"
    shut = root / "catalog" / "shut"
    shut.mkdir(parents=True)
    (shut / "a.yaml").write_text("a: 1")
    shut.chmod(0)
    try:
        if os.access(shut, os.R_OK):
            pytest.skip("only for a user whom permissions bind")
        with pytest.raises(KeurError, match=r"shut.*Permission denied"):
            take(root)
    finally:
        shut.chmod(0o755)


def test_large_files_have_an_id_and_are_not_read(repo: Workshop) -> None:
    data = b"a: " + b"x" * MAX_BYTES
    repo.write({"big.yaml": data, "small.yaml": "s: 1"})
    on_disk = take(repo.root)
    repo.commit()
    in_git = take(repo.root, "HEAD")
    for snapshot in (on_disk, in_git):
        assert snapshot.files["big.yaml"] == blob_id(data)
        assert contents(snapshot) == {"big.yaml": OVERSIZE, "small.yaml": b"s: 1"}
    assert [problem.rule for problem in parse(OVERSIZE).problems] == ["manifest/size"]


def test_submodules_and_repositories_inside_are_skipped(workshop: type[Workshop], repo: Workshop) -> None:
    repo.commit({"a.yaml": "a: 1"})
    head = repo.git("rev-parse", "HEAD")
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{head},sub.yaml")
    inner = workshop(repo.root / "inner")
    inner.root.mkdir()
    inner.git("init", "--quiet")
    inner.write({"i.yaml": "i: 1"})
    assert list(take(repo.root).files) == ["a.yaml"]
    assert list(take(repo.root, index=True).files) == ["a.yaml"]


def test_the_configuration_of_the_repository_runs_nothing(repo: Workshop, tmp_path: Path) -> None:
    trap = tmp_path / "trap.sh"
    sprung = tmp_path / "sprung"
    trap.write_text(f"#!/bin/sh\ntouch {sprung}\ncat\n")
    trap.chmod(0o755)
    repo.commit({"a.yaml": "a: 1", ".gitattributes": "*.yaml filter=evil diff=evil"})
    for key in (
        "core.fsmonitor", "core.pager", "core.sshCommand", "core.editor", "diff.external", "diff.evil.textconv",
        "diff.evil.command", "filter.evil.clean", "filter.evil.smudge", "filter.evil.process", "alias.ls-files",
        "alias.diff-files", "credential.helper",
    ):  # fmt: skip
        repo.git("config", key, str(trap))
    repo.git("config", "filter.evil.required", "true")
    hooks = repo.root / ".git" / "hooks"
    for hook in ("post-index-change", "post-checkout", "fsmonitor-watchman"):
        (hooks / hook).write_text(trap.read_text())
        (hooks / hook).chmod(0o755)
    os.utime(repo.root / "a.yaml", (1, 1))
    assert contents(take(repo.root))["a.yaml"] == b"a: 1"
    repo.write({"a.yaml": "a: 2"})
    assert contents(take(repo.root))["a.yaml"] == b"a: 2"
    assert contents(take(repo.root, "HEAD"))["a.yaml"] == b"a: 1"
    assert contents(take(repo.root, index=True))["a.yaml"] == b"a: 1"
    assert not sprung.exists()


def test_nothing_is_written(repo: Workshop) -> None:
    repo.commit({"a.yaml": "a: 1"})
    os.utime(repo.root / "a.yaml", (1, 1))
    before = (repo.root / ".git" / "index").read_bytes()
    (repo.root / ".git" / "index.lock").touch()
    take(repo.root)
    assert (repo.root / ".git" / "index").read_bytes() == before


def test_a_merge_conflict(repo: Workshop) -> None:
    repo.commit({"a.yaml": "a: 1\n"})
    repo.git("checkout", "--quiet", "-b", "side")
    repo.commit({"a.yaml": "a: 2\n"})
    repo.git("checkout", "--quiet", "main")
    repo.commit({"a.yaml": "a: 3\n"})
    with pytest.raises(subprocess.CalledProcessError):
        repo.git("merge", "side")
    assert contents(take(repo.root))["a.yaml"].startswith(b"<<<<<<<")
    with pytest.raises(KeurError, match="merge conflict"):
        take(repo.root, index=True)


@pytest.mark.parametrize(
    "rev", ["nope", "0" * 40, "--all", "-x", "", "HEAD:a.yaml", "HEAD^{tree}", "a\nb", "..", "x\x1b[31m"]
)
def test_a_revision_that_is_none_is_said(repo: Workshop, rev: str) -> None:
    repo.commit({"a.yaml": "a: 1"})
    with pytest.raises(KeurError) as caught:
        take(repo.root, rev)
    assert "\x1b" not in str(caught.value)
    assert str(caught.value).endswith(".")


def test_merge_base_and_changes(repo: Workshop) -> None:
    base = repo.commit({"a.yaml": "a: 1", "b.yaml": "b: 1"})
    repo.git("checkout", "--quiet", "-b", "side")
    (repo.root / "b.yaml").unlink()
    side = repo.commit({"a.yaml": "a: 2", "c\n.yaml": "c: 1"})
    repo.git("checkout", "--quiet", "main")
    main = repo.commit({"m.yaml": "m: 1"})
    repository = Repository.open(str(repo.root))
    assert repository.merge_base(main, side) == base
    assert repository.changed(base, side) == (
        Changed("a.yaml", blob_id(b"a: 1"), blob_id(b"a: 2")),
        Changed("b.yaml", blob_id(b"b: 1"), None),
        Changed("c\n.yaml", None, blob_id(b"c: 1")),
    )
    repo.git("checkout", "--quiet", "--orphan", "other")
    with pytest.raises(KeurError, match="no common commit; name another base"):
        repository.merge_base(repo.commit(), main)
    assert repository.commit_day(base) == date(2027, 3, 28)
    assert (repository.shallow, repository.partial, repository.bare) == (False, False, False)


def test_a_shallow_clone_says_what_to_do(repo: Workshop, tmp_path: Path) -> None:
    repo.commit({"a.yaml": "a: 1"})
    repo.git("branch", "old")
    repo.commit({"a.yaml": "a: 2"})
    repo.git("checkout", "--quiet", "old")
    repo.commit({"b.yaml": "b: 1"})
    repo.git("clone", "--quiet", "--depth", "1", "--no-single-branch", f"file://{repo.root}", str(tmp_path / "clone"))
    clone = Repository.open(str(tmp_path / "clone"))
    assert clone.shallow
    with pytest.raises(KeurError, match=r"unshallow.*fetch-depth: 0"):
        clone.merge_base(clone.resolve("origin/main"), clone.resolve("origin/old"))
    with pytest.raises(KeurError, match="shallow clone; run git fetch --unshallow"):
        clone.resolve("HEAD~1")


@pytest.mark.parametrize("lacking", ["blob:none", "tree:0"])
def test_a_partial_clone_is_never_completed(repo: Workshop, tmp_path: Path, lacking: str) -> None:
    repo.commit({"a.yaml": "a: 1", "d/b.yaml": "b: 1"})
    repo.commit({"a.yaml": "a: 2", "d/b.yaml": "b: 2"})
    repo.git("config", "uploadpack.allowFilter", "true")
    repo.git("config", "uploadpack.allowAnySHA1InWant", "true")
    repo.git("clone", "--quiet", "--filter", lacking, f"file://{repo.root}", str(tmp_path / "clone"))
    clone = Repository.open(str(tmp_path / "clone"))
    assert clone.partial
    assert contents(take(clone.root, "HEAD")) == {"a.yaml": b"a: 2", "d/b.yaml": b"b: 2"}
    with pytest.raises(KeurError, match=r"partial clone.*clone without --filter"):
        contents(take(clone.root, "HEAD~1"))


def test_a_bare_repository(repo: Workshop, tmp_path: Path) -> None:
    repo.commit({"a.yaml": "a: 1"})
    repo.git("clone", "--quiet", "--bare", str(repo.root), str(tmp_path / "bare.git"))
    assert contents(take(tmp_path / "bare.git", "HEAD")) == {"a.yaml": b"a: 1"}
    with pytest.raises(KeurError, match="no work tree; name a revision"):
        take(tmp_path / "bare.git")
    with pytest.raises(KeurError, match=r"inside a \.git folder"):
        take(repo.root / ".git")


def test_a_linked_work_tree(repo: Workshop, tmp_path: Path) -> None:
    repo.commit({"a.yaml": "a: 1"})
    repo.git("worktree", "add", "--quiet", str(tmp_path / "linked"))
    (tmp_path / "linked" / "b.yaml").write_text("b: 1")
    assert sorted(take(tmp_path / "linked").files) == ["a.yaml", "b.yaml"]


def test_a_repository_of_sha256(workshop: type[Workshop], tmp_path: Path) -> None:
    shop = workshop(tmp_path)
    shop.git("init", "--quiet", "--object-format", "sha256")
    shop.commit({"a.yaml": "a: 1"})
    shop.write({"b.yaml": "b: 1"})
    snapshot = take(tmp_path)
    assert contents(snapshot) == {"a.yaml": b"a: 1", "b.yaml": b"b: 1"}
    assert snapshot.files["b.yaml"] == shop.git("hash-object", "b.yaml")


def test_a_broken_repository_is_said(repo: Workshop) -> None:
    repo.commit({"a.yaml": "a: 1"})
    (repo.root / ".git" / "index").write_bytes(b"nonsense")
    with pytest.raises(KeurError, match="git could not list the files"):
        take(repo.root)
    (repo.root / ".git" / "HEAD").write_bytes(b"nonsense")
    with pytest.raises(KeurError):
        take(repo.root)


def test_a_blob_that_is_missing_is_said(repo: Workshop) -> None:
    repo.commit({"a.yaml": "a: 1"})
    blobs = take(repo.root, "HEAD").blobs
    with pytest.raises(KeurError, match="is missing here"):
        list(blobs.read(["0" * 40]))
    assert list(blobs.read([])) == []


def test_a_reader_may_stop_half_way(repo: Workshop) -> None:
    repo.commit({f"{number}.yaml": f"n: {number}" * 1000 for number in range(300)})
    snapshot = take(repo.root, "HEAD")
    assert isinstance(snapshot.blobs, GitBlobs)
    reading = snapshot.blobs.read(list(snapshot.files.values()) * 20)
    next(reading)
    reading.close()


def test_the_environment_of_another_repository_is_refused(
    workshop: type[Workshop], repo: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit({"a.yaml": "a: 1"})
    other = workshop(tmp_path / "other")
    other.root.mkdir()
    other.git("init", "--quiet")
    monkeypatch.setenv("GIT_DIR", str(other.root / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.root))
    with pytest.raises(KeurError, match="GIT_DIR names another repository"):
        take(repo.root)


def test_git_that_cannot_be_run_is_said(repo: Workshop) -> None:
    program = f"from keur.git import open_source\nopen_source({str(repo.root)!r})"
    done = subprocess.run([sys.executable, "-c", program], env={"PATH": "/nowhere"}, capture_output=True, check=False)
    assert b"install git and see that it is on the PATH" in done.stderr


@pytest.mark.parametrize(("rev", "imported"), [("None", "False"), ("'HEAD'", "True")])
def test_the_work_tree_needs_no_gitpython(repo: Workshop, rev: str, imported: str) -> None:
    repo.commit({"a.yaml": "a: 1"})
    program = (
        "import sys, datetime\nfrom keur.git import open_source\n"
        f"taken = open_source({str(repo.root)!r}).snapshot({rev}, relevant=bool, clock=datetime.date(2027, 3, 28))\n"
        "print(taken.read('a.yaml'), 'git.cmd' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.decode().split() == ["b'a:", "1'", imported]


def test_a_plain_folder(workshop: type[Workshop], tmp_path: Path) -> None:
    plain = workshop(tmp_path / "plain")
    plain.write({"keur.yaml": "", "a/b.yaml": "b: 1", "c.txt": "", "node_modules/d.yaml": "d: 1", "big.yaml": OVERSIZE})
    (plain.root / "out.yaml").symlink_to("/etc/hostname")
    (plain.root / "loop").symlink_to(".")
    source = open_source(str(plain.root / "a"))
    assert isinstance(source, Folder)
    snapshot = take(plain.root / "a")
    assert contents(snapshot) == {"a/b.yaml": b"b: 1", "big.yaml": OVERSIZE, "keur.yaml": b""}
    assert snapshot.links == {"loop": ".", "out.yaml": "/etc/hostname"}
    assert (snapshot.revision, snapshot.day) == ("work tree", CLOCK)
    for arguments in ({"rev": "HEAD"}, {"index": True}):
        with pytest.raises(KeurError, match="not in a git repository"):
            source.snapshot(relevant=relevant, clock=CLOCK, **arguments)  # type: ignore[arg-type]  # two shapes in one table


def test_nothing_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(KeurError, match="There is nothing at"):
        open_source(str(tmp_path / "nowhere"))
    with pytest.raises(KeurError, match="is not in a git repository"):
        Repository.open(str(tmp_path))
