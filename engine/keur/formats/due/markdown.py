"""For a page or a comment: a table for each owner, what is overdue first and marked."""

from keur.due import Due, Item
from keur.formats import Screen
from keur.formats.due import _wording as wording
from keur.formats.markdown import code
from keur.formats.markdown import text as escaped
from keur.formats.wording.printable import prose


def render(due: Due, screen: Screen) -> str:
    """What is due, as Markdown; the screen makes no difference."""
    lines = ["### What is due", "", text(wording.summary(due))]
    for owner, items in wording.by_owner(due):
        lines += ["", f"#### {text(owner)}", "", "| by | | what | of | |", "|---|---|---|---|---|"]
        lines += (_row(item) for item in items)
    if later := wording.later(due):
        lines += ["", text(later)]
    if due.notes:
        lines += ["", "Not told:", "", *(f"- {text(note)}" for note in due.notes)]
    return "\n".join(lines) + "\n"


def text(written: str) -> str:
    """Text on one line, in which Markdown finds nothing to do."""
    return escaped(prose(written))


def _row(item: Item) -> str:
    distance = wording.distance(item)
    mark = f"**{distance}**" if item.overdue else distance
    title = f" {text(item.title)}" if item.title else ""
    entity = f"{code(prose(wording.name(item)))}{title}"
    return f"| {wording.when(item)} | {mark} | {item.verb} | {entity} | {text(item.what)} |"
