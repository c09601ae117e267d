"""From parsed data to a `Config`, or to every problem at once, each at its place."""

import json
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Protocol

from keur import __version__
from keur.config.config import FILE, NAME, RULE, Config, RuleSetting, Source
from keur.config.requires import accepts
from keur.errors import KeurError
from keur.model import Region, pointer
from keur.typed import build, fields

if TYPE_CHECKING:
    from pydantic import ValidationError

SHOWN = 60


class Locate(Protocol):
    """Finds the region of a JSON Pointer in the file; with `on_key` that of its key."""

    def __call__(self, pointer: str, *, on_key: bool = False) -> Region: ...


def read(data: object, locate: Locate, where: str = FILE, version: str = __version__) -> Config:
    """The configuration that a file says.

    data: the file's one document as plain data; None for an empty file, or where there is no file.
    where: the file's name in problems. version: that of the running tool.
    Raises KeurError with all problems, each `PATH:LINE:COLUMN: field: sentence`; where another version of keur is
    asked for, with that alone, since the rest may be words that this version does not know.
    """
    if data is None:
        return Config()
    if not isinstance(data, Mapping):
        raise _refusal([(locate(""), f"the file is a mapping of fields, not {_shown(data)}")], where)
    _refuse_other_version(data.get("requires"), locate, where, version)
    try:
        return build(Config, data)
    except ValueError:
        return _explained(data, locate, where)


def _explained(data: object, locate: Locate, where: str) -> Config:
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(Config).validate_json(json.dumps(data))
    except ValidationError as error:
        raise _refusal(_problems(error, locate), where) from None


def _refuse_other_version(asked: object, locate: Locate, where: str, version: str) -> None:
    if not isinstance(asked, str):
        return
    try:
        accepted = accepts(asked, version)
    except ValueError:
        return  # reported with the other problems
    if not accepted:
        at = _at(locate(pointer("requires")), where)
        raise KeurError(f"This repository asks for {_plain(asked)}; this is keur {version} ({at}).")


def _refusal(problems: Iterable[tuple[Region, str]], where: str) -> KeurError:
    found = [f"{_at(region, where)}: {sentence}" for region, sentence in sorted(problems)]
    return KeurError(f"{len(found)} problem{'s' * (len(found) > 1)} in the configuration, nothing was checked:", found)


def _problems(error: "ValidationError", locate: Locate) -> Iterator[tuple[Region, str]]:
    for found in error.errors(include_url=False):
        if found["type"] == "too_short" and found["input"]:
            continue  # its elements were refused one by one, so that none is left
        steps = [step for step in found["loc"] if step != "[key]"]
        on_key = found["type"] == "unexpected_keyword_argument" or "[key]" in found["loc"]
        yield (
            locate(pointer(*steps), on_key=on_key),
            f"{'.'.join(_plain(str(step)) for step in steps)}: {_say(found, steps)}",
        )


def _say(found: Any, steps: list[str | int]) -> str:
    context = found.get("ctx", {})
    value = found["input"]
    match found["type"]:
        case "unexpected_keyword_argument":
            return f"unknown field{_did_you_mean(str(steps[-1]), _fields(steps))}"
        case "missing":
            return "is missing"
        case "value_error":
            sentence = str(context["error"])
            return sentence if isinstance(value, Mapping) else f"{_shown(value)} {sentence}"
        case "literal_error":
            known = [word.strip("'") for word in context["expected"].replace(" or ", ", ").split(", ")]
            return f"{_shown(value)} is none of {', '.join(known)}{_did_you_mean(str(value), known)}"
        case "greater_than_equal" | "less_than_equal":
            return f"{_shown(value)} is no level; levels are 1 to 5"
        case "string_pattern_mismatch":
            return f"{_shown(value)} {_WRITTEN[context['pattern']]}"
        case "too_short" | "string_too_short":
            return "is empty"
        case kind:
            expected = _EXPECTED.get(kind)
            return f"expects {expected}, not {_shown(value)}" if expected else str(found["msg"])


_EXPECTED = {
    "string_type": "text (a number in quotes)",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "a mapping",
    "mapping_type": "a mapping",
    "dataclass_type": "a mapping",
}


_WRITTEN = {
    NAME: "is no name; lower case letters, digits, hyphens and dots",
    RULE: "is no rule id; it is written as AREA/NAME, such as change-management/remediation-plan",
}


def _fields(steps: list[str | int]) -> list[str]:
    kinds: dict[int, type] = {1: Config, 3: Source if steps[0] == "sources" else RuleSetting}
    return list(fields(kinds.get(len(steps), Config)))


def _did_you_mean(word: str, known: list[str]) -> str:
    close = get_close_matches(word, known, n=1)
    return f"; did you mean {close[0]}?" if close else ""


def _at(region: Region, where: str) -> str:
    return f"{where}:{region.line}:{region.column}"


def _shown(value: object) -> str:
    """A value as it may be shown: one line, short, nothing a terminal acts on."""
    text = json.dumps(value) if value is None or isinstance(value, bool | int | float) else repr(value)
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


def _plain(text: str) -> str:
    return text if text.isprintable() else repr(text)
