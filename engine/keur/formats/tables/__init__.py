"""How a view is written: one module a format, found by listing this package.

A format is a module with `render(shown, screen) -> str` and a docstring that is its help.
"""

import importlib
import pkgutil
from collections.abc import Callable

from keur.formats import Screen
from keur.views import Shown

Render = Callable[[Shown, Screen], str]


def names() -> tuple[str, ...]:
    """Names of the formats there are, sorted."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.ispkg))


def load(name: str) -> Render:
    """The function that writes a view in one of these formats."""
    render: Render = importlib.import_module(f"{__name__}.{name}").render
    return render
