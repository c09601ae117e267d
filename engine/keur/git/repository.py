"""One git repository, read by plumbing commands."""

import os
from datetime import date
from functools import cached_property

from keur.errors import KeurError
from keur.git import listing
from keur.git.commits import Commits
from keur.git.listing import Changed, Listed
from keur.git.parts import Parts, Relevant
from keur.git.process import Git, GitFailure
from keur.manifest import shown
from keur.model import Snapshot


class Repository:
    """A git repository.

    root: the top folder of its work tree, or the repository itself when it is bare.
    bare: it has no work tree. shallow: its history is cut off. algorithm: the hash that names its objects.
    """

    def __init__(self, git: Git, commits: Commits, root: str, *, bare: bool, shallow: bool, algorithm: str) -> None:
        self.root = root
        self.bare = bare
        self.shallow = shallow
        self.algorithm = algorithm
        self._git = git
        self._commits = commits

    @classmethod
    def open(cls, path: str) -> "Repository":
        """The repository that a folder lies in. Raises KeurError when there is none that git will read."""
        git = Git(path)
        questions = ("--is-bare-repository", "--is-inside-work-tree", "--is-shallow-repository", "--show-object-format")
        try:
            answers = git.run("rev-parse", *questions).decode().split()
            bare, inside, shallow = (answer == "true" for answer in answers[:3])
            if not bare and not inside:
                raise KeurError(_outside(path))
            top = git.run("rev-parse", "--absolute-git-dir" if bare else "--show-toplevel")
        except GitFailure as failure:
            raise KeurError(_unreadable(path, failure)) from failure
        root = os.fsdecode(top.removesuffix(b"\n"))
        if not bare and not _within(path, root):
            raise KeurError(_outside(path))
        settings = _disarm(git)
        commits = Commits(root, settings)
        return cls(Git(root, settings), commits, root, bare=bare, shallow=shallow, algorithm=answers[3])

    @cached_property
    def partial(self) -> bool:
        """Whether it is a partial clone, which lacks blobs or trees."""
        settings = _settings(self._git)
        return any(
            key == "extensions.partialclone" or (key.endswith(".promisor") and value != "false")
            for key, value in settings
        )

    def resolve(self, rev: str) -> str:
        """The commit id of a revision. Raises KeurError when there is no such commit."""
        if not rev or rev.startswith("-") or "\0" in rev:
            raise KeurError(f"{shown(rev) or 'An empty text'} is no revision; name a commit, a branch or a tag.")
        commit = self._commits.id(rev)
        if commit is None:
            raise KeurError(self._no_such(rev))
        return commit

    @cached_property
    def has_commits(self) -> bool:
        """Whether HEAD is a commit; not in a repository that nobody has committed to."""
        return self._commits.id("HEAD") is not None

    def parent(self, commit: str) -> str | None:
        """The first parent of a commit; None for the first commit, or where a shallow clone ends."""
        return self._commits.parent(commit)

    def commit_day(self, commit: str) -> date:
        """The day of a commit: its committer's, in the committer's own offset. Raises KeurError when it has none."""
        try:
            day = self._commits.day(commit)
        except GitFailure as failure:
            raise KeurError(f"Commit {commit} cannot be read: {failure.words}.") from failure
        if day is None:
            raise KeurError(f"Commit {commit} has no readable committer date; name the day with --as-of.")
        return day

    def merge_base(self, one: str, other: str) -> str:
        """The commit where two lines of history part. Raises KeurError when there is none here."""
        commit = self._commits.common(one, other)
        if commit is not None:
            return commit
        if self.shallow:
            raise KeurError(
                f"{one} and {other} have no common commit in this shallow clone; "
                "run git fetch --unshallow (in CI: fetch-depth: 0, or GIT_DEPTH: 0)."
            )
        raise KeurError(f"{one} and {other} have no common commit; name another base.")

    def changed(self, base: str, head: str) -> tuple[Changed, ...]:
        """The paths that differ between two commits, sorted; submodules and links among them."""
        try:
            output = self._git.run("diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-ext-diff", base, head)
        except GitFailure as failure:
            raise KeurError(self._unread_trees(failure)) from failure
        return tuple(listing.differences(output))

    def snapshot(self, rev: str | None = None, *, relevant: Relevant, clock: date, index: bool = False) -> Snapshot:
        """A revision, or without one the work tree, or with `index` what is staged.

        relevant: which paths are wanted; links are all listed. clock: the day given to work tree and index.
        Raises KeurError when there is no such revision, or something of it is not here.
        """
        if rev is not None:
            return self._revision(self.resolve(rev), relevant)
        if self.bare:
            raise KeurError(f"{self.root} is a bare repository, which has no work tree; name a revision with --rev.")
        return self._index(relevant, clock) if index else self._work_tree(relevant, clock)

    def _revision(self, commit: str, relevant: Relevant) -> Snapshot:
        try:
            output = self._git.run("ls-tree", "-r", "-z", "--full-tree", commit)
        except GitFailure as failure:
            raise KeurError(self._unread_trees(failure)) from failure
        parts = Parts(relevant)
        for entry in listing.tree(output):
            parts.add(entry)
        return parts.snapshot(commit, self.commit_day(commit), self._git)

    def _index(self, relevant: Relevant, clock: date) -> Snapshot:
        parts = Parts(relevant)
        for entry in listing.index(*self._list(("ls-files", "-s", "-z"))):
            if entry.stage:
                raise KeurError(f"{shown(entry.path)} has a merge conflict; resolve it before checking what is staged.")
            parts.add(entry)
        return parts.snapshot("index", clock, self._git)

    def _work_tree(self, relevant: Relevant, clock: date) -> Snapshot:
        entries, touched, untracked = self._on_disk
        touched = touched | untracked | {entry.path for entry in entries if entry.stage}
        parts = Parts(relevant)
        for entry in entries:
            if entry.path not in touched:
                parts.add(entry)
        for path in sorted(touched):
            parts.add_from_disk(self.root, path, self.algorithm)
        return parts.snapshot("work tree", clock, self._git)

    @cached_property
    def _on_disk(self) -> tuple[list[Listed], set[str], set[str]]:
        """What the index holds, which of its paths may differ on the disk, and what only the disk has.

        Listed once: one run sees one state, however often it looks.
        """
        changed = ("diff-files", "-z", "--raw", "--no-renames", "--no-ext-diff", "--ignore-submodules=all")
        untracked = ("ls-files", "-o", "--exclude-standard", "-z")
        index, differences, others = self._list(("ls-files", "-s", "-z"), changed, untracked)
        touched = {entry.path for entry in listing.differences(differences)}
        return list(listing.index(index)), touched, set(listing.paths(others))

    def _list(self, *commands: tuple[str, ...]) -> list[bytes]:
        try:
            return self._git.run_all(*commands)
        except GitFailure as failure:
            raise KeurError(f"git could not list the files of {self.root}: {failure.words}.") from failure

    def _no_such(self, rev: str) -> str:
        name = shown(rev)
        if rev == "HEAD" and not self.has_commits:
            return "The repository has no commits yet; commit first, or check the work tree (without --rev)."
        if self.shallow:
            return (
                f"There is no commit {name} in this shallow clone; run git fetch --unshallow (in CI: fetch-depth: 0)."
            )
        return f"There is no commit {name} here; see to the spelling, or fetch it first."

    def _unread_trees(self, failure: GitFailure) -> str:
        if self.partial:
            return "A folder is missing here, in a partial clone, and keur never fetches; clone without --filter."
        return f"git could not read its trees: {failure.words}."


