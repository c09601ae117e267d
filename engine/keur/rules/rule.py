"""What a rule file says, and what the area file beside it says."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

CATALOG = "Catalog"

Level = Annotated[int, Field(ge=1, le=5)]
Text = Annotated[str, Field(min_length=1)]
Name = Annotated[str, Field(pattern=r"^[a-z][A-Za-z0-9_]*$")]


def _as_tuple(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


class Model(BaseModel):
    """A frozen part of keur's own vocabulary; a field nobody knows is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Example(Model):
    """A few documents that show the rule at work: `pass` has no finding of it, `fail` has one at each marked line."""

    passing: Text | None = Field(None, alias="pass", description="Documents, in YAML, that the rule accepts.")
    failing: Text | None = Field(
        None, alias="fail", description="Documents with `# <- here` on each line it points to."
    )
    params: Mapping[str, Any] = Field(default_factory=dict, description="Parameters for this example only.")
    today: date = Field(date(2027, 3, 28), description="Today in this example.")

    @model_validator(mode="after")
    def _one_of(self) -> "Example":
        if (self.passing is None) == (self.failing is None):
            raise ValueError("an example says either `pass` or `fail`")
        return self

    @property
    def text(self) -> str:
        """The documents."""
        return self.passing or self.failing or ""


class Rule(Model):
    """One rule: which entities, what must hold, how severe, from which level, why, how to mend, examples."""

    title: Text = Field(description="What holds when the rule is kept, as a sentence.")
    requirements: tuple[str, ...] = Field((), description="Ids of the requirements that it answers.")
    level: Level = Field(description="The CMMI level of the process from which this is asked.")
    severity: Literal["error", "warning", "info"] = Field(description="How bad a broken promise is.")
    rationale: Text = Field(description="Why it is asked.")
    remedy: Text = Field(description="How to mend what breaks it.")
    controls: Mapping[str, tuple[str, ...]] = Field(
        default_factory=dict, description="Clauses it serves, by framework."
    )
    process: str | None = Field(None, description="The process it evidences, where that is not its area's.")
    control: bool = Field(False, description="It is about every change, edit or approval and holds at a rate.")
    evidence: Literal["catalog", "history", "measurement"] = Field("catalog", description="What it looks at.")
    builtin: bool = Field(False, description="keur itself finds it while reading; the file says why and how to mend.")
    kind: Annotated[tuple[str, ...], BeforeValidator(_as_tuple)] = Field(
        (), description="Kinds it speaks of, or Catalog."
    )
    when: Text | None = Field(None, description="CEL: whether the rule applies to this entity.")
    variables: Mapping[Name, Text] = Field(
        default_factory=dict, description="CEL: names for what is used more than once."
    )
    each: Mapping[str, Text] = Field(
        default_factory=dict,
        max_length=1,
        description="NAME: CEL list, or `KEY, VALUE`: CEL map; one result per element.",
    )
    assertion: Text | None = Field(None, alias="assert", description="CEL: what must hold.")
    at: Text | None = Field(None, description="CEL: the field to point to; absent: what the failing expression read.")
    message: Text | None = Field(None, description="One sentence with {CEL}: the value, the expectation, the remedy.")
    params: Mapping[Name, Mapping[str, Any]] = Field(
        default_factory=dict, description="Parameters: a JSON Schema with a default and a description each."
    )
    from_: date | None = Field(None, alias="from", description="First day on which it is asked.")
    until: date | None = Field(None, description="Last day on which it is asked.")
    examples: tuple[Example, ...] = Field((), description="Proof: at least one that passes and one that fails.")

    @model_validator(mode="after")
    def _whole(self) -> "Rule":
        if self.builtin:
            if self.kind or self.assertion or self.when or self.each or self.message:
                raise ValueError("a built-in rule says no kind, when, each, assert or message")
        elif not (self.kind and self.assertion and self.message):
            said = {"kind": self.kind, "assert": self.assertion, "message": self.message}
            missing = [name for name, value in said.items() if not value]
            raise ValueError(f"a rule says {' and '.join(missing)}")
        if CATALOG in self.kind and len(self.kind) > 1:
            raise ValueError(f"{CATALOG} stands alone: such a rule is evaluated once")
        for names in self.each:
            if not re.fullmatch(r"[a-z][A-Za-z0-9_]*( *, *[a-z][A-Za-z0-9_]*)?", names):
                raise ValueError(f"each: {names!r} is neither a name nor two names with a comma")
        for name, schema in self.params.items():
            if "default" not in schema or "description" not in schema:
                raise ValueError(f"params: {name} needs a default and a description")
        return self

    @property
    def elements(self) -> tuple[str, ...]:
        """Names of the variables that `each` binds."""
        return tuple(name.strip() for names in self.each for name in names.split(","))


class Area(Model):
    """What the rules of one folder are about."""

    title: Text = Field(description="The area's name for people.")
    description: Text = Field(description="What it is about.")
    process: str | None = Field(None, description="Name of the ITIL process that it rates, where it is one.")
