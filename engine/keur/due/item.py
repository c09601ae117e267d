"""What is due, as it is listed: frozen values that every format reads."""

from dataclasses import dataclass, field

from keur.due.declared import Verb
from keur.typed import says


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that somebody must see to."""

    name: str = field(metadata=says("The file of due dates that asks for it."))
    verb: Verb = field(metadata=says("What must be done, or `end` for what comes to its end."))
    what: str = field(metadata=says("A clause that says what is due, and what decides the day."))
    entity: str = field(metadata=says("Id of the entity, `Kind/name`."))
    number: int = field(default=0, metadata=says("Which one, where the entity has several of this name; from 0."))
    title: str = field(default="", metadata=says("The entity's title; empty where it has none."))
    path: str = field(default="", metadata=says("The file in which the entity stands."))
    owner: str = field(default="", metadata=says("Id of the owner; empty where nobody is."))
    owner_title: str = field(default="", metadata=says("The owner's title; empty where it has none."))
    day: str | None = field(
        default=None, metadata=says("The last day on which it is in time; null where it is due and has no day.")
    )
    begins: str | None = field(default=None, metadata=says("The moment at which it begins, where it has one."))
    ends: str | None = field(default=None, metadata=says("The moment at which it ends, where it has one."))
    days: int | None = field(
        default=None, metadata=says("Days from today, negative when the day has gone by; null without a day.")
    )
    overdue: bool = field(default=False, metadata=says("Whether its day has gone by, or it is due and has no day."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Everything that is due within a while."""

    revision: str = field(metadata=says("Commit id, `work tree` or `index`."))
    today: str = field(metadata=says("The day that counts as today."))
    today_from: str = field(metadata=says("Where that day came from."))
    until: str = field(metadata=says("The last day that is looked at."))
    owner: str = field(default="", metadata=says("Whose are listed; empty for everybody's."))
    items: tuple[Item, ...] = field(
        default=(), metadata=says("Overdue first, then by day, those that have none before all others.")
    )
    later: int = field(default=0, metadata=says("How many more are due after that."))
    next: str | None = field(default=None, metadata=says("The first day after that on which something is due."))
    notes: tuple[str, ...] = field(default=(), metadata=says("What could not be told, as sentences."))
