"""Minutes beside percentages, as people read them."""

from keur.availability.promised import Promise
from keur.calendar import show_minutes
from keur.model.quantities import show_percentage


def show_promise(promise: Promise) -> str:
    """`99.8% is 31 minutes a month, in kantooruren (the hours of zaaksysteem)`."""
    hours = promise.hours
    share = show_percentage(promise.share)
    where = f"in {hours.name}" if hours.name else "round the clock"
    if promise.lost is None:
        return f"{share} {where} ({hours.because}), which cannot be read"
    return f"{share} is {show_minutes(promise.lost)} a {promise.per}, {where} ({hours.because})"
