"""What `each` binds: the elements of a list, or the entries of a map."""

import re
from collections.abc import Mapping

EACH = re.compile(r"[a-z][A-Za-z0-9_]*( *, *[a-z][A-Za-z0-9_]*)?")
"""What `each` may bind: `NAME` for the elements of a list, `KEY, VALUE` for the entries of a map."""


def bound(each: Mapping[str, str]) -> tuple[str, ...]:
    """Names of the variables that `each` binds."""
    return tuple(name.strip() for names in each for name in names.split(","))


def refuse_names(each: Mapping[str, str]) -> None:
    """Raises ValueError where `each` binds what is no name."""
    for names in each:
        if not EACH.fullmatch(names):
            raise ValueError(f"each: {names!r} is neither a name nor two names with a comma")
