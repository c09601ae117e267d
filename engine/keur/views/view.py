"""What a view file says: which entities are its rows, and what stands in its columns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Literal

from keur.cel.problems import did_you_mean
from keur.rules.each import bound, refuse_names
from keur.typed import Before, Limits, says


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Text = Annotated[str, Limits(min_length=1)]
Name = Annotated[str, Limits(pattern=r"^[a-z][A-Za-z0-9_]*$")]
Texts = Annotated[tuple[Text, ...], Before(_as_list)]

_CLOSED: Mapping[str, Any] = {"extra": "forbid"}
"""A field nobody knows is refused."""


@dataclass(frozen=True, kw_only=True)
class Section:
    """One table. What a section does not say, the view says for all of its sections."""

    __pydantic_config__: ClassVar = _CLOSED

    kind: Texts = field(default=(), metadata=says("Kinds whose entities are its rows."))
    each: Mapping[str, Text] = field(
        default_factory=dict,
        metadata=says("NAME: CEL list, or `KEY, VALUE`: CEL map; one row per element.", max_length=1),
    )
    variables: Mapping[Name, Text] = field(
        default_factory=dict, metadata=says("CEL: names for what is used more than once.")
    )
    where: Text | None = field(default=None, metadata=says("CEL: which rows there are; all when left out."))
    group: Text | None = field(default=None, metadata=says("CEL: the heading that a row stands under."))
    sort: Texts = field(default=(), metadata=says("CEL: what rows are sorted by; by name when left out."))
    for_: Mapping[Text, Text] = field(
        default_factory=dict,
        metadata=says(
            "NOUN: CEL; `--for NAME` keeps rows in which one of these bears that name, or is `*`.", alias="for"
        ),
    )
    columns: Mapping[Text, Text] = field(default_factory=dict, metadata=says("HEADING: CEL."))
    matrix: Mapping[Text, Text] = field(
        default_factory=dict,
        metadata=says("MARK: CEL list; a column for each value in any of the lists, with the marks of the row in it."),
    )

    def __post_init__(self) -> None:
        refuse_names(self.each)

    @property
    def elements(self) -> tuple[str, ...]:
        """Names of the variables that `each` binds."""
        return bound(self.each)


@dataclass(frozen=True, kw_only=True)
class Translation:
    """What a view says in another language; what is left out stays English."""

    __pydantic_config__: ClassVar = _CLOSED

    title: Text | None = field(default=None, metadata=says("The title."))
    description: Text | None = field(default=None, metadata=says("The description."))
    headings: Mapping[Text, Text] = field(
        default_factory=dict, metadata=says("HEADING of a section or a column: the same in this language.")
    )


@dataclass(frozen=True, kw_only=True)
class View(Section):
    """Something derived from the catalog for people to read, such as a portfolio, a register or a schedule."""

    __pydantic_config__: ClassVar = _CLOSED

    title: Text = field(metadata=says("What people call it."))
    description: Text = field(metadata=says("What it holds and whom it is for, in a sentence or two."))
    sections: Mapping[Text, Section] = field(
        default_factory=dict,
        metadata=says("HEADING: a table of its own. `where` of the view and the section both hold."),
    )
    text: Literal["codeowners"] | None = field(
        default=None, metadata=says("What makes it, where it is no table but a text of a form that others fixed.")
    )
    made: Literal["controls"] | None = field(
        default=None, metadata=says("What makes it, where it is made of what rules found and not of the catalog alone.")
    )
    nl: Translation = field(
        default_factory=Translation, metadata=says("Its wording in Dutch, for `language: nl` in keur.yaml.")
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        tables = self.sections or {"": self}
        known = self.headings
        strange = [text for text in self.nl.headings if text not in known and self.made is None]
        if strange:
            raise ValueError(f"nl: there is no heading {strange[0]}{did_you_mean(strange[0], known)}")
        if not self.queried:
            if self.text is not None and self.made is not None:
                raise ValueError("a view is a text or made of what rules found, not both")
            said = [name for name in ("kind", "columns", "sections") if getattr(self, name)]
            if said:
                what = "a text" if self.text is not None else "made of what rules found"
                raise ValueError(f"a view that is {what} says no {' and no '.join(said)}")
            return
        for heading, section in tables.items():
            missing = [name for name in ("kind", "columns") if not (getattr(section, name) or getattr(self, name))]
            if missing:
                raise ValueError(
                    f"{f'section {heading!r}' if heading else 'a view'} says no {' and no '.join(missing)}"
                )

    @property
    def queried(self) -> bool:
        """Whether what it says of the catalog is all that it is made of."""
        return self.text is None and self.made is None

    @property
    def headings(self) -> tuple[str, ...]:
        """Those of its sections and columns."""
        columns = (heading for section in (self, *self.sections.values()) for heading in section.columns)
        return tuple(dict.fromkeys((*self.sections, *columns)))

    def words(self, language: str) -> Mapping[str, str]:
        """Title, description and headings in a language; what is not in it stays English."""
        if language != "nl":
            return {}
        front = {self.title: self.nl.title, self.description: self.nl.description}
        return {**self.nl.headings, **{english: said for english, said in front.items() if said}}
