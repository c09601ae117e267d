"""Availability in agreed time: what a promised share means in minutes."""

from keur.availability.promised import Hours, Promise, hours_that_count, promises
from keur.availability.wording import show_promise

__all__ = ["Hours", "Promise", "hours_that_count", "promises", "show_promise"]
