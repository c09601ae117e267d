"""What running an expression may cost: one per step, and the size of what a step builds or looks through.

Every value that an expression can build is weighed as it is built, so neither sharing one list a thousand times over
nor doubling a text can build, compare or print more than the limit allows.
"""

from typing import Any, Final

from keur.cel.values import CelError, CelMap, Optional

LIMIT: Final = 1_000_000
"""How much one evaluation may cost unless the caller says otherwise: about a second at most."""

MAX_NESTING: Final = 100
"""How deep the lists and maps that an expression builds may nest."""

_CONTAINERS = frozenset({list, tuple, dict, CelMap, Optional})


def too_costly(limit: int) -> CelError:
    """The error of an expression that runs too long or builds too much."""
    return CelError("cost", f"the expression costs more than {limit} steps")


def weight(value: Any, limit: int = LIMIT) -> int:
    """How much there is in a value: its elements at any depth, and one per 16 characters. Stops above the limit."""
    kind = type(value)
    if kind is str or kind is bytes:
        return 1 + (len(value) >> 4)
    return _deep_weight(value, limit) if kind in _CONTAINERS else 1


def _deep_weight(value: Any, limit: int) -> int:
    total, depth, level = 1, 0, [value]
    while level:
        depth += 1
        if depth > MAX_NESTING:
            raise CelError("cost", f"lists and maps nest more than {MAX_NESTING} deep")
        below: list[Any] = []
        for container in level:
            for item in _items(container):
                kind = type(item)
                if kind in _CONTAINERS:
                    below.append(item)
                    total += 1
                else:
                    total += 1 + (len(item) >> 4) if kind is str or kind is bytes else 1
            if total > limit:
                return total
        level = below
    return total


def _items(container: Any) -> Any:
    kind = type(container)
    if kind is list or kind is tuple:
        return container
    if kind is Optional:
        return (container.value,) if container.present else ()
    return (*container.keys(), *container.values())
