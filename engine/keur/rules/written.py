"""A file of keur's own vocabulary, such as a rule: read into its type, or told what is wrong with it, at its place."""

from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeVar

from keur.manifest import Parsed, locate
from keur.model import pointer
from keur.typed import build, fields

if TYPE_CHECKING:
    from pydantic import ValidationError

UNKNOWN = "unexpected_keyword_argument"
Parse = Callable[[bytes], Parsed]
T = TypeVar("T")


def read(kind: type[T], path: str, data: bytes, parse: Parse, problems: list[str]) -> T | None:
    """What a file says, as a value of this type; None, with a sentence and a place for each mistake, where any is."""
    parsed = parse(data)
    for problem in parsed.problems:
        at = f":{problem.region.line}:{problem.region.column}" if problem.region else ""
        problems.append(f"{path}{at}: {problem.message}")
    if parsed.problems:
        return None
    if len(parsed.documents) != 1 or not isinstance(parsed.documents[0].data, Mapping):
        problems.append(f"{path}: a file holds one {kind.__name__.lower()}, a mapping")
        return None
    try:
        return build(kind, parsed.documents[0].data)
    except ValueError:
        return _explained(kind, path, data, parsed.documents[0].data, problems)


def _explained(kind: type[T], path: str, data: bytes, said: object, problems: list[str]) -> T | None:
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(kind).validate_python(said)
    except ValidationError as error:
        problems += _sentences(kind, path, data, error)
        return None


def _sentences(kind: type, path: str, data: bytes, error: "ValidationError") -> Iterator[str]:
    for found in error.errors(include_url=False, include_context=False):
        steps = [step for step in found["loc"] if step != "[key]"]
        region = locate(data, 0, pointer(*steps), on_key=found["type"] == UNKNOWN)
        field = ".".join(map(str, steps)) or kind.__name__.lower()
        yield f"{path}:{region.line}:{region.column}: {field}: {_say(kind, found)}"


def _say(kind: type, found: Any) -> str:
    if found["type"] == "string_type":
        return f"expects text, not {found['input']!r}; put it in quotes"
    if found["type"] != UNKNOWN:
        return str(found["msg"]).removeprefix("Value error, ")
    close = get_close_matches(str(found["loc"][-1]), list(fields(kind)), n=1)
    return f"unknown field{f'; did you mean {close[0]}?' if close else ''}"
