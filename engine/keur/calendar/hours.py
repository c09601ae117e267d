"""Hours of a day and of a week, from what people write to minutes on the local clock."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

MINUTES = 24 * 60
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Hours = tuple[tuple[int, int], ...]
"""Stretches of one day as (from, to) in minutes since midnight, in order, none touching another. Hours that run past
midnight belong to the day on which they begin, so the last may end after 1440."""

ALL_DAY: Hours = ((0, MINUTES),)


@lru_cache(maxsize=1024)  # rules read the same calendars again and again
def hours(text: str) -> Hours:
    """`07:00-19:00`, several with commas, `always` or `closed`; 22:00-06:00 ends on the next day."""
    if text == "always":
        return ALL_DAY
    if text == "closed":
        return ()
    return joined(_stretch(part.strip()) for part in text.split(","))


def _stretch(text: str) -> tuple[int, int]:
    begin, end = (_minute(time) for time in text.split("-"))
    return begin, end if end > begin else end + MINUTES


def _minute(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


def week(open: Mapping[str, str]) -> tuple[Hours, ...]:
    """The hours of Monday to Sunday.

    open: by day, range of days or `daily`. Where two speak of one day the narrower counts, so that `sat` is an
    exception to `daily`; of two that are equally narrow both count.
    """
    found: list[tuple[int, Hours]] = [(len(DAYS) + 1, ())] * len(DAYS)
    for key, text in open.items():
        days = _days(key)
        for day in days:
            width, there = found[day]
            if len(days) < width:
                found[day] = len(days), hours(text)
            elif len(days) == width:
                found[day] = width, joined((*there, *hours(text)))
    return tuple(there for _, there in found)


def _days(key: str) -> list[int]:
    """Mondays are 0; a range may go over the weekend, as `sat-mon` does."""
    if key == "daily":
        return list(range(len(DAYS)))
    first, _, last = key.partition("-")
    begin, end = DAYS.index(first), DAYS.index(last or first)
    return [(begin + step) % len(DAYS) for step in range((end - begin) % len(DAYS) + 1)]


def joined(stretches: Iterable[tuple[int, int]]) -> Hours:
    """The same stretches in order, those that touch or overlap as one."""
    made: list[tuple[int, int]] = []
    for begin, end in sorted(stretches):
        if made and begin <= made[-1][1]:
            made[-1] = made[-1][0], max(end, made[-1][1])
        elif begin < end:
            made.append((begin, end))
    return tuple(made)
