"""Agreed hours: when a promise counts and when people work, on the local clock, with holidays and exceptions.

`hours` reads what people write, `calendar` is the value, `count` measures in it,
`wording` says what was measured.
"""

from keur.calendar.calendar import Calendar, always, calendar
from keur.calendar.count import (
    MONTHS,
    Per,
    add_time,
    add_working_days,
    agreed_between,
    agreed_in,
    allowance,
    bounds,
    covers,
)
from keur.calendar.wording import show_minutes

__all__ = [
    "MONTHS",
    "Calendar",
    "Per",
    "add_time",
    "add_working_days",
    "agreed_between",
    "agreed_in",
    "allowance",
    "always",
    "bounds",
    "calendar",
    "covers",
    "show_minutes",
]
