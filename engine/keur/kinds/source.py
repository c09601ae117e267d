"""Schema files, read: YAML in, plain data out."""

from collections.abc import Iterable, Mapping
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import MappingEndEvent, MappingStartEvent, SequenceEndEvent, SequenceStartEvent
from ruamel.yaml.scanner import ScannerError

MAX_DEPTH = 64
MAX_BYTES = 1 << 18


class _PlainText(SafeConstructor):
    """Dates stay text, as they do in a manifest."""


_PlainText.add_constructor("tag:yaml.org,2002:timestamp", SafeConstructor.construct_yaml_str)


class Unreadable(ValueError):
    """A schema file that cannot be read, with the reason."""


def read(data: bytes) -> Mapping[str, Any]:
    """The mapping that one schema file holds.

    Raises Unreadable for bytes that are no YAML mapping, are too large, or nest too deep (composing those would end
    the process). What the C scanner refuses though YAML 1.2 allows it (`{from: 20:00}`) is read by the slower one.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable(f"is larger than {MAX_BYTES >> 10} KiB")
    try:
        try:
            content = _load(data, pure=False)
        except ScannerError:
            content = _load(data, pure=True)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        raise Unreadable(f"is not YAML: {at}{error.problem or error.context}") from error
    except (YAMLError, UnicodeDecodeError) as error:
        raise Unreadable(f"is not YAML: {str(error).splitlines()[0]}") from error
    if not isinstance(content, dict):
        raise Unreadable("is not a mapping")
    _only_text_keys(content, "")
    return content


def _load(data: bytes, pure: bool) -> Any:
    if data.count(b"[") + data.count(b"{") + data.count(b"\n") + data.count(b"- ") > MAX_DEPTH:
        _bound_depth(_yaml(pure).parse(data))
    return _yaml(pure).load(data)


def _yaml(pure: bool) -> Any:
    yaml = YAML(typ="safe", pure=pure)
    yaml.Constructor = _PlainText
    return yaml


def _bound_depth(events: Iterable[Any]) -> None:
    depth = 0
    for event in events:
        if isinstance(event, (MappingStartEvent, SequenceStartEvent)):
            depth += 1
            if depth > MAX_DEPTH:
                raise Unreadable(f"nests deeper than {MAX_DEPTH} levels")
        elif isinstance(event, (MappingEndEvent, SequenceEndEvent)):
            depth -= 1


def _only_text_keys(value: Any, where: str) -> None:
    if isinstance(value, dict):
        for key, child in value.items():
            if not isinstance(key, str):
                raise Unreadable(f"has a key that is not text at {where or '/'}: {key!r}")
            _only_text_keys(child, f"{where}/{key}")
    elif isinstance(value, list):
        for index, child in enumerate(value):
            _only_text_keys(child, f"{where}/{index}")
