"""Minutes beside percentages, as people read them."""

from keur.availability.promised import Promise
from keur.model.quantities import Duration, show_percentage
from keur.model.quantities.amounts import NANOS

MINUTE = 60 * NANOS
FINE = 10 * MINUTE
"""Below this whole minutes are too coarse to compare."""


def show_minutes(time: Duration) -> str:
    """`31 minutes`, `4.4 minutes`, `26 seconds`: as exact as two promises need to be told apart."""
    if 0 < time.ns < MINUTE:
        return _counted(time.ns / NANOS, 0, "second")
    return _counted(time.ns / MINUTE, 1 if time.ns < FINE else 0, "minute")


def show_promise(promise: Promise) -> str:
    """`99.8% is 31 minutes a month, in kantooruren (the hours of zaaksysteem)`."""
    hours = promise.hours
    share = show_percentage(promise.share)
    where = f"in {hours.name}" if hours.name else "round the clock"
    if promise.lost is None:
        return f"{share} {where} ({hours.because}), which cannot be read"
    return f"{share} is {show_minutes(promise.lost)} a {promise.per}, {where} ({hours.because})"


def _counted(amount: float, digits: int, unit: str) -> str:
    text = f"{amount:.{digits}f}".removesuffix(".0")
    return f"{text} {unit}" if text == "1" else f"{text} {unit}s"
