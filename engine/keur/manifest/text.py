"""The bytes of a file as text, and where an offset stands in it.

Offsets and columns count code points. A line ends at LF, CR LF or CR, as editors and git platforms count, and not at
the other line separators of YAML 1.1. A byte order mark at the start belongs to the encoding and has no column.
"""

import re
from bisect import bisect_right
from functools import cached_property
from itertools import islice

from keur.manifest.parsed import MAX_BYTES
from keur.model import Problem, Region

_LINE_END = re.compile(r"\r\n?|\n")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_OTHER_ENCODINGS = {
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
"""Characters that steer a terminal or that readers of text disagree about; tab and line ends are not among them."""


_MOST_CHARACTERS = 10
"""Control characters reported for one file."""


class Text:
    """One file as text.

    value: all of it, without byte order mark.
    """

    def __init__(self, value: str) -> None:
        self.value = value

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in _LINE_END.finditer(self.value))]

    @property
    def lines(self) -> int:
        """How many lines there are; an empty last one counts."""
        return len(self._starts)

    def line_of(self, offset: int) -> int:
        """The line of an offset, from 1."""
        if not offset:
            return 1  # where most documents begin; the lines need not be counted for that
        return bisect_right(self._starts, offset)

    def line_start(self, line: int) -> int:
        """The offset at which a line begins."""
        return self._starts[line - 1]

    def line(self, line: int) -> str:
        """The text of one line without its ending; empty when there is no such line."""
        if not 0 < line <= len(self._starts):
            return ""
        start = self._starts[line - 1]
        end = self._starts[line] if line < len(self._starts) else len(self.value)
        return self.value[start:end].rstrip("\r\n")

    def region(self, start: int, end: int) -> Region:
        """The region between two offsets; at least one column wide, so that there is something to point at."""
        line = self.line_of(start)
        end_line = self.line_of(end)
        column = start - self._starts[line - 1] + 1
        end_column = end - self._starts[end_line - 1] + 1
        if (end_line, end_column) <= (line, column):
            end_line, end_column = line, column + 1
        return Region(line, column, end_line, end_column)


def decode(data: bytes) -> Text | Problem:
    """The text of a file, or why it has none: too large, or not UTF-8."""
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // (1024 * 1024)
        return Problem(
            "manifest/size",
            f"The file is larger than {limit} MiB and is not read; split it into smaller files.",
            region=Region(1, 1, 1, 2),
        )
    try:
        return Text(data.removeprefix(_BYTE_ORDER_MARK).decode())
    except UnicodeDecodeError as error:
        return _bad_bytes(data, error.start, error.object)


def _bad_bytes(data: bytes, at: int, seen: bytes) -> Problem:
    for mark, name in _OTHER_ENCODINGS.items():
        if data.startswith(mark):
            message = f"The file is written in {name} and YAML is read as UTF-8; save it as UTF-8."
            return Problem("manifest/encoding", message, region=Region(1, 1, 1, 2))
    before = Text(seen[:at].decode())
    region = before.region(len(before.value), len(before.value) + 1)
    region = Region(region.line, region.column, region.line, region.column + 1)
    message = f"Byte 0x{seen[at]:02x} does not belong to any UTF-8 character; save the file as UTF-8."
    return Problem("manifest/encoding", message, region=region)


def control_characters(text: Text) -> list[Problem]:
    """The first control characters of a file, a problem each."""
    found: list[Problem] = []
    for match in islice(CONTROL.finditer(text.value), _MOST_CHARACTERS):
        message = f"The control character U+{ord(match.group()):04X} may not stand in a file; delete it."
        found.append(Problem("manifest/control-character", message, region=text.region(*match.span())))
    return found


def lenient(data: bytes) -> Text:
    """The text of a file for showing: bytes that are not UTF-8 become U+FFFD; nothing of a file that is too large."""
    if len(data) > MAX_BYTES:
        return Text("")
    return Text(data.removeprefix(_BYTE_ORDER_MARK).decode(errors="replace"))


def excerpt(data: bytes, line: int) -> str:
    """The text of one line as it may be shown: no line ending, control characters written as escapes."""
    return shown(lenient(data).line(line))


def shown(text: str) -> str:
    """A text with its control characters written as escapes; tabs stay."""
    return CONTROL.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
