"""The former names of an entity, written beside its name in the manner of what is there."""

from collections.abc import Iterator, Sequence

from keur.rewrite.pointed import resolved
from keur.rewrite.scalar import plain, replaced
from keur.rewrite.splice import Splice
from keur.rewrite.written import Entry, Value


def beside(text: str, metadata: Value, name: Entry, names: Sequence[str]) -> Splice:
    """The field `formerly` after the field `name`, where there is none yet."""
    assert name.key is not None
    quoted = name.key.style == '"'
    field = f'"formerly": {_flow(names, quoted)}' if quoted else f"formerly: {_flow(names, quoted)}"
    if resolved(metadata).flow:
        return Splice(name.value.end, name.value.end, f", {field}")
    indent = " " * (name.key.start - _line_start(text, name.key.start))
    end, ending = _line_end(text, name.value.end)
    if text[:end].endswith("\n"):
        return Splice(end, end, f"{indent}{field}{ending}")
    return Splice(end, end, f"{ending}{indent}{field}")


def instead(text: str, there: Value, names: Sequence[str]) -> Iterator[Splice]:
    """The list of former names as it is to be: the first of them new, of the others perhaps not all kept."""
    value = resolved(there)
    items = [entry.value for entry in value.entries]
    gone = [item for item in items if resolved(item).text not in names[1:]]
    quoted = bool(items) and items[0].style == '"'
    if value.flow and (gone or not items):
        start = text.index("[", value.start)
        yield Splice(start, value.end, _flow(names, quoted))
    elif value.flow:
        yield Splice(items[0].start, items[0].start, f"{_item(names[0], quoted)}, ")
    else:
        start, indent, ending = _item_line(text, items[0])
        yield Splice(start, start, f"{indent}- {_item(names[0], quoted)}{ending}")
        for item in gone:
            yield Splice(_item_line(text, item)[0], _line_end(text, item.end)[0], "")


def _item_line(text: str, item: Value) -> tuple[int, str, str]:
    """Where the line of a list's item begins, what stands before its dash, and how lines end."""
    start = _line_start(text, item.start)
    return start, text[start : text.rindex("-", 0, item.start)], _line_end(text, item.end)[1]


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _line_end(text: str, at: int) -> tuple[int, str]:
    """Where the line of an offset ends, behind its line break, and how lines end in this file."""
    first = text.find("\n")
    ending = "\r\n" if first > 0 and text[first - 1] == "\r" else "\n"
    if text[at - 1 : at] == "\n":
        return at, ending
    end = text.find("\n", at)
    return (len(text) if end < 0 else end + 1), ending


def _flow(names: Sequence[str], quoted: bool) -> str:
    return f"[{', '.join(_item(name, quoted) for name in names)}]"


def _item(name: str, quoted: bool) -> str:
    return replaced("", '"', name) if quoted else plain(name)
