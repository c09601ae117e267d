"""Durations, instants, days and periods: frozen, hashable, ordered and exact.

Arithmetic is by Python's operators, so that compiled expressions can use them. What leaves the range of a type, or
moves a day by a part of a day, raises an `ArithmeticError` with one clear sentence.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

NANOS = 1_000_000_000
DAY_SECONDS = 86_400
DAY_NANOS = DAY_SECONDS * NANOS

DURATION_LIMIT = 2**63
"""Durations are signed 64-bit nanoseconds (292 years either way), as CEL has them."""

EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
LAST_ORDINAL = date.max.toordinal()
FIRST_SECOND = (1 - EPOCH_ORDINAL) * DAY_SECONDS
LAST_SECOND = (LAST_ORDINAL + 1 - EPOCH_ORDINAL) * DAY_SECONDS - 1
FIRST_NANO = FIRST_SECOND * NANOS
LAST_NANO = LAST_SECOND * NANOS + NANOS - 1

LAST_MONTHS = 12 * 9_998
CYCLE_MONTHS, CYCLE_DAYS = 4_800, 146_097
"""The Gregorian calendar repeats after 400 years."""


@dataclass(frozen=True, slots=True, eq=False)
class _Nanoseconds:
    """What durations and instants have in common: they are a count of nanoseconds, ordered among their own kind."""

    ns: int

    def __eq__(self, other: object) -> bool:
        if type(other) is type(self):
            return self.ns == other.ns
        return NotImplemented

    def __hash__(self) -> int:
        return hash((type(self).__name__, self.ns))

    def __lt__(self, other: Self) -> bool:
        return self.ns < other.ns if type(other) is type(self) else NotImplemented

    def __le__(self, other: Self) -> bool:
        return self.ns <= other.ns if type(other) is type(self) else NotImplemented

    def __gt__(self, other: Self) -> bool:
        return self.ns > other.ns if type(other) is type(self) else NotImplemented

    def __ge__(self, other: Self) -> bool:
        return self.ns >= other.ns if type(other) is type(self) else NotImplemented


@dataclass(frozen=True, slots=True, eq=False, order=False)
class Duration(_Nanoseconds):
    """A length of elapsed time.

    ns: nanoseconds, a signed 64-bit integer.
    """

    def __post_init__(self) -> None:
        if not -DURATION_LIMIT <= self.ns < DURATION_LIMIT:
            raise OverflowError("a duration is at most 292 years, either way")

    @staticmethod
    def of(*, days: int = 0, hours: int = 0, minutes: int = 0, seconds: int = 0) -> "Duration":
        """The sum of these."""
        return Duration((days * DAY_SECONDS + hours * 3600 + minutes * 60 + seconds) * NANOS)

    @property
    def whole_days(self) -> int:
        """The number of days, when it is a whole one; otherwise an ArithmeticError."""
        days, rest = divmod(self.ns, DAY_NANOS)
        if rest:
            raise ArithmeticError("a date moves by whole days only")
        return days

    def __neg__(self) -> "Duration":
        return Duration(-self.ns)

    def __add__(self, other: Any) -> Any:
        if type(other) is Duration:
            return Duration(self.ns + other.ns)
        if type(other) is Timestamp:
            return Timestamp(self.ns + other.ns)
        if isinstance(other, Day):
            return other + self
        return NotImplemented

    def __sub__(self, other: "Duration") -> "Duration":
        return Duration(self.ns - other.ns) if type(other) is Duration else NotImplemented


@dataclass(frozen=True, slots=True, eq=False, order=False)
class Timestamp(_Nanoseconds):
    """An instant, from the first of the year 1 to the last of the year 9999.

    ns: nanoseconds since 1970-01-01T00:00:00Z.
    """

    def __post_init__(self) -> None:
        if not FIRST_NANO <= self.ns <= LAST_NANO:
            raise OverflowError("a timestamp lies in the years 1 to 9999")

    def __add__(self, other: Duration) -> "Timestamp":
        return Timestamp(self.ns + other.ns) if type(other) is Duration else NotImplemented

    def __sub__(self, other: Any) -> Any:
        if type(other) is Duration:
            return Timestamp(self.ns - other.ns)
        if type(other) is Timestamp:
            return Duration(self.ns - other.ns)
        return NotImplemented


@dataclass(frozen=True, slots=True)
class Period:
    """A length on the calendar: months first, then days.

    Equal means the same months and the same days. Periods are ordered by their mean length over the 400 years after
    which the calendar repeats; of two that are equally long the one with fewer months comes first.
    """

    months: int
    days: int = 0

    def __post_init__(self) -> None:
        if abs(self.months) > LAST_MONTHS or abs(self.days) > LAST_ORDINAL:
            raise OverflowError("a period is shorter than 9999 years")

    @property
    def _order(self) -> tuple[int, int]:
        return self.months * CYCLE_DAYS + self.days * CYCLE_MONTHS, self.months

    def __lt__(self, other: "Period") -> bool:
        return self._order < other._order if type(other) is Period else NotImplemented

    def __le__(self, other: "Period") -> bool:
        return self._order <= other._order if type(other) is Period else NotImplemented

    def __gt__(self, other: "Period") -> bool:
        return self._order > other._order if type(other) is Period else NotImplemented

    def __ge__(self, other: "Period") -> bool:
        return self._order >= other._order if type(other) is Period else NotImplemented

    def __neg__(self) -> "Period":
        return Period(-self.months, -self.days)

    def __add__(self, other: Any) -> Any:
        if type(other) is Period:
            return Period(self.months + other.months, self.days + other.days)
        if isinstance(other, Day):
            return other + self
        return NotImplemented

    def __sub__(self, other: "Period") -> "Period":
        if type(other) is Period:
            return Period(self.months - other.months, self.days - other.days)
        return NotImplemented


class Day:
    """A date of the proleptic Gregorian calendar, from 0001-01-01 to 9999-12-31.

    ordinal: the day's number; 1 is 0001-01-01.

    A subclass may be compared with a Day, and added to or subtracted from one: Python asks the subclass first, on
    either side. Operators on a plain Day give plain Days.
    """

    __slots__ = ("ordinal",)
    ordinal: int

    def __init__(self, ordinal: int) -> None:
        if not 1 <= ordinal <= LAST_ORDINAL:
            raise OverflowError("a date lies in the years 1 to 9999")
        object.__setattr__(self, "ordinal", ordinal)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a Day is frozen: {name} cannot be set")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a Day is frozen: {name} cannot be deleted")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.ordinal,)

    @staticmethod
    def of(year: int, month: int, day: int) -> "Day":
        """The day of this year, month and day of the month; ValueError when there is none."""
        return Day(date(year, month, day).toordinal())

    @property
    def date(self) -> date:
        """The same day as a `datetime.date`."""
        return date.fromordinal(self.ordinal)

    def __repr__(self) -> str:
        return f"Day({self.date.isoformat()})"

    def __eq__(self, other: object) -> bool:
        return self.ordinal == other.ordinal if isinstance(other, Day) else NotImplemented

    def __hash__(self) -> int:
        return hash(("Day", self.ordinal))

    def __lt__(self, other: "Day") -> bool:
        return self.ordinal < other.ordinal if isinstance(other, Day) else NotImplemented

    def __le__(self, other: "Day") -> bool:
        return self.ordinal <= other.ordinal if isinstance(other, Day) else NotImplemented

    def __gt__(self, other: "Day") -> bool:
        return self.ordinal > other.ordinal if isinstance(other, Day) else NotImplemented

    def __ge__(self, other: "Day") -> bool:
        return self.ordinal >= other.ordinal if isinstance(other, Day) else NotImplemented

    def __add__(self, other: Any) -> Any:
        if type(other) is Duration:
            return Day(self.ordinal + other.whole_days)
        if type(other) is Period:
            return Day(self._after(other.months, other.days))
        return NotImplemented

    def __sub__(self, other: Any) -> Any:
        if isinstance(other, Day):
            return Duration((self.ordinal - other.ordinal) * DAY_NANOS)
        if type(other) is Duration:
            return Day(self.ordinal - other.whole_days)
        if type(other) is Period:
            return Day(self._after(-other.months, -other.days))
        return NotImplemented

    def _after(self, months: int, days: int) -> int:
        """The ordinal these months (clamped to the end of the month) and then these days later."""
        here = date.fromordinal(self.ordinal)
        year, month = divmod(here.year * 12 + here.month - 1 + months, 12)
        if not 1 <= year <= 9999:
            raise OverflowError("a date lies in the years 1 to 9999")
        last = monthrange(year, month + 1)[1]
        return date(year, month + 1, min(here.day, last)).toordinal() + days
