"""How much there is to scan in a value, in steps: one per list element or map entry, one per 16 characters or bytes."""

from typing import Any

from keur.cel.values import CelMap, Optional

MOST = 1_000_000
UNBOUNDED = 2**62
"""The weight of what weighs more than `MOST`: no budget holds it."""


def weight(value: Any) -> int:
    """The steps that a walk over all of a value takes. Values may share their parts: each way to a part counts."""
    kind = type(value)
    if kind is str or kind is bytes:
        return len(value) >> 4
    if kind not in _CONTAINERS:
        return 0
    total, waiting = 0, [value]
    while waiting:
        part = waiting.pop()
        kind = type(part)
        if kind is str or kind is bytes:
            total += len(part) >> 4
        elif kind is list or kind is tuple:
            total += len(part)
            waiting.extend(part)
        elif kind is dict or kind is CelMap:
            total += len(part)
            waiting.extend(part)
            waiting.extend(part.values())
        elif kind is Optional:
            total += 1
            waiting.append(part.value)
        if total > MOST:
            return UNBOUNDED
    return total


_CONTAINERS = frozenset({list, tuple, dict, CelMap, Optional})
