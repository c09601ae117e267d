"""Text to tokens."""

import re
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple, NoReturn

from keur.cel.problems import CelSyntaxError, Source
from keur.cel.values import UInt

MAX_LENGTH = 65_536
"""Longest expression, in characters."""

TokenKind = Literal["ident", "quoted", "value", "op", "end"]


class Token(NamedTuple):
    """One token. text: as it is written, or an identifier's name; value: of a literal."""

    kind: TokenKind
    text: str
    start: int
    end: int
    value: Any = None


_TOKEN = re.compile(
    r"""
    (?P<skip>[\t\n\f\r ]+|//[^\n]*)
  | (?P<string>(?:[rR][bB]?|[bB][rR]?)?(?:
        \"\"\"(?:[^\\]|\\.)*?\"\"\" | '''(?:[^\\]|\\.)*?'''
      | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*' ))
  | (?P<float>[0-9]+\.[0-9]+(?:[eE][+-]?[0-9]+)? | [0-9]+[eE][+-]?[0-9]+ | \.[0-9]+(?:[eE][+-]?[0-9]+)?)
  | (?P<int>(?:0[xX][0-9a-fA-F]+|[0-9]+)[uU]?)
  | (?P<ident>[_a-zA-Z][_a-zA-Z0-9]*)
  | (?P<quoted>`[A-Za-z0-9_.\-/ ]+`)
  | (?P<op>&&|\|\||[=!<>]=|[-+*/%!<>?:.,()\[\]{}])
    """,
    re.VERBOSE | re.DOTALL,
)
_RAW = re.compile(
    r"""(?:[bB]?[rR][bB]?)(?:\"\"\".*?\"\"\"|'''.*?'''|"[^"\n\r]*"|'[^'\n\r]*')""",
    re.DOTALL,
)
_ESCAPE = re.compile(
    r"\\(?:(?P<plain>[abfnrtv\\?\"'`])|[xX](?P<hex>[0-9a-fA-F]{2})|u(?P<short>[0-9a-fA-F]{4})"
    r"|U(?P<long>[0-9a-fA-F]{8})|(?P<octal>[0-3][0-7]{2})|(?P<bad>.?))",
    re.DOTALL,
)
_PLAIN = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_SURROGATE = re.compile("[\ud800-\udfff]")
_SURROGATES = range(0xD800, 0xE000)


def tokens(source: Source) -> list[Token]:
    """All tokens of a text, closed by an `end` token. Raises CelSyntaxError."""
    if len(source.text) > MAX_LENGTH:
        raise _error(source, f"an expression holds at most {MAX_LENGTH} characters", 0, 0)
    if lone := _SURROGATE.search(source.text):
        raise _error(source, "half a surrogate pair is no character", lone.start(), lone.end())
    return list(scan(source))


def scan(source: Source, offset: int = 0) -> Iterator[Token]:
    """The tokens from an offset on, each only when it is asked for."""
    text, length = source.text, len(source.text)
    while offset < length:
        match = _RAW.match(text, offset) or _TOKEN.match(text, offset)
        if match is None:
            raise _unexpected(source, offset)
        group, written, start, offset = match.lastgroup, match.group(), offset, match.end()
        if group == "skip":
            continue
        if group in ("op", "ident"):
            yield Token("ident" if group == "ident" else "op", written, start, offset)
        elif group == "quoted":
            yield Token("quoted", written[1:-1], start, offset)
        elif group == "int":
            yield Token("value", written, start, offset, _integer(source, written, start, offset))
        elif group == "float":
            yield Token("value", written, start, offset, _double(source, written, start, offset))
        else:
            yield Token("value", written, start, offset, _quoted(source, written, start))
    yield Token("end", "", length, length)


def _error(source: Source, message: str, start: int, end: int) -> CelSyntaxError:
    return CelSyntaxError([source.problem(message, start, end)])


def _unexpected(source: Source, offset: int) -> CelSyntaxError:
    character = source.text[offset]
    if character in "\"'":
        return _error(source, "this string is not closed", offset, len(source.text))
    shown = character if character.isprintable() else f"U+{ord(character):04X}"
    hint = {"=": "; equality is written ==", "&": "; and is written &&", "|": "; or is written ||"}.get(character, "")
    return _error(source, f"unexpected character {shown}{hint}", offset, offset + 1)


def _integer(source: Source, written: str, start: int, end: int) -> int:
    unsigned = written[-1] in "uU"
    digits = written.rstrip("uU")
    if len(digits.lstrip("0xX")) <= 20:
        value = int(digits, 16) if digits[:2] in ("0x", "0X") else int(digits)
        # 2**63 itself is let through for the parser, which sees whether a minus stands before it.
        if unsigned and value < 1 << 64:
            return UInt(value)
        if not unsigned and value <= 1 << 63:
            return value
    shown = written if len(written) <= 30 else f"{written[:27]}..."
    raise _error(source, f"{shown} is beyond 64 bits", start, end)


def _double(source: Source, written: str, start: int, end: int) -> float:
    value = float(written)
    if value == float("inf"):
        raise _error(source, "this number is beyond a double", start, end)
    return value


def _quoted(source: Source, written: str, start: int) -> str | bytes:
    opening = min(written.find('"') % (1 << 30), written.find("'") % (1 << 30))
    prefix, body = written[:opening].lower(), written[opening:]
    quotes = 3 if body[:3] in ('"""', "'''") and len(body) >= 6 else 1
    content = body[quotes:-quotes].replace("\r\n", "\n").replace("\r", "\n")
    if "b" in prefix:
        return content.encode() if "r" in prefix else _bytes(source, content, start, opening + quotes)
    return content if "r" in prefix else _text(source, content, start, opening + quotes)


def _bad_escape(source: Source, match: re.Match[str], start: int, message: str = "") -> NoReturn:
    end = start + len(match.group())
    raise _error(source, message or f"unknown escape {match.group()}", start, end)


def _text(source: Source, content: str, start: int, skipped: int) -> str:
    def value(match: re.Match[str]) -> str:
        at = start + skipped + match.start()
        if plain := match["plain"]:
            return _PLAIN.get(plain, plain)
        digits = match["hex"] or match["short"] or match["long"]
        if not digits and not match["octal"]:
            _bad_escape(source, match, at)
        code = int(digits, 16) if digits else int(match["octal"], 8)
        if code in _SURROGATES or code > 0x10FFFF:
            _bad_escape(source, match, at, f"{match.group()} is no character")
        return chr(code)

    return _ESCAPE.sub(value, content) if "\\" in content else content


def _bytes(source: Source, content: str, start: int, skipped: int) -> bytes:
    pieces, offset = [], 0
    for match in _ESCAPE.finditer(content):
        pieces.append(content[offset : match.start()].encode())
        offset = match.end()
        if plain := match["plain"]:
            pieces.append(_PLAIN.get(plain, plain).encode())
        elif match["hex"]:
            pieces.append(bytes((int(match["hex"], 16),)))
        elif match["octal"]:
            pieces.append(bytes((int(match["octal"], 8),)))
        else:
            _bad_escape(source, match, start + skipped + match.start())
    pieces.append(content[offset:].encode())
    return b"".join(pieces)