def _outside(path: str) -> str:
    if "GIT_DIR" in os.environ:
        return f"GIT_DIR names another repository than that of {path}; unset it."
    return f"{path} lies inside a .git folder; run keur in the work tree."


def _within(path: str, root: str) -> bool:
    path, root = os.path.realpath(path), os.path.realpath(root)
    return path == root or path.startswith(root.rstrip(os.sep) + os.sep)


def _settings(git: Git) -> list[tuple[str, str]]:
    """The configuration that git uses here, as (key, value); a key without a value has an empty one."""
    entries = git.run("config", "--list", "-z").decode(errors="surrogateescape").split("\0")
    return [(key, value) for key, _, value in (entry.partition("\n") for entry in entries) if key]


def _disarm(git: Git) -> list[str]:
    """Settings that switch every configured filter off: comparing files with the index would run them."""
    try:
        keys = {key for key, _ in _settings(git) if key.startswith("filter.")}
    except GitFailure as failure:
        raise KeurError(f"git cannot read its configuration: {failure.words}.") from failure
    drivers = {key.rpartition(".")[0] for key in keys}
    off = [f"{driver}.{part}=" for driver in sorted(drivers) for part in ("clean", "smudge", "process")]
    return off + [f"{driver}.required=false" for driver in sorted(drivers)]


def _unreadable(path: str, failure: GitFailure) -> str:
    if "dubious ownership" in failure.words:
        return f"The repository of {path} belongs to somebody else; add it to git's safe.directory if you trust it."
    if "not a git repository" in failure.words:
        return f"{path} is not in a git repository."
    return f"git cannot read the repository of {path}: {failure.words}."
