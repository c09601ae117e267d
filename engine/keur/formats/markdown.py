"""For a comment on a pull request: a summary, the findings by severity, and the rest folded."""

import re
from collections.abc import Iterator

from keur.formats import Screen
from keur.formats.wording.printable import printable, prose, shorten
from keur.formats.wording.summary import (
    WORST_FIRST,
    Summary,
    area,
    at_stake,
    counted,
    last_line,
    provenance,
    summary,
)
from keur.model import Finding, Note, Place, Report

MARK = "<!-- keur -->"
"""The first line, by which a job finds the comment that it wrote before."""

MOST = 65_000
"""Characters a comment may have; GitHub refuses more than 65,536."""

LONG = 600
FEW = 5
SPECIAL = re.compile(r"[\\`*_{}\[\]#|~$]")
START = re.compile(r"^(\d*)(?=[-+=.)])")
REFERENCE = re.compile(r"([@#!%~$&])(?=\w)")
LINK = re.compile(r"(?i)www(?=\.)|:(?=//)|\bgh(?=-\d)")
BREAK = "\u200b"
"""An invisible space: it keeps `@name`, `#12` and addresses from becoming mentions, cross-references and links."""


def render(report: Report, screen: Screen) -> str:
    """The report as Markdown that GitHub and GitLab accept as a comment; the screen makes no difference."""
    counts = summary(report)
    head = "\n".join([MARK, f"### keur: {last_line(report, counts)}", *_table(counts), ""])
    tail = "\n".join(["", *_counts(counts), f"<sub>{text(provenance(report))}</sub>", ""])
    blocks = [*_notes(report.notes), *_findings(counts), *_later(counts)]
    return head + _fitted(blocks, MOST - len(head) - len(tail)) + tail


CLOSING = "\n\n</details>"
Block = tuple[str, int, str]
"""Lines that stay together, how many findings they tell of, and what closes the fold that they leave open."""


def _fitted(blocks: list[Block], room: int) -> str:
    """As many blocks as there is room for, and how many findings the others hold."""
    room -= 120  # for the line that counts the rest and the end of a fold
    kept: list[str] = []
    end = ""
    for place, (lines, _, closing) in enumerate(blocks):
        room -= len(lines) + 1
        if room < 0:
            left = sum(findings for _, findings, _ in blocks[place:])
            more = f"\n**{counted(left, 'more finding')} not shown here: keur check shows them.**" if left else ""
            return "\n".join([*kept, end, more, ""])
        kept.append(lines)
        end = closing
    return "\n".join([*kept, end, ""])


def _table(counts: Summary) -> Iterator[str]:
    if not counts.shown:
        return
    areas = sorted({area(finding.rule) for finding in counts.shown})
    yield from ("", "| area | errors | warnings | infos |", "|---|--:|--:|--:|")
    for name in areas[:50]:
        of_area = [finding.severity for finding in counts.shown if area(finding.rule) == name]
        yield f"| {text(printable(shorten(name, 80)))} | {' | '.join(str(of_area.count(s)) for s in WORST_FIRST)} |"
    if len(areas) > 50:
        yield f"| and {len(areas) - 50} more | | | |"


def _findings(counts: Summary) -> Iterator[Block]:
    for severity in WORST_FIRST:
        found = [finding for finding in counts.shown if finding.severity == severity]
        for place, finding in enumerate(found):
            title = f"\n#### {severity.capitalize()}s\n\n" if place == 0 else ""
            yield title + "\n".join(_lines(finding)), 1, ""


def _lines(finding: Finding) -> Iterator[str]:
    yield f"- {_where(finding.place)} {code(finding.rule)}  "
    yield f"  {text(shorten(prose(finding.message), LONG))}"
    for related in finding.related[:FEW]:
        yield f"  - see {_where(related.place)} {text(shorten(prose(related.message), LONG))}"
    if finding.remedy:
        yield f"  - mend: {text(shorten(prose(finding.remedy), LONG))}"
    if finding.stake:
        yield f"  - at stake: {text(shorten(at_stake(finding, FEW), LONG))}"


def _later(counts: Summary) -> Iterator[Block]:
    """One fold for each area whose findings no enforced level asks for."""
    for later in counts.later:
        title = f"{html(printable(shorten(later.area, 80)))}: {counted(len(later.findings), 'finding')}"
        opening = f"\n<details><summary>{title} from level {later.level} and up, not enforced</summary>\n\n"
        for place, finding in enumerate(later.findings, 1):
            message = text(shorten(prose(finding.message), LONG))
            line = f"- {_where(finding.place)} {code(finding.rule)} {message}"
            last = place == len(later.findings)
            yield (opening if place == 1 else "") + line + (CLOSING if last else ""), 1, "" if last else CLOSING


def _notes(notes: tuple[Note, ...]) -> Iterator[Block]:
    """A rule's own fault: without it the comment would say less than the run knows."""
    for note in [note for note in notes if note.kind == "rule-error"][:FEW]:
        yield f"\n**Rule error:** {text(shorten(prose(note.message), LONG))}", 0, ""


def _counts(counts: Summary) -> Iterator[str]:
    silenced = counts.silenced_line()
    if silenced:
        yield f"{silenced}\n"
    total = sum(counts.not_assessed.values())
    if total:
        yield f"{counted(total, 'result')} not assessed\n"


def _where(place: Place) -> str:
    return code(f"{place.path}:{place.region.line}:{place.region.column}")


def text(written: str) -> str:
    """Printable text that Markdown, HTML, mentions and references leave alone."""
    return START.sub(r"\1\\", SPECIAL.sub(r"\\\g<0>", html(written)))


def html(written: str) -> str:
    """Printable text that HTML, mentions and references leave alone; for where Markdown is not read."""
    loose = LINK.sub(lambda found: found[0] + BREAK, REFERENCE.sub(rf"\1{BREAK}", written))
    return loose.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def code(written: str) -> str:
    """A name or path as code, whatever backticks it holds."""
    shown = shorten(printable(written), LONG)
    longest = max((len(run) for run in re.findall("`+", shown)), default=0)
    fence = "`" * (longest + 1)
    space = " " if longest or shown.strip() != shown else ""
    return f"{fence}{space}{shown}{space}{fence}" if shown else ""
