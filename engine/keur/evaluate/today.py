"""Today, as a rule sees it: a day that notes on which days a comparison with it would come out differently.

A result that compared today with something holds from the last such day before today up to the day before the next
one; only then must it be judged again.
"""

from dataclasses import dataclass
from typing import Any

from keur.model.quantities import Day, Duration, Period

NS_PER_DAY = 86_400_000_000_000
FIRST, LAST = 1, 3_652_059  # 0001-01-01 and 9999-12-31


@dataclass
class Horizon:
    """The days for which what was concluded today holds; both ends belong to it."""

    today: int
    first: int = FIRST
    last: int = LAST

    def flips(self, day: int) -> None:
        """Notes that a comparison comes out one way before this day and another from it on."""
        if day <= self.today:
            self.first = max(self.first, day)
        else:
            self.last = min(self.last, day - 1)

    def only_today(self) -> None:
        """Notes that today was looked at in a way that may come out differently every day."""
        self.first = self.last = self.today

    def opened(self, days: tuple[int, int] = (FIRST, LAST)) -> tuple[int, int]:
        """The days noted so far; from here on these count."""
        noted = (self.first, self.last)
        self.first, self.last = days
        return noted

    def within(self, days: tuple[int, int]) -> None:
        """Notes that it holds on these days only."""
        self.first, self.last = max(self.first, days[0]), min(self.last, days[1])

    @property
    def bounded(self) -> bool:
        """Whether any comparison with today was made."""
        return self.first != FIRST or self.last != LAST


class Today(Day):
    """Today, moved by a number of days: `today + days(30)`, compared with another day."""

    __slots__ = ("horizon",)
    horizon: Horizon

    def __init__(self, ordinal: int, horizon: Horizon) -> None:
        super().__init__(ordinal)
        object.__setattr__(self, "horizon", horizon)

    def _note(self, other: Any) -> bool:
        """Notes the days around which this day passes the other; False when they are not comparable."""
        if not isinstance(other, Day):
            return False
        if not isinstance(other, Today):
            meets = other.ordinal - (self.ordinal - self.horizon.today)
            self.horizon.flips(meets)
            self.horizon.flips(meets + 1)
        return True

    def __lt__(self, other: Any) -> bool:
        return self.ordinal < other.ordinal if self._note(other) else NotImplemented

    def __le__(self, other: Any) -> bool:
        return self.ordinal <= other.ordinal if self._note(other) else NotImplemented

    def __gt__(self, other: Any) -> bool:
        return self.ordinal > other.ordinal if self._note(other) else NotImplemented

    def __ge__(self, other: Any) -> bool:
        return self.ordinal >= other.ordinal if self._note(other) else NotImplemented

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Day) and self._note(other) and self.ordinal == other.ordinal

    def __hash__(self) -> int:
        self.horizon.only_today()
        return hash(Day(self.ordinal))

    def __add__(self, other: Any) -> Any:
        return self._moved(super().__add__(other), other)

    def __radd__(self, other: Any) -> Any:
        return self.__add__(other)

    def __sub__(self, other: Any) -> Any:
        if isinstance(other, Day):
            return self._since(other)
        return self._moved(super().__sub__(other), other)

    def __rsub__(self, other: Any) -> Any:
        return -self._since(other) if isinstance(other, Day) else NotImplemented

    def _moved(self, moved: Any, by: Any) -> Any:
        if not isinstance(moved, Day):
            return moved
        if isinstance(by, Period) and by.months:
            # A month is no fixed number of days: the distance to today changes from day to day.
            self.horizon.only_today()
        return Today(moved.ordinal, self.horizon)

    def _since(self, other: Day) -> Duration:
        """The time since another day: a plain duration, which is another one tomorrow."""
        if not isinstance(other, Today):
            self.horizon.only_today()
        return Duration((self.ordinal - other.ordinal) * NS_PER_DAY)

    def __str__(self) -> str:
        self.horizon.only_today()
        return super().__str__()
