"""Schema files, read: YAML in, plain data out.

Schema files are keur's own vocabulary, so they are read strictly: no anchors (`$defs` and `$ref` say the same, with an
end), no tags, no second document. Events are taken one by one, so that nesting never reaches the stack.
"""

import re
from collections.abc import Mapping
from math import isfinite
from typing import Any

from _ruamel_yaml import CParser  # type: ignore[import-not-found]  # a compiled module without stubs
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

MAX_DEPTH = 64
MAX_BYTES = 1 << 18

_WORDS: dict[str, Any] = {"": None, "~": None, "null": None, "true": True, "false": False}
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,3})?")


class Unreadable(ValueError):
    """A schema file that cannot be read, with the reason."""


def read(data: bytes) -> Mapping[str, Any]:
    """The mapping that one schema file holds; Unreadable, with one clause that says why, where it holds none."""
    if len(data) > MAX_BYTES:
        raise Unreadable(f"is larger than {MAX_BYTES >> 10} KiB")
    try:
        content = _build(CParser(data))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        raise Unreadable(f"is not YAML: {at}{error.problem or error.context}; perhaps quotes are missing") from error
    except (YAMLError, UnicodeDecodeError) as error:
        raise Unreadable(f"is not YAML: {str(error).splitlines()[0]}") from error
    if not isinstance(content, dict):
        raise Unreadable("is not a mapping")
    return content


def _build(parser: Any) -> Any:
    """The data of the events of one document."""
    root: list[Any] = []
    stack: list[Any] = [root]
    keys: list[str | None] = [None]
    documents = 0
    while not isinstance(event := parser.get_event(), StreamEndEvent):
        match event:
            case ScalarEvent():
                value = _scalar(event)
            case MappingStartEvent():
                value = {}
            case SequenceStartEvent():
                value = []
            case MappingEndEvent() | SequenceEndEvent():
                stack.pop()
                keys.pop()
                continue
            case AliasEvent():
                raise Unreadable(f"uses an anchor at {_at(event)}; say it under $defs and name it with $ref")
            case DocumentStartEvent():
                documents += 1
                if documents > 1:
                    raise Unreadable("holds more than one document")
                continue
            case _:
                continue
        _put(stack[-1], keys, value, event)
        if isinstance(event, (MappingStartEvent, SequenceStartEvent)):
            stack.append(value)
            keys.append(None)
            if len(stack) > MAX_DEPTH:
                raise Unreadable(f"nests deeper than {MAX_DEPTH} levels")
    return root[0] if root else None


def _put(container: Any, keys: list[str | None], value: Any, event: Any) -> None:
    if isinstance(container, list):
        container.append(value)
    elif keys[-1] is None:
        if not isinstance(value, str):
            raise Unreadable(f"has a key that is not text at {_at(event)}")
        if value in container:
            raise Unreadable(f"has the key {value} twice at {_at(event)}")
        keys[-1] = value
    else:
        container[keys[-1]] = value
        keys[-1] = None


def _scalar(event: Any) -> Any:
    text: str = event.value
    if not event.implicit[0]:
        if not event.implicit[1]:
            raise Unreadable(f"has a tag at {_at(event)}; write the value as it is")
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text) and isfinite(value := float(text)):
        return value
    return text


def _at(event: Any) -> str:
    return f"line {event.start_mark.line + 1}, column {event.start_mark.column + 1}"
