"""Entities of one revision and the graph of their references."""

from keur.catalog.admission import Admission, Admitted, Origin, Turned, turned
from keur.catalog.build import Build, build
from keur.catalog.graph import Catalog, Header, Targets

__all__ = ["Admission", "Admitted", "Build", "Catalog", "Header", "Origin", "Targets", "Turned", "build", "turned"]
