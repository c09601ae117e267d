"""How a report is written: one module a format, found by listing this package.

A format is a module with `render(report, screen) -> str` and a docstring that is its help. What formats share about
words lies in `wording/`; a package is never a format.
"""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass

from keur.errors import KeurError
from keur.model import Report


@dataclass(frozen=True, slots=True)
class Screen:
    """What a format may know of where it is read.

    width: columns, at least 20; colour: whether escape sequences for colour are wanted; verbose: nothing is folded.
    """

    width: int = 100
    colour: bool = False
    verbose: bool = False


Render = Callable[[Report, Screen], str]


@dataclass(frozen=True, slots=True)
class Format:
    """One output format: its name, its help and the function that writes a report in it."""

    name: str
    help: str
    render: Render


def names() -> tuple[str, ...]:
    """Names of the formats there are, sorted."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.ispkg))


def load(name: str) -> Format:
    """The format of this name. KeurError where there is none."""
    known = names()
    if name not in known:
        raise KeurError(f"There is no format {name!r}; there are {', '.join(known)}.")
    module = importlib.import_module(f"{__name__}.{name}")
    render: Render = module.render
    return Format(name, module.__doc__ or "", render)
