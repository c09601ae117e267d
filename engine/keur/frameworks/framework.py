"""What a framework file says, once read: one edition of a standard or a law, and its controls."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar

from keur.typed import Limits, says

NAME = r"[a-z0-9][a-z0-9.-]*"
Text = Annotated[str, Limits(min_length=1)]
Id = Annotated[str, Limits(pattern=r"^[A-Za-z0-9][A-Za-z0-9.()/_-]*$")]

_CLOSED: Mapping[str, Any] = {"extra": "forbid"}
"""A field nobody knows is refused."""


@dataclass(frozen=True, kw_only=True)
class Control:
    """A clause, article or control: what a rule may evidence."""

    __pydantic_config__: ClassVar = _CLOSED

    title: Text = field(metadata=says("What it is about, in words of our own."))
    within: Id | None = field(default=None, metadata=says("The id of the group it stands in, which stands before it."))


@dataclass(frozen=True, kw_only=True)
class Framework:
    """One edition of a standard or a law. Another edition is another file."""

    __pydantic_config__: ClassVar = _CLOSED

    title: Text = field(metadata=says("What people call it."))
    edition: Text = field(metadata=says("Which text the ids are those of: a year, or the number of the law."))
    publisher: Text = field(metadata=says("Who publishes it."))
    description: Text = field(metadata=says("What it is, and which part of it stands here."))
    source: Text = field(metadata=says("Where the ids can be checked."))
    controls: Mapping[Id, Control] = field(
        metadata=says("Its controls by id, in its own order, each after the group it stands in.", min_length=1)
    )


class Frameworks(Mapping[str, Framework]):
    """All frameworks, by name.

    digests: of each framework's file. A shipped framework, whose tests have read it, is read when it is asked for.
    """

    def __init__(
        self, made: Mapping[str, Framework | Callable[[], Framework]], digests: Mapping[str, str] | None = None
    ) -> None:
        self._made = dict(made)
        self.digests = digests or {}

    def __getitem__(self, name: str) -> Framework:
        found = self._made[name]
        if not isinstance(found, Framework):
            found = self._made[name] = found()
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)
