"""How one text is written in the place of another: in the quotes that stand there, or in those that it needs."""

import json
import re

from ruamel.yaml.resolver import implicit_resolvers

from keur.manifest.scalars import Unfit, resolve

_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)*")
_EVIDENT = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._/-]*[A-Za-z0-9_/-])?")
"""Texts that no reader takes for anything but one plain scalar, in a flow collection too."""


def replaced(written: str, style: str, text: str) -> str:
    """What stands for `text` where `written` stands: its anchor, its tag and its quotes are kept.

    written: a scalar with its anchor and tag. style: as `Value.style`.
    """
    found = _PROPERTIES.match(written)
    properties = written[: found.end()] if found else ""
    if style == "'":
        return f"{properties}'{text.replace(chr(39), 2 * chr(39))}'"
    if style == '"':
        return properties + json.dumps(text, ensure_ascii=False)
    return properties + plain(text)


def plain(text: str) -> str:
    """The text without quotes where every reader of YAML takes it for a text, else between quotes."""
    return text if _EVIDENT.fullmatch(text) and not _means_more(text) else json.dumps(text, ensure_ascii=False)


def _means_more(text: str) -> bool:
    """Whether it is anything but a text in YAML 1.2, or in 1.1, which other tools still read (`no`, `2027-01-01`)."""
    try:
        if not isinstance(resolve(text), str):
            return True
    except Unfit:
        return True
    return any(text[0] in (first or text[0]) and pattern.match(text) for _, _, pattern, first in implicit_resolvers)
