"""Foreign files read in place: what a mapping file says, and what it makes of YAML, JSON or CSV."""

from keur.mapping.load import load
from keur.mapping.mapped import Mapped, MappedDocument, MappingProblem, Source, Unread
from keur.mapping.mapping import Mapping, Mappings
from keur.mapping.read import read

__all__ = ["Mapped", "MappedDocument", "Mapping", "MappingProblem", "Mappings", "Source", "Unread", "load", "read"]
