"""How what is due is written: one module a format, found by listing this package.

A format is a module with `render(due, screen) -> str` and a docstring that is its help.
"""

import importlib
import pkgutil
from collections.abc import Callable

from keur.due import Due
from keur.errors import KeurError
from keur.formats import Screen

Render = Callable[[Due, Screen], str]


def names() -> tuple[str, ...]:
    """Names of the formats there are, sorted."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_")))


def load(name: str) -> Render:
    """What writes the format of this name. KeurError where there is none."""
    if name not in names():
        raise KeurError(f"There is no format {name!r}; there are {', '.join(names())}.")
    render: Render = importlib.import_module(f"{__name__}.{name}").render
    return render
