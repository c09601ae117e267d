"""Which commit a name means, its parent, its day, and where two lines of history part: asked through GitPython."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from keur.git.process import ENVIRONMENT, SETTINGS, GitFailure

if TYPE_CHECKING:
    from git.cmd import Git as Handle

_EPOCH = date(1970, 1, 1)


class Commits:
    """The commits of the repository that a folder lies in."""

    def __init__(self, folder: str, settings: Iterable[str] = ()) -> None:
        self._folder = folder
        self._settings = (*SETTINGS, *settings)

    def id(self, rev: str) -> str | None:
        """The id of the commit that a revision means; None when there is no such commit."""
        return self._verified(f"{rev}^{{commit}}")

    def parent(self, commit: str) -> str | None:
        """The first parent of a commit; None for the first commit, or where a shallow clone ends."""
        return self._verified(f"{commit}^1")

    def day(self, commit: str) -> date | None:
        """The day of a commit: its committer's, in the committer's own offset; None when it has none that can be read.

        Raises `GitFailure` when the commit cannot be read.
        """
        header, _, _ = self._ask("cat-file", "commit", commit).partition("\n\n")
        for line in header.split("\n"):
            if line.startswith("committer "):
                try:
                    return _day(*line.split()[-2:])
                except (ValueError, OverflowError):
                    return None
        return None

    def common(self, one: str, other: str) -> str | None:
        """The commit where two lines of history part; None when there is none here."""
        try:
            return self._ask("merge-base", one, other).split()[0]
        except GitFailure:
            return None

    def _verified(self, expression: str) -> str | None:
        try:
            return self._ask("rev-parse", "--verify", "--quiet", expression)
        except GitFailure:
            return None

    def _ask(self, *arguments: str) -> str:
        from git.exc import GitCommandError

        try:
            return str(self._handle._call_process(arguments[0], *arguments[1:]))
        except GitCommandError as error:
            status = error.status if isinstance(error.status, int) else 1
            raise GitFailure(status, str(error.stderr)) from error

    @cached_property
    def _handle(self) -> "Handle":
        # Imported where it is asked: that takes longer than a small check, and the work tree needs no commit.
        from git.cmd import Git as Handle

        handle = Handle(self._folder)
        handle.update_environment(**ENVIRONMENT)
        handle.set_persistent_git_options(no_pager=True, c=list(self._settings))
        return handle


def _day(seconds: str, offset: str) -> date:
    """The day of a moment in its own offset, such as +0130. Raises ValueError, OverflowError."""
    sign = -1 if offset.startswith("-") else 1
    digits = int(offset.lstrip("+-"))
    minutes = sign * (digits // 100 * 60 + digits % 100)
    return _EPOCH + timedelta(seconds=int(seconds) + minutes * 60)
