"""Text that is safe to show: what comes from files never steers a terminal, a log, a page or a parser.

Control characters, bidirectional controls, invisible characters, line separators and lone surrogates are shown as
escapes such as `\\x1b` and `\\u202e`. Joiners and variation selectors stay: scripts and emoji need them.
"""

import json
import re
from typing import Any

HIDDEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\xad\u061c\u070f\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff"
    r"\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
)
"""Characters that never reach a reader raw."""

BY_NAME = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
SPACES = re.compile(r"[ \t\r\n]+")


def printable(text: str) -> str:
    """The text on one line, with every hidden character as an escape."""
    return HIDDEN.sub(lambda found: escape(found[0]), text)


def prose(text: str) -> str:
    """A text written for people, on one line: its line breaks are spaces, hidden characters are escapes."""
    return printable(SPACES.sub(" ", text).strip())


def shorten(text: str, length: int) -> str:
    """The text in at most this many characters; what is cut is marked."""
    return text if len(text) <= length else f"{text[: length - 1]}…"


def escape(character: str) -> str:
    """A character as an escape of visible ones."""
    code = ord(character)
    if character in BY_NAME:
        return BY_NAME[character]
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def json_text(value: Any) -> str:
    """JSON that says the same and holds no hidden character raw, with a line ending at the end.

    A lone surrogate, which no strict reader accepts, becomes the visible text of its escape.
    """
    return HIDDEN.sub(_json_escape, json.dumps(value, ensure_ascii=False, indent=2)) + "\n"


def _json_escape(found: re.Match[str]) -> str:
    character = found[0]
    code = ord(character)
    if character == "\n":  # json.dumps itself breaks lines between values; those within are escaped already
        return character
    if 0xD800 <= code <= 0xDFFF:
        return f"\\\\u{code:04x}"
    if code > 0xFFFF:
        code -= 0x10000
        return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
    return f"\\u{code:04x}"
