"""Folders and globs of keur.yaml: only what stands inside the repository, matched in linear time.

A glob is matched against a whole path in the repository, written with forward slashes:

* `*` is any run of characters within one step, also none; `?` is one character. Neither takes a `/`.
* `**` as a whole step is any number of folders, also none; at the end it is everything below.
* `{a,b}` is either; braces do not nest.
* A glob that ends in `/` takes everything below that folder.
* Everything else, a leading dot and square brackets included, stands for itself; case counts.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import product
from typing import Any

import re2

MAX_LENGTH = 500
MAX_CHOICES = 100

_BRACES = re.compile(r"\{([^{}]*)\}")
_DRIVE = re.compile(r"[A-Za-z]:")


def folder(text: str) -> str:
    """A folder as keur keeps it: without `./` before it, with one `/` behind it; empty for the whole repository.

    Raises ValueError, with one sentence, where it leads out of the repository or is no plain folder.
    """
    if not text:
        raise ValueError("is empty; write `.` for the whole repository")
    plain = text.removesuffix("/").removeprefix("./")
    if text.startswith("/"):
        plain = text
    if plain == ".":
        return ""
    _inside(plain)
    if "*" in plain or "?" in plain:
        raise ValueError("is a folder and takes no wildcards")
    return f"{plain}/"


def file(text: str) -> str:
    """A file as keur keeps it, without `./` before it; ValueError as for folders."""
    plain = text.removeprefix("./")
    if not plain or plain.endswith("/"):
        raise ValueError("names no file")
    _inside(plain)
    return plain


def glob(text: str) -> str:
    """A glob as keur keeps it, without `./` before it; ValueError, with one sentence, where it cannot be one."""
    plain = text.removeprefix("./")
    if len(plain) > MAX_LENGTH:
        raise ValueError(f"is longer than {MAX_LENGTH} characters")
    for choice in choices(plain):
        _inside(choice.removesuffix("/"))
        if any("**" in step and step != "**" for step in choice.split("/")):
            raise ValueError("has `**` beside something else; it stands alone between slashes")
    return plain


def choices(pattern: str) -> Iterator[str]:
    """The globs without braces that a glob stands for."""
    parts = _BRACES.split(pattern)
    if any(brace in part for part in parts[::2] for brace in "{}"):
        raise ValueError("has a brace without its partner, or braces within braces")
    options = [part.split(",") if index % 2 else [part] for index, part in enumerate(parts)]
    count = 1
    for option in options:
        count *= len(option)
    if count > MAX_CHOICES:
        raise ValueError(f"stands for more than {MAX_CHOICES} globs")
    for combination in product(*options):
        yield "".join(combination)


def matches(patterns: tuple[str, ...], path: str) -> bool:
    """Whether any of these globs takes the path."""
    if not path.isascii():
        path = path.encode("utf-8", "replace").decode()  # a name that is no text has surrogates, which RE2 refuses
    return _compiled(patterns).fullmatch(path) is not None


@lru_cache(maxsize=256)
def _compiled(patterns: tuple[str, ...]) -> Any:
    # RE2, since a stranger's `**/a/**/a/**/a` would keep a backtracking engine busy for ever
    return re2.compile("(?s)" + "|".join(f"(?:{_expression(one)})" for text in patterns for one in choices(text)))


def _expression(pattern: str) -> str:
    return "".join(_translated(pattern + "**" if pattern.endswith("/") else pattern))


def _translated(pattern: str) -> Iterable[str]:
    steps = pattern.split("/")
    for index, step in enumerate(steps):
        last = index == len(steps) - 1
        if step == "**":
            yield ".+" if last else "(?:.+/)?"
            continue
        for character in step:
            yield {"*": "[^/]*", "?": "[^/]"}.get(character) or re2.escape(character)
        if not last:
            yield "/"


def _inside(plain: str) -> None:
    if plain.startswith(("/", "~")) or _DRIVE.match(plain):
        raise ValueError("must stand inside the repository, written from its root")
    if "\\" in plain:
        raise ValueError("is written with forward slashes")
    if not plain.isprintable():
        raise ValueError("holds a character that cannot be shown")
    steps = plain.split("/")
    if ".." in steps:
        raise ValueError("must stand inside the repository; `..` is not taken")
    if "" in steps or "." in steps:
        raise ValueError("has an empty step or a `.` between its slashes")
