"""Kinds are data: schema files, the shapes they accept, and what entities look like once admitted."""

from keur.kinds.filled import Filled
from keur.kinds.kind import Admitted, Kind, Lifecycle, State
from keur.kinds.load import Kinds, load
from keur.kinds.relation import Impact, Relation, Strength

__all__ = ["Admitted", "Filled", "Impact", "Kind", "Kinds", "Lifecycle", "Relation", "State", "Strength", "load"]
