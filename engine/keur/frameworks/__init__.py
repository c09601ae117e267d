"""Frameworks as data: what an edition of a standard or a law asks, by id, and which rules evidence it."""

from keur.frameworks.binding import bound
from keur.frameworks.coverage import Covered, coverage
from keur.frameworks.framework import Control, Framework, Frameworks
from keur.frameworks.load import load

__all__ = ["Control", "Covered", "Framework", "Frameworks", "bound", "coverage", "load"]
