"""What a file of due dates says: of which entities something is due, by when, and what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Literal

from keur.rules.each import bound, refuse_names
from keur.typed import Before, Limits, says

ANY = "*"

Verb = Literal["begin", "decide", "deliver", "end", "meet", "record", "review", "sign", "test"]


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Text = Annotated[str, Limits(min_length=1)]
Name = Annotated[str, Limits(pattern=r"^[a-z][A-Za-z0-9_]*$")]
RuleId = Annotated[str, Limits(pattern=r"^[a-z][a-z0-9-]*/[a-z][a-z0-9-]*$")]
Texts = Annotated[tuple[Text, ...], Before(_as_list)]


@dataclass(frozen=True, kw_only=True)
class Declared:
    """One sort of due date."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}

    title: Text = field(metadata=says("What is due, as a sentence that holds for every entity."))
    verb: Verb = field(metadata=says("What must be done by then, or `end` for what comes to its end."))
    kind: Texts = field(metadata=says("Kinds it speaks of; `*` for every kind that has the fields of `having`."))
    having: Texts = field(default=(), metadata=says("Fields of spec that a kind must have, with `kind: *`."))
    rule: RuleId | None = field(
        default=None, metadata=says("The rule that asks for the same; its parameters are `params`.")
    )
    each: Mapping[str, Text] = field(
        default_factory=dict,
        metadata=says("NAME: CEL list, or `KEY, VALUE`: CEL map; one due date per element.", max_length=1),
    )
    variables: Mapping[Name, Text] = field(
        default_factory=dict, metadata=says("CEL: names for what is used more than once.")
    )
    when: Text | None = field(default=None, metadata=says("CEL: whether something is due of this entity at all."))
    on: Text | None = field(
        default=None,
        metadata=says("CEL: the last day on which it is in time, or the moment; without it, it is due without a day."),
    )
    to: Text | None = field(default=None, metadata=says("CEL: the moment at which it ends, where it takes a while."))
    working_days: Text | None = field(
        default=None, metadata=says("CEL: so many working days after `on`, before it if negative.", alias="workingDays")
    )
    calendar: Text | None = field(
        default=None,
        metadata=says(
            "CEL: the Calendar of these working days; where there is none, the owner's hours, else the only one."
        ),
    )
    by: Text | None = field(
        default=None, metadata=says("CEL: the name of who must see to it, or none; without it, the owner.")
    )
    what: Text = field(metadata=says("A clause with {CEL} that says what is due, and what decides the day."))

    def __post_init__(self) -> None:
        refuse_names(self.each)
        if (ANY in self.kind) != bool(self.having):
            raise ValueError("`kind: *` and `having` go together: a kind that has the fields is spoken of")
        if ANY in self.kind and len(self.kind) > 1:
            raise ValueError("`kind: *` stands alone")
        if self.on is None and (self.to or self.working_days):
            raise ValueError("`to` and `workingDays` need `on`")
        if self.working_days is None and self.calendar:
            raise ValueError("`calendar` goes with `workingDays`")

    @property
    def elements(self) -> tuple[str, ...]:
        """Names of the variables that `each` binds."""
        return bound(self.each)
