"""The formats of text fields: how each is converted, once, at admission.

A converter takes the text and the name of the time zone of times written without one, and raises ValueError with a
sentence. The same texts come back all the time (`4h`, `99.9%`), so conversions are remembered up to a bound.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from keur.kinds.wording import shown
from keur.model.holidays import is_holidays
from keur.model.quantities import (
    is_zone,
    parse_date,
    parse_date_time,
    parse_duration,
    parse_moment,
    parse_percentage,
    parse_period,
)

Convert = Callable[[str, str], Any]
_REMEMBERED = 4096
_PATTERN_MEMORY = 1 << 18  # what the language's `matches` allows, so that what is admitted can be matched


def _anywhere(parse: Callable[[str], Any]) -> Convert:
    remembered = lru_cache(maxsize=_REMEMBERED)(parse)
    return lambda text, zone: remembered(text)


def _time_zone(text: str) -> str:
    if not is_zone(text):
        raise ValueError(f'"{text[:60]}" is not a time zone; write an IANA name such as Europe/Amsterdam')
    return text


def _holidays(text: str) -> str:
    if not is_holidays(text):
        expected = "write a country such as nl, a part of one such as de-BY, or none"
        raise ValueError(f"{shown(text)} is not a list of holidays; {expected}")
    return text


def _pattern(text: str) -> str:
    import re2  # only a catalog that lays down how things are named has patterns

    options = re2.Options()
    options.log_errors = False
    options.never_capture = True
    options.max_mem = _PATTERN_MEMORY
    try:
        re2.compile(text, options)
    except (re2.error, UnicodeEncodeError):
        expected = "it has no look-around and no back-references, and every bracket is closed"
        raise ValueError(f"{shown(text)} is not a regular expression of RE2; {expected}") from None
    return text


FORMATS: dict[str, Convert] = {
    "duration": _anywhere(parse_duration),
    "period": _anywhere(parse_period),
    "percentage": _anywhere(parse_percentage),
    "date": _anywhere(parse_date),
    "date-time": lru_cache(maxsize=_REMEMBERED)(parse_date_time),
    "moment": lru_cache(maxsize=_REMEMBERED)(parse_moment),
    "time-zone": _anywhere(_time_zone),
    "holidays": _anywhere(_holidays),
    "pattern": _anywhere(_pattern),
}

# For editors, which know the formats of JSON Schema and not ours: what a value looks like, roughly.
LOOKS: dict[str, str] = {
    "duration": r"^(?:[0-9]+w)?(?:[0-9]+d)?(?:[0-9]+h)?(?:[0-9]+m)?(?:[0-9.]+s)?$|^P[0-9WDTHMS.]+$",
    "period": r"^(?:[0-9]+ (?:year|month|week|day)s?(?: |$))+$|^P[0-9YMWD]+$",
    "percentage": r"^-?[0-9]+(?:\.[0-9]+)?%$",
    "date": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    "date-time": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9:.]+(?:[Zz]|[+-][0-9]{2}:[0-9]{2})?$",
    "moment": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[Tt][0-9:.]+(?:[Zz]|[+-][0-9]{2}:[0-9]{2})?)?$",
    "time-zone": r"^[A-Za-z0-9_+:/-]+$",
    "holidays": r"^(?:none|[a-z]{2}(?:-[A-Z0-9]{1,3})?)$",
    "pattern": r".",
}
