"""Progress on standard error, for anything that takes more than a second; never where nobody looks."""

import sys
from time import monotonic
from types import TracebackType

PATIENCE = 1.0
"""Seconds before anything is said."""

PAUSE = 0.1
"""Seconds between two lines."""


class Progress:
    """One line that says what is under way, taken away at the end."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._start = monotonic()
        self._last = self._start
        self._drawn = False

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._drawn:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def say(self, what: str) -> None:
        """Says what is under way."""
        now = monotonic()
        if self._shown and now - self._start > PATIENCE and now - self._last > PAUSE:
            sys.stderr.write(f"\r\x1b[Kkeur: {what} ...")
            sys.stderr.flush()
            self._drawn, self._last = True, now

    def say_done(self, rules: int) -> None:
        """Says how many of the rules are done."""
        self.say(f"judging, {rules} rules done")
