"""How a dataclass says more than its types: limits, checks, descriptions. pydantic reads them, and so does `build`.

pydantic itself is imported only where a file must be explained or a schema made: that takes longer than a small check.
"""

import dataclasses
import re
from collections.abc import Callable, Mapping
from typing import Any

Check = Callable[[Any], Any]
SAID = "alias", "description", "json_schema_extra", "max_length", "min_length"
"""What the metadata of a field may hold; pydantic reads the same words."""


@dataclasses.dataclass(frozen=True)
class Before:
    """A check of what is written, before its type is looked at; gives the value, ValueError with one clause."""

    check: Check

    def __get_pydantic_core_schema__(self, source: Any, handler: Check) -> Any:
        """As pydantic knows it."""
        from pydantic_core import core_schema

        return core_schema.no_info_before_validator_function(self.check, handler(source))


@dataclasses.dataclass(frozen=True)
class After:
    """A check of a value of the right type; gives the value as keur keeps it, ValueError with one clause."""

    check: Check

    def __get_pydantic_core_schema__(self, source: Any, handler: Check) -> Any:
        """As pydantic knows it."""
        from pydantic_core import core_schema

        return core_schema.no_info_after_validator_function(self.check, handler(source))


@dataclasses.dataclass(frozen=True)
class Limits:
    """Bounds of one scalar. ge, le: of a number. min_length: of a text. pattern: which all of a text matches."""

    ge: int | None = None
    le: int | None = None
    min_length: int | None = None
    pattern: str | None = None

    def keeps(self, value: Any) -> bool:
        """Whether a value of the right type lies within them."""
        return (
            (self.ge is None or value >= self.ge)
            and (self.le is None or value <= self.le)
            and (self.min_length is None or len(value) >= self.min_length)
            and (self.pattern is None or re.fullmatch(self.pattern, value) is not None)
        )

    def __get_pydantic_core_schema__(self, source: Any, handler: Check) -> Any:
        """As pydantic knows it."""
        said = {name: limit for name, limit in dataclasses.asdict(self).items() if limit is not None}
        return {**handler(source), **said}


def says(description: str, **more: Any) -> Mapping[str, Any]:
    """Metadata of a field: its hover text, and what of `SAID` there is more to say."""
    if strange := more.keys() - set(SAID):
        raise TypeError(f"nobody reads {sorted(strange)}")
    return {"description": description, **more}


def camel(name: str) -> str:
    """A field's name as people write it: `time_zone` is `timeZone`."""
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)


def fields(kind: type) -> Mapping[str, "dataclasses.Field[Any]"]:
    """The fields of a dataclass, by the name that people write."""
    named: Check = getattr(kind, "__pydantic_config__", {}).get("alias_generator", str)
    return {field.metadata.get("alias") or named(field.name): field for field in dataclasses.fields(kind)}
