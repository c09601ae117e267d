"""Where a JSON Pointer into the data leads in a file as it is written, through aliases and merge keys."""

from keur.model import steps
from keur.rewrite.written import Entry, Value

MERGE = "<<"


def entry_at(root: Value, pointer: str) -> Entry:
    """The entry at a pointer that leads somewhere in the data; the root is an entry without a key."""
    entry = Entry(None, root)
    for step in steps(pointer):
        found = _step(entry.value, step)
        assert found is not None, f"{pointer} leads to nothing that is written"
        entry = found
    return entry


def resolved(value: Value) -> Value:
    """The value itself, or the one that an alias repeats."""
    return value.target if value.form == "alias" and value.target is not None else value


def _step(value: Value, step: str) -> Entry | None:
    value = resolved(value)
    if value.form == "list":
        return value.entries[int(step)]
    for entry in value.entries:
        if entry.key is not None and resolved(entry.key).text == step:
            return entry
    for source in _merged(value):
        found = _step(source, step)
        if found is not None:
            return found
    return None


def _merged(value: Value) -> list[Value]:
    sources: list[Value] = []
    for entry in value.entries:
        if entry.key is not None and entry.key.text == MERGE and not entry.key.style:
            taken = resolved(entry.value)
            sources += [one.value for one in taken.entries] if taken.form == "list" else [taken]
    return sources
