"""Views: portfolios, registers, schedules and charts, derived from the catalog as view files say, never edited."""

from keur.views.codeowners import Owners, codeowners
from keur.views.compile import CompiledView, compile_view, refuse_malformed
from keur.views.controls import Asked, Evidence, controls, evidence
from keur.views.load import ViewFile, Views, is_view, load
from keur.views.make import Scene, make
from keur.views.shown import Cell, Row, Shown, Table
from keur.views.view import View

__all__ = [
    "Asked",
    "Cell",
    "CompiledView",
    "Evidence",
    "Owners",
    "Row",
    "Scene",
    "Shown",
    "Table",
    "View",
    "ViewFile",
    "Views",
    "codeowners",
    "compile_view",
    "controls",
    "evidence",
    "is_view",
    "load",
    "make",
    "refuse_malformed",
]
