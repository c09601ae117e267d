"""What keur.yaml may say. Every field is optional; its description is the editor's hover text."""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    field_validator,
    model_validator,
)
from pydantic.alias_generators import to_camel

from keur.config import paths
from keur.config.requires import specifier
from keur.model import Severity
from keur.model.quantities.zones import is_zone

FILE = "keur.yaml"
BASELINE = ".keur/baseline.yaml"
DEFAULT = "default"
YAML = (".yaml", ".yml")

Use = Literal["configuration", "baseline", "policies", "schemas", "mappings", "source", "catalog", "elsewhere"]

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


Name = Annotated[str, Field(pattern=NAME)]
RuleId = Annotated[str, Field(pattern=RULE)]
Level = Annotated[int, Field(ge=1, le=5)]
Moment = Annotated[date, BeforeValidator(_day)]
Folder = Annotated[str, Field(min_length=1), AfterValidator(paths.folder)]
FilePath = Annotated[str, Field(min_length=1), AfterValidator(paths.file)]
Glob = Annotated[str, Field(min_length=1), AfterValidator(paths.glob)]


class Part(BaseModel):
    """A frozen part of keur.yaml; a field nobody knows is refused, and nothing is converted by guess."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, alias_generator=to_camel)


class Source(Part):
    """Foreign files that are read in place, as entities."""

    paths: tuple[Glob, ...] = Field(
        min_length=1,
        description="Globs of the files, from the root of the repository: `*` and `?` within a step, `**` for any "
        "folders, `{a,b}` for either. A path that ends in `/` is everything below it.",
    )
    mapping: Name = Field(description="The mapping that reads them: one of keur's own, or of a folder of `mappings`.")
    role: Literal["declared", "observed"] = Field(
        default="declared",
        description="`declared`: part of the catalog. `observed`: what another system sees; it stands apart and "
        "is only compared with what is declared.",
    )


class RuleSetting(Part):
    """What this repository changes about one rule, and why."""

    params: Mapping[str, Any] = Field(default_factory=dict, description="Other values for the rule's parameters.")
    severity: Severity | None = Field(default=None, description="Another severity.")
    from_: Moment | None = Field(default=None, alias="from", description="First day on which the rule is asked here.")
    until: Moment | None = Field(default=None, description="Last day on which the rule is asked here.")
    off: bool = Field(default=False, description="The rule is not asked here at all.")
    reason: str = Field(min_length=1, description="Why. Every report shows it.")

    @model_validator(mode="after")
    def _says_something(self) -> "RuleSetting":
        if not (self.params or self.severity or self.from_ or self.until or self.off):
            raise ValueError("changes nothing; say params, severity, from, until or off")
        if self.from_ and self.until and self.until < self.from_:
            raise ValueError(f"`until` {self.until} lies before `from` {self.from_}")
        return self


class Config(Part):
    """The configuration of keur for one repository. Without any of it: `catalog: [catalog/]`, UTC, English, level 1."""

    catalog: tuple[Folder, ...] = Field(
        default=("catalog/",),
        min_length=1,
        description="Folders in which every YAML document is an entity. Elsewhere only documents that say "
        "`apiVersion: keur/...` are.",
    )
    time_zone: str = Field(
        default="UTC",
        min_length=1,
        description="Time zone in which days are counted, by its IANA name: Europe/Amsterdam.",
    )
    language: Literal["en", "nl"] = Field(
        default="en", description="Language of the headings of views and reports. Keys and rule ids stay English."
    )
    as_of: Moment | None = Field(
        default=None,
        description="The day that counts as today, unless --as-of says another: for a repository at rest.",
    )
    since: date | str | None = Field(
        default=None,
        description="The day or the commit at which the organisation began: rules about history look no further back.",
    )
    enforce: Mapping[Name, Level] = Field(
        default_factory=dict,
        description="The level up to which findings fail a check: `default` (1 when not written), and other levels by "
        "area. Findings above it are shown and never fail.",
        json_schema_extra={
            "properties": {DEFAULT: {"type": "integer", "minimum": 1, "maximum": 5, "default": 1}},
            "additionalProperties": False,
            "examples": [{DEFAULT: 1, "change-management": 2}],
        },
    )
    baseline: FilePath | None = Field(
        default=None,
        description="The file with the findings that were there when you began, as `keur baseline` writes it. It may "
        "only shrink.",
        json_schema_extra={"examples": [BASELINE]},
    )
    inline_ignore: Literal["off", "info", "warning"] = Field(
        default="off",
        description="Up to which severity `# keur: ignore[rule-id] reason` may silence a finding. Never errors.",
    )
    sources: tuple[Source, ...] = Field(default=(), description="Foreign files that are read in place, as entities.")
    frameworks: tuple[Name, ...] = Field(
        default=(), description="Frameworks whose clauses reports name beside the rules."
    )
    policies: tuple[Folder, ...] = Field(
        default=(), description="Folders of the organisation's own rules: AREA/RULE.yaml."
    )
    schemas: tuple[Folder, ...] = Field(
        default=(), description="Folders of the organisation's own kinds, and of what it adds to shipped ones."
    )
    mappings: tuple[Folder, ...] = Field(
        default=(), description="Folders of the organisation's own mappings: NAME.yaml."
    )
    rules: Mapping[RuleId, RuleSetting] = Field(
        default_factory=dict,
        description="What this repository changes about rules, by rule id, each with its reason.",
        json_schema_extra={"additionalProperties": False},
    )
    requires: str | None = Field(
        default=None,
        description="The versions of keur that may judge this repository; another version refuses.",
        json_schema_extra={"examples": ["keur >=1.4,<2"], "pattern": "^ *keur +[<>=!~]"},
    )

    @field_validator("time_zone")
    @classmethod
    def _is_zone(cls, value: str) -> str:
        if not is_zone(value) or value[0] in "+-" or value[0].isdigit():
            raise ValueError("is no time zone; write an IANA name such as Europe/Amsterdam")
        return value

    @field_validator("since", mode="before")
    @classmethod
    def _beginning(cls, value: Any) -> Any:
        if isinstance(value, str) and not _DAY.fullmatch(value):
            if _COMMIT.fullmatch(value):
                return value
        elif value is None or isinstance(value, str | date):
            return None if value is None else _day(value)
        raise ValueError("is neither a date nor a commit id; a commit id has at least 7 digits and stands in quotes")

    @field_validator("requires")
    @classmethod
    def _is_specifier(cls, value: str | None) -> str | None:
        if value is not None:
            specifier(value)
        return value

    def level(self, area: str) -> int:
        """Up to which level the findings of this area fail a check."""
        return self.enforce.get(area, self.enforce.get(DEFAULT, 1))

    def use(self, path: str) -> Use | None:
        """What a file of the repository is to keur; None when keur has nothing to do with it.

        `catalog`: every document is an entity. `elsewhere`: only those that say `apiVersion: keur/...`. What is a
        rule, schema, mapping or source file is no entity, wherever it stands.
        """
        if path == FILE:
            return "configuration"
        if path == (self.baseline or BASELINE):
            return "baseline"
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
        text = json.dumps(self.model_dump(mode="json", by_alias=True), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()
