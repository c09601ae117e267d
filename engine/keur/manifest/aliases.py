"""What aliases repeat: its measure, its copy, and how much of it a file may ask for."""

from typing import Any


def budget(size: int) -> int:
    """How many nodes aliases may add to the data of a file of so many characters."""
    return min(100_000, 1_000 + 10 * size)


def measure(value: Any, limit: int) -> tuple[int, int]:
    """How many nodes a value has and how deep it is; counting stops beyond the limit."""
    nodes, depth, level = 1, 0, [value]
    while level and nodes <= limit:
        inner: list[Any] = []
        for item in level:
            if item.__class__ is dict:
                inner.extend(item.values())
            elif item.__class__ is list:
                inner.extend(item)
            if len(inner) > limit:
                break
        depth += any(item.__class__ is dict or item.__class__ is list for item in level)
        nodes += len(inner)
        level = inner
    return nodes, depth


def copied(value: Any) -> Any:
    """A value of which no part is shared; the nesting is bounded before."""
    if value.__class__ is dict:
        return {key: copied(item) for key, item in value.items()}
    if value.__class__ is list:
        return [copied(item) for item in value]
    return value
