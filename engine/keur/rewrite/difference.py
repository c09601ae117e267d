"""What differs between two states of a file, as people and `git apply` read it."""

import re
from difflib import unified_diff

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_NO_END = "\n\\ No newline at end of file\n"


def difference(path: str, before: bytes, after: bytes) -> str:
    """A unified diff; empty where nothing differs. Lines end at line feeds alone, as git counts them."""
    old, new = (_LINE.findall(data.decode(errors="replace")) for data in (before, after))
    lines = unified_diff(old, new, f"a/{path}", f"b/{path}")
    return "".join(line if line.endswith("\n") else line + _NO_END for line in lines)
