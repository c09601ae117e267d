"""National lists of holidays, by country and part of a country: `nl`, `de-BY`.

The days are those of the pinned holidays package, never the machine's; it is imported when a list is first named.
"""

import re
from datetime import date
from functools import lru_cache
from typing import Any

NONE = "none"
"""The name of no list at all."""

_NAME = re.compile(r"([a-z]{2})(?:-([A-Z0-9]{1,3}))?", re.ASCII)


@lru_cache(maxsize=64)
def is_holidays(name: str) -> bool:
    """Whether there is a national list of this name; `none` is one too, with no day in it."""
    if name == NONE:
        return True
    match = _NAME.fullmatch(name)
    if match is None:
        return False
    country, part = match.groups()
    # Imported where it is used: it costs more than all of keur's own modules, and most catalogs name one country.
    from holidays import country_holidays
    from holidays.registry import COUNTRIES

    if not any(country.upper() in codes[1:] for codes in COUNTRIES.values()):
        return False
    return part is None or part in country_holidays(country.upper()).subdivisions


@lru_cache(maxsize=1024)
def holidays_of(name: str, year: int) -> frozenset[int]:
    """The days of a list in one year, as ordinals; a year that the list does not know has none."""
    return frozenset(day.toordinal() for day in _list(name, year))


def _list(name: str, year: int) -> Any:
    if name == NONE:
        return ()
    from holidays import country_holidays  # as above

    country, _, part = name.partition("-")
    found = country_holidays(country.upper(), subdiv=part or None, years=year, expand=False)
    return [day for day in found if isinstance(day, date) and day.year == year]
