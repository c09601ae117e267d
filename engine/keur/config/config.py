"""What keur.yaml may say. Every field is optional; its description is the editor's hover text."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from keur.config import paths
from keur.config.requires import specifier
from keur.model import Severity
from keur.model.quantities.zones import is_zone
from keur.typed import After, Before, Limits, camel, says

FILE = "keur.yaml"
BASELINE = ".keur/baseline.yaml"
DEFAULT = "default"
YAML = (".yaml", ".yml")
CODEOWNERS = tuple(f"{folder}CODEOWNERS" for folder in ("", ".github/", ".gitlab/", ".gitea/", ".forgejo/", "docs/"))
"""Where forges look for the owners of files."""

Use = Literal[
    "configuration", "baseline", "policies", "schemas", "mappings", "source", "catalog", "elsewhere", "owners"
]

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_COMMIT = re.compile(r"[0-9a-f]{7,64}")
NAME = r"^[a-z0-9][a-z0-9.-]*$"
RULE = r"^[a-z][a-z0-9-]*/[a-z][a-z0-9-]*$"


def _day(value: Any) -> Any:
    if isinstance(value, date):
        return value
    try:
        if isinstance(value, str) and _DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass  # the 30th of February: said below
    raise ValueError("is no date; write it as 2027-03-28")


def _zone(value: str) -> str:
    if not is_zone(value) or value[0] in "+-" or value[0].isdigit():
        raise ValueError("is no time zone; write an IANA name such as Europe/Amsterdam")
    return value


def _beginning(value: Any) -> Any:
    if isinstance(value, str) and not _DAY.fullmatch(value):
        if _COMMIT.fullmatch(value):
            return value
    elif value is None or isinstance(value, str | date):
        return None if value is None else _day(value)
    raise ValueError("is neither a date nor a commit id; a commit id has at least 7 digits and stands in quotes")


def _versions(value: str) -> str:
    specifier(value)
    return value


Text = Annotated[str, Limits(min_length=1)]
Name = Annotated[str, Limits(pattern=NAME)]
RuleId = Annotated[str, Limits(pattern=RULE)]
Level = Annotated[int, Limits(ge=1, le=5)]
Moment = Annotated[date, Before(_day)]
Beginning = Annotated[date | str | None, Before(_beginning)]
Zone = Annotated[str, Limits(min_length=1), After(_zone)]
Folder = Annotated[str, Limits(min_length=1), After(paths.folder)]
FilePath = Annotated[str, Limits(min_length=1), After(paths.file)]
Glob = Annotated[str, Limits(min_length=1), After(paths.glob)]
Versions = Annotated[str, After(_versions)]


_STRICT: Mapping[str, Any] = {"extra": "forbid", "strict": True, "alias_generator": camel}
"""A field nobody knows is refused, and nothing is converted by guess."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """Foreign files that are read in place, as entities."""

    __pydantic_config__: ClassVar = _STRICT

    paths: tuple[Glob, ...] = field(
        metadata=says(
            "Globs of the files, from the root of the repository: `*` and `?` within a step, `**` for any "
            "folders, `{a,b}` for either. A path that ends in `/` is everything below it.",
            min_length=1,
        )
    )
    mapping: Name = field(
        metadata=says("The mapping that reads them: one of keur's own, or of a folder of `mappings`.")
    )
    role: Literal["declared", "observed"] = field(
        default="declared",
        metadata=says(
            "`declared`: part of the catalog. `observed`: what another system sees; it stands apart and "
            "is only compared with what is declared."
        ),
    )


@dataclass(frozen=True, kw_only=True)
class RuleSetting:
    """What this repository changes about one rule, and why."""

    __pydantic_config__: ClassVar = _STRICT

    params: Mapping[str, Any] = field(default_factory=dict, metadata=says("Other values for the rule's parameters."))
    severity: Severity | None = field(default=None, metadata=says("Another severity."))
    from_: Moment | None = field(
        default=None, metadata=says("First day on which the rule is asked here.", alias="from")
    )
    until: Moment | None = field(default=None, metadata=says("Last day on which the rule is asked here."))
    off: bool = field(default=False, metadata=says("The rule is not asked here at all."))
    reason: Text = field(metadata=says("Why. Every report shows it.", min_length=1))

    def __post_init__(self) -> None:
        if not (self.params or self.severity or self.from_ or self.until or self.off):
            raise ValueError("changes nothing; say params, severity, from, until or off")
        if self.from_ and self.until and self.until < self.from_:
            raise ValueError(f"`until` {self.until} lies before `from` {self.from_}")


@dataclass(frozen=True, kw_only=True)
class Config:
    """The configuration of keur for one repository. Without any of it: `catalog: [catalog/]`, UTC, English, level 1."""

    __pydantic_config__: ClassVar = _STRICT

    catalog: tuple[Folder, ...] = field(
        default=("catalog/",),
        metadata=says(
            "Folders in which every YAML document is an entity. Elsewhere only documents that say "
            "`apiVersion: keur/...` are.",
            min_length=1,
        ),
    )
    time_zone: Zone = field(
        default="UTC",
        metadata=says("Time zone in which days are counted, by its IANA name: Europe/Amsterdam.", min_length=1),
    )
    language: Literal["en", "nl"] = field(
        default="en", metadata=says("Language of the headings of views and reports. Keys and rule ids stay English.")
    )
    as_of: Moment | None = field(
        default=None,
        metadata=says("The day that counts as today, unless --as-of says another: for a repository at rest."),
    )
    since: Beginning = field(
        default=None,
        metadata=says(
            "The day or the commit at which the organisation began: rules about history look no further back."
        ),
    )
    enforce: Mapping[Name, Level] = field(
        default_factory=dict,
        metadata=says(
            "The level up to which findings fail a check: `default` (1 when not written), and other levels by "
            "area. Findings above it are shown and never fail.",
            json_schema_extra={
                "properties": {DEFAULT: {"type": "integer", "minimum": 1, "maximum": 5, "default": 1}},
                "additionalProperties": False,
                "examples": [{DEFAULT: 1, "change-management": 2}],
            },
        ),
    )
    baseline: FilePath | None = field(
        default=None,
        metadata=says(
            "The file with the findings that were there when you began, as `keur baseline` writes it. It may "
            "only shrink.",
            json_schema_extra={"examples": [BASELINE]},
        ),
    )
    inline_ignore: Literal["off", "info", "warning"] = field(
        default="off",
        metadata=says("Up to which severity `# keur: ignore[rule-id] reason` may silence a finding. Never errors."),
    )
    sources: tuple[Source, ...] = field(default=(), metadata=says("Foreign files that are read in place, as entities."))
    frameworks: tuple[Name, ...] = field(
        default=(),
        metadata=says(
            "Frameworks whose clauses reports name beside the rules.",
            json_schema_extra={"examples": [["iso-20000-1-2018", "nis2"]]},
        ),
    )
    policies: tuple[Folder, ...] = field(
        default=(), metadata=says("Folders of the organisation's own rules: AREA/RULE.yaml.")
    )
    schemas: tuple[Folder, ...] = field(
        default=(),
        metadata=says(
            "Folders of the organisation's own kinds, and of what it adds to shipped ones; its frameworks stand in "
            "`frameworks/NAME.yaml` below one."
        ),
    )
    mappings: tuple[Folder, ...] = field(
        default=(), metadata=says("Folders of the organisation's own mappings: NAME.yaml.")
    )
    rules: Mapping[RuleId, RuleSetting] = field(
        default_factory=dict,
        metadata=says(
            "What this repository changes about rules, by rule id, each with its reason.",
            json_schema_extra={"additionalProperties": False},
        ),
    )
    requires: Versions | None = field(
        default=None,
        metadata=says(
            "The versions of keur that may judge this repository; another version refuses.",
            json_schema_extra={"examples": ["keur >=1.4,<2"], "pattern": "^ *keur +[<>=!~]"},
        ),
    )

    def level(self, area: str) -> int:
        """Up to which level the findings of this area fail a check."""
        return self.enforce.get(area, self.enforce.get(DEFAULT, 1))

    def use(self, path: str) -> Use | None:
        """What a file of the repository is to keur; None when keur has nothing to do with it.

        `catalog`: every document is an entity. `elsewhere`: only those that say `apiVersion: keur/...`. What is a
        rule, schema, mapping or source file is no entity, wherever it stands. `owners`: CODEOWNERS, as forges read it.
        """
        if path == FILE:
            return "configuration"
        if path == (self.baseline or BASELINE):
            return "baseline"
        if path in CODEOWNERS:
            return "owners"
        yaml = path.lower().endswith(YAML)
        if yaml and path.startswith(self.policies):
            return "policies"
        if yaml and path.startswith(self.schemas):
            return "schemas"
        if yaml and path.startswith(self.mappings):
            return "mappings"
        if self.sources_of(path):
            return "source"
        if yaml:
            return "catalog" if path.startswith(self.catalog) else "elsewhere"
        return None

    def relevant(self, path: str) -> bool:
        """Whether keur reads this file at all."""
        return self.use(path) is not None

    def sources_of(self, path: str) -> tuple[Source, ...]:
        """The sources that take a file, in their order. More than one mapping may read the same file."""
        return tuple(source for source in self.sources if paths.matches(source.paths, path))

    @property
    def digest(self) -> str:
        """Of what is said, whatever the order of its keys and the comments around it."""
        text = json.dumps(asdict(self), sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()
