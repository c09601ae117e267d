"""From the bytes of a file to its documents and problems."""

import re

from keur.manifest.parsed import Parsed
from keur.manifest.text import Text, control_characters, decode
from keur.model import Problem


def parse(data: bytes) -> Parsed:
    """Reads a YAML 1.2 or JSON file. Never raises: what cannot be read is a problem with its region."""
    text = decode(data)
    if isinstance(text, Problem):
        return Parsed(problems=(text,), complete=False)
    # Imported where it is used: a run that the cache answers does not pay for the YAML library.
    from keur.manifest.build import DataBuilder
    from keur.manifest.events import MAX_TAG_DIRECTIVES, feed

    if data.count(b"%TAG") > MAX_TAG_DIRECTIVES:
        return Parsed(problems=(_too_many_directives(text),), complete=False)
    builder, failure, clean = feed(text.value, lambda: DataBuilder(text))
    if clean and failure is None and not builder.problems:
        return Parsed(tuple(builder.documents))
    problems = [] if clean else control_characters(text)
    problems += builder.problems
    if failure is not None:
        problems.append(_explain(text, failure.problem, failure.at, len(builder.documents)))
    return Parsed(tuple(builder.documents), tuple(problems), failure is None and not builder.stopped)


def _too_many_directives(text: Text) -> Problem:
    at = text.value.index("%TAG")
    message = "The file declares tag prefixes over and over; leave the %TAG lines out, tags mean nothing here."
    return Problem("manifest/tag", message, region=text.region(at, at + 4))


# What the parsers say, and what it means to somebody who wrote the file.
_MEANINGS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), meaning)
    for pattern, meaning in (
        (r"mapping values are not allowed", "A second ': ' stands on one line; put the value between quotes."),
        (r"entries are not allowed", "A list item begins in the middle of a line; begin it on a line of its own."),
        (r"expected ',' or '\]'", "A list that began with [ is not closed here; put a comma or ] first."),
        (r"expected ',' or '\}'", "A mapping that began with { is not closed here; put a comma or } first."),
        (
            r"(expected key|expected <block end>)",
            "This line does not fit the lines above; see to indentation and quotes.",
        ),
        (r"'-' indicator", "This line is no item of the list above; indent it as the items are."),
        (r"could ?n[o']t find expected ':'", "A key without ': ' and a value ends here; add them."),
        (r"unexpected ':'", "A colon may not stand inside this unquoted value; put the value between quotes."),
        (r"unexpected end of stream|end of stream", "A quoted text is not closed before the file ends; close it."),
        (r"unexpected document indicator", "A quoted text is not closed before the document ends; close it."),
        (
            r"unknown escape|escape code|hexdecimal|hexadecimal",
            'A backslash in "…" begins no known escape; write \\\\.',
        ),
        (r"node content", "A value is missing here; write it, or null."),
        (r"<document start>", "Text goes on after the end of the document's value; check the lines above."),
        (
            r"alphabetic or numeric character",
            "A value may not begin with & or *; put it between quotes.",
        ),
        (r"incompatible YAML document", "The file says that it is written in another version than YAML 1.2."),
        (r"undefined tag handle", "The tag has an undeclared prefix; leave the tag out."),
        (r"invalid leading UTF-8|invalid trailing UTF-8", "These bytes are not UTF-8; save the file as UTF-8."),
    )
)


def _explain(text: Text, words: str, at: int, document: int) -> Problem:
    at = min(at, len(text.value))
    character = text.value[at : at + 1]
    region = text.region(at, min(at + 1, len(text.value)))
    if character == "\t" or "tab" in words.split():
        message = "A tab stands where YAML takes only spaces; replace it with spaces."
        return Problem("manifest/tab", message, document, region=region)
    if "cannot start any token" in words:
        message = f"A value may not begin with {character}; put it between quotes."
        return Problem("manifest/syntax", message, document, region=region)
    for pattern, meaning in _MEANINGS:
        if pattern.search(words):
            return Problem("manifest/syntax", meaning, document, region=region)
    message = f"This is not YAML: {words}; mend it."
    return Problem("manifest/syntax", message, document, region=region)
