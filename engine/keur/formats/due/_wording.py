"""What the formats of due dates share about words."""

from collections.abc import Iterator

from keur.due import Due, Item
from keur.formats.wording.summary import counted

NOBODY = "nobody"


def by_owner(due: Due) -> Iterator[tuple[str, list[Item]]]:
    """Items by owner, as they are called: those first who have something overdue, then whose turn comes first."""
    groups: dict[str, list[Item]] = {}
    for item in due.items:
        groups.setdefault(item.owner, []).append(item)
    for owner, items in groups.items():
        yield called(owner, items[0].owner_title), items


def called(id: str, title: str) -> str:
    """An owner for people: the name, and the title where there is one."""
    name = id.partition("/")[2] or NOBODY
    return f"{name} ({title})" if title and title != name else name


def name(item: Item) -> str:
    """The entity's name."""
    return item.entity.partition("/")[2]


def when(item: Item) -> str:
    """The day, or the moment on the clock of the catalog: `2027-03-20 20:00`."""
    return item.begins[:16].replace("T", " ") if item.begins else item.day or "no day"


def distance(item: Item) -> str:
    """How far away its day is: `in 3 days`, `9 days overdue`."""
    match item.days:
        case None:
            return "overdue"
        case 0:
            return "today"
        case 1:
            return "tomorrow"
        case days if days < 0:
            return f"{counted(-days, 'day')} overdue" if item.overdue else "under way"
        case days:
            return f"in {days} days"


def summary(due: Due) -> str:
    """One sentence: which day it is, and how much is overdue and to come."""
    overdue = sum(item.overdue for item in due.items)
    to_come = len(due.items) - overdue
    parts = [f"{overdue} overdue"] if overdue else []
    parts += [f"{to_come} due until {due.until}"] if to_come else []
    whose = f" for {due.owner}" if due.owner else ""
    return f"As of {due.today} ({due.today_from}){whose}: {', '.join(parts) or f'nothing is due until {due.until}'}."


def later(due: Due) -> str:
    """A sentence about what comes after; empty where nothing does."""
    if due.next is None:
        return ""
    return f"Later: {due.later} more, the first on {due.next} (--within says how far to look)."
