"""The local clock: what an instant is called somewhere.

A time zone is named as IANA names it (`Europe/Amsterdam`), or is a fixed offset (`+11:00`, `-02:30`, `02:00`).
The zone data are those of the pinned tzdata package, never the machine's: two machines give the same days.
"""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from keur.model.quantities.amounts import DAY_SECONDS, EPOCH_ORDINAL, LAST_SECOND, NANOS, Day, Timestamp

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_OFFSET = re.compile(r"([+-]?)([0-9]{2}):([0-9]{2})", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MARGIN = 2 * DAY_SECONDS


class Fields(NamedTuple):
    """An instant on a local clock. `day` is the local date, the others count within it."""

    day: Day
    hour: int
    minute: int
    second: int
    nanosecond: int


@lru_cache(maxsize=256)
def zone(name: str) -> tzinfo:
    """The time zone of this name; ValueError, with one sentence, when there is none."""
    if name == "UTC":
        return UTC
    if match := _OFFSET.fullmatch(name):
        sign, hours, minutes = match.groups()
        if int(hours) < 24 and int(minutes) < 60:
            offset = timedelta(hours=int(hours), minutes=int(minutes))
            return timezone(-offset if sign == "-" else offset)
    if name not in _names():
        raise ValueError(f"{clip(name)} is not a time zone; write an IANA name such as Europe/Amsterdam")
    with _data().joinpath("zoneinfo", *name.split("/")).open("rb") as data:
        return ZoneInfo.from_file(data, key=name)


def _data() -> "Traversable":
    # costs more to import than all the rest of this package, and most runs read no zone
    from importlib.resources import files

    return files("tzdata")


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    """Every name that IANA gives a time zone, old ones included."""
    return frozenset(_data().joinpath("zones").read_text("utf-8").split())


def is_zone(name: str) -> bool:
    """Whether there is a time zone of this name."""
    try:
        zone(name)
    except ValueError:
        return False
    return True


def offset_at(instant: Timestamp, name: str) -> int:
    """Seconds that the clock of this time zone is ahead of UTC at this instant."""
    # the clock cannot be asked outside the years 1 to 9999; no zone changes within days of either end
    seconds = min(max(instant.ns // NANOS, -EPOCH_ORDINAL * DAY_SECONDS + 2 * _MARGIN), LAST_SECOND - _MARGIN)
    offset = (_EPOCH + timedelta(seconds=seconds)).astimezone(zone(name)).utcoffset()
    return 0 if offset is None else offset.days * DAY_SECONDS + offset.seconds


def fields_of(instant: Timestamp, name: str = "UTC") -> Fields:
    """The instant as the clock of this time zone shows it."""
    seconds, nanosecond = divmod(instant.ns, NANOS)
    if name != "UTC":
        seconds += offset_at(instant, name)
    days, second = divmod(seconds, DAY_SECONDS)
    minute, second = divmod(second, 60)
    hour, minute = divmod(minute, 60)
    return Fields(Day(days + EPOCH_ORDINAL), hour, minute, second, nanosecond)


def local_day(instant: Timestamp, name: str) -> Day:
    """The date that the calendar of this time zone shows at this instant."""
    return fields_of(instant, name).day


def clip(text: str) -> str:
    """A value as an error names it: quoted, on one line, not too long."""
    shown = text if len(text) <= 60 else text[:57] + "..."
    return '"' + "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in shown) + '"'
