"""The baseline: what was broken when the organisation began. It may only shrink.

One finding a line, sorted, so that a merge never conflicts for long and a review shows each addition:

    - {finding: 1f3c..., rule: area/name, entity: Kind/name, owner: Role/x, since: 2027-03-28}
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from keur.errors import KeurError
from keur.manifest import parse
from keur.model import Finding

HEAD = (
    "# What was already broken when we began, one finding a line. `keur baseline` only takes lines away;\n"
    "# `keur baseline --add FINGERPRINT --reason TEXT` adds one, and a review shows it as a loosening.\n"
)


@dataclass(frozen=True, slots=True)
class Accepted:
    """One line of the baseline."""

    finding: str
    rule: str
    entity: str
    owner: str
    since: str
    reason: str = ""

    def line(self) -> str:
        """As it is written."""
        reason = f", reason: {_quoted(self.reason)}" if self.reason else ""
        return (
            f"- {{finding: {self.finding}, rule: {self.rule}, entity: {_quoted(self.entity)}, "
            f"owner: {_quoted(self.owner)}, since: {self.since}{reason}}}\n"
        )


@dataclass(frozen=True, slots=True)
class Baseline:
    """The accepted findings, by fingerprint."""

    path: str = ""
    accepted: Mapping[str, Accepted] = field(default_factory=dict)

    def __contains__(self, fingerprint: object) -> bool:
        return fingerprint in self.accepted

    def text(self) -> str:
        """The whole file."""
        return HEAD + "".join(
            found.line()
            for found in sorted(self.accepted.values(), key=lambda one: (one.entity, one.rule, one.finding))
        )

    def kept(self, findings: Iterable[Finding]) -> "Baseline":
        """The lines whose finding is still there."""
        there = {finding.fingerprint for finding in findings}
        return Baseline(self.path, {key: one for key, one in self.accepted.items() if key in there})

    def with_(self, findings: Iterable[Finding], since: str, reason: str = "") -> "Baseline":
        """The same with these findings accepted."""
        added = {
            finding.fingerprint: Accepted(
                finding.fingerprint, finding.rule, finding.entity, finding.owner, since, reason
            )
            for finding in findings
        }
        return Baseline(self.path, {**added, **self.accepted})


def read(path: str, data: bytes) -> Baseline:
    """Reads a baseline; KeurError with every line that is none."""
    parsed = parse(data)
    problems = [f"{path}: {problem.message}" for problem in parsed.problems]
    rows = parsed.documents[0].data if parsed.documents else []
    if not isinstance(rows, list) or len(parsed.documents) > 1:
        problems.append(f"{path}: a baseline is a list, one finding a line")
        rows = []
    accepted: dict[str, Accepted] = {}
    fields = Accepted.__slots__
    for index, row in enumerate(rows):
        if not isinstance(row, Mapping) or not all(isinstance(value, str) for value in row.values()):
            problems.append(f"{path}: entry {index + 1} is no finding; each is a mapping of texts")
        elif unknown := sorted(row.keys() - set(fields)):
            problems.append(f"{path}: entry {index + 1} has unknown fields: {', '.join(unknown)}")
        elif "finding" not in row:
            problems.append(f"{path}: entry {index + 1} has no `finding`")
        else:
            found = Accepted(*(row.get(name, "") for name in fields))
            accepted[found.finding] = found
    if problems:
        raise KeurError("The baseline cannot be read:", problems)
    return Baseline(path, accepted)


def _quoted(text: str) -> str:
    """A YAML flow scalar: plain where that is safe, else double-quoted as JSON."""
    plain = text and all(character.isalnum() or character in "/-_." for character in text) and text[0].isalpha()
    return text if plain else json.dumps(text, ensure_ascii=False)
