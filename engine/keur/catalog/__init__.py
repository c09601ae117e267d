"""Entities of one revision and the graph of their references."""

from keur.catalog.admission import Admission, Admitted, Origin, Turned, turned
from keur.catalog.build import Build, Load, build, earlier
from keur.catalog.graph import Catalog, Header, Targets
from keur.catalog.owner import Owned, owned

__all__ = [
    "Admission",
    "Admitted",
    "Build",
    "Catalog",
    "Header",
    "Load",
    "Origin",
    "Owned",
    "Targets",
    "Turned",
    "build",
    "earlier",
    "owned",
    "turned",
]
