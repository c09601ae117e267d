"""Rules times entities, with recorded reads."""

from keur.evaluate.cells import Question
from keur.evaluate.evaluation import Evaluation, State
from keur.evaluate.judge import Outcome, Result
from keur.evaluate.reader import CatalogReader, NotAssessed
from keur.evaluate.results import Key, MemoryResults, Results, Summed, Tally

__all__ = [
    "CatalogReader",
    "Evaluation",
    "Key",
    "MemoryResults",
    "NotAssessed",
    "Outcome",
    "Question",
    "Result",
    "Results",
    "State",
    "Summed",
    "Tally",
]
