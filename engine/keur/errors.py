"""What stops the tool.

Wrong data is a finding and never an exception. A run that cannot be done (bad usage, no such revision, malformed
rules) is a `KeurError`; anything else that escapes is a bug.
"""

from collections.abc import Iterable


class KeurError(Exception):
    """A run that cannot be done: one clear sentence, and, where there are many causes, all of them at once.

    message: the sentence, for people.
    problems: one line per cause, in the order of their places; empty when the sentence says it all.
    """

    def __init__(self, message: str, problems: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return "\n".join((self.message, *(f"  {problem}" for problem in self.problems)))
