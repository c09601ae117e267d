"""Lengths of time as people compare them."""

from keur.model.quantities import Duration
from keur.model.quantities.amounts import NANOS

MINUTE = 60 * NANOS
FINE = 10 * MINUTE
"""Below this whole minutes are too coarse to compare."""


def show_minutes(time: Duration) -> str:
    """`31 minutes`, `4.4 minutes`, `26 seconds`: as exact as two promises need to be told apart."""
    if 0 < time.ns < MINUTE:
        return _counted(time.ns / NANOS, 0, "second")
    return _counted(time.ns / MINUTE, 1 if time.ns < FINE else 0, "minute")


def _counted(amount: float, digits: int, unit: str) -> str:
    text = f"{amount:.{digits}f}".removesuffix(".0")
    return f"{text} {unit}" if text == "1" else f"{text} {unit}s"
