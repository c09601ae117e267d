"""What the source text asks for, as data: the ids that rules, shapes and views answer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, ClassVar, Literal

from keur.errors import KeurError
from keur.manifest import parse
from keur.rules.written import read
from keur.typed import Limits, says

FOLDER = "requirements/"

Text = Annotated[str, Limits(min_length=1)]
Id = Annotated[str, Limits(pattern=r"^[A-Z]{3}-[0-9]{2}$")]
Evidence = Literal["catalog", "history", "measurement"]

_CLOSED: Mapping[str, str] = {"extra": "forbid"}


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """One requirement of the source text."""

    __pydantic_config__: ClassVar = _CLOSED

    title: Text = field(metadata=says("What it asks, in a few words of our own."))
    evidence: Evidence = field(metadata=says("What answers it."))
    waits: Mapping[str, Text] = field(
        default_factory=dict,
        metadata=says("What it waits for, by the work that brings it: nothing of it can be asked yet."),
    )
    rest: Mapping[str, Text] = field(
        default_factory=dict, metadata=says("What of it is still to come, by the work that brings it.")
    )

    def __post_init__(self) -> None:
        if self.waits and self.rest:
            raise ValueError("a requirement waits as a whole, or has a rest; not both")


@dataclass(frozen=True, kw_only=True)
class RequirementArea:
    """The requirements of one area, by id."""

    __pydantic_config__: ClassVar = _CLOSED

    title: Text = field(metadata=says("The area's name for people."))
    complete: bool = field(
        default=False, metadata=says("All of the area is listed, and what the catalog can answer is answered or waits.")
    )
    requirements: Mapping[Id, Requirement] = field(metadata=says("By id."))


@dataclass(frozen=True, kw_only=True)
class Requirements:
    """The requirements of one source text."""

    __pydantic_config__: ClassVar = _CLOSED

    title: Text = field(metadata=says("The source's name for people."))
    areas: Mapping[str, RequirementArea] = field(metadata=says("By name, in the order of the source."))

    def all(self) -> Iterator[tuple[str, Requirement]]:
        """Every requirement with its id."""
        for area in self.areas.values():
            yield from area.requirements.items()


def load(files: Mapping[str, bytes]) -> Mapping[str, Requirements]:
    """The requirements that stand among schema files, as `requirements/NAME.yaml`, by the name of the file.

    Raises KeurError with every problem of every file.
    """
    problems: list[str] = []
    made: dict[str, Requirements] = {}
    for path, data in sorted(files.items()):
        if path.startswith(FOLDER) and path.endswith(".yaml"):
            found = read(Requirements, path, data, parse, problems)
            if found is not None:
                made[path.removeprefix(FOLDER).removesuffix(".yaml")] = found
    given = [id for one in made.values() for id, _ in one.all()]
    problems += (f"{FOLDER}: {id} is given twice" for id in sorted({id for id in given if given.count(id) > 1}))
    if problems:
        raise KeurError("these requirements cannot be used:", problems)
    return made
