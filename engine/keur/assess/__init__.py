"""The straight line for one snapshot: from files to a report."""

from keur.assess.baseline import Baseline
from keur.assess.edited import edited
from keur.assess.ground import Ground, ground
from keur.assess.line import Ask, judge, report, state
from keur.assess.reading import Reading, Taken, joined, parse_each, read, take

__all__ = [
    "Ask",
    "Baseline",
    "Ground",
    "Reading",
    "Taken",
    "edited",
    "ground",
    "joined",
    "judge",
    "parse_each",
    "read",
    "report",
    "state",
    "take",
]
