"""What a rule file says, and what the area file beside it says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from keur.rules.each import bound, refuse_names
from keur.typed import Before, Limits, says

CATALOG = "Catalog"
"""What a rule speaks of that is evaluated once, over the whole catalog."""
ANY = "*"
"""Every kind, those of an organisation's own among them."""


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Level = Annotated[int, Limits(ge=1, le=5)]
Text = Annotated[str, Limits(min_length=1)]
Name = Annotated[str, Limits(pattern=r"^[a-z][A-Za-z0-9_]*$")]
Kinds = Annotated[tuple[str, ...], Before(_as_list)]

_CLOSED: Mapping[str, Any] = {"extra": "forbid"}
"""A field nobody knows is refused."""


@dataclass(frozen=True, kw_only=True)
class Example:
    """A few documents that show the rule at work: `pass` has no finding of it, `fail` has one at each marked line."""

    __pydantic_config__: ClassVar = _CLOSED

    passing: Text | None = field(
        default=None, metadata=says("Documents, in YAML, that the rule accepts.", alias="pass")
    )
    failing: Text | None = field(
        default=None, metadata=says("Documents with `# <- here` on each line it points to.", alias="fail")
    )
    params: Mapping[str, Any] = field(default_factory=dict, metadata=says("Parameters for this example only."))
    today: date = field(default=date(2027, 3, 28), metadata=says("Today in this example."))

    def __post_init__(self) -> None:
        if (self.passing is None) == (self.failing is None):
            raise ValueError("an example says either `pass` or `fail`")

    @property
    def text(self) -> str:
        """The documents."""
        return self.passing or self.failing or ""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule: which entities, what must hold, how severe, from which level, why, how to mend, examples."""

    __pydantic_config__: ClassVar = _CLOSED

    title: Text = field(metadata=says("What holds when the rule is kept, as a sentence."))
    requirements: tuple[str, ...] = field(default=(), metadata=says("Ids of the requirements that it answers."))
    level: Level = field(metadata=says("The CMMI level of the process from which this is asked."))
    severity: Literal["error", "warning", "info"] = field(metadata=says("How bad a broken promise is."))
    rationale: Text = field(metadata=says("Why it is asked."))
    remedy: Text = field(metadata=says("How to mend what breaks it."))
    controls: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict, metadata=says("Clauses it serves, by framework.")
    )
    process: str | None = field(default=None, metadata=says("The process it evidences, where that is not its area's."))
    control: bool = field(
        default=False, metadata=says("It is about every change, edit or approval and holds at a rate.")
    )
    evidence: Literal["catalog", "history", "measurement"] = field(
        default="catalog", metadata=says("What it looks at.")
    )
    builtin: bool = field(
        default=False, metadata=says("keur itself finds it while reading; the file says why and how to mend.")
    )
    kind: Kinds = field(default=(), metadata=says("Kinds it speaks of; `*` for every kind, or Catalog."))
    when: Text | None = field(default=None, metadata=says("CEL: whether the rule applies to this entity."))
    variables: Mapping[Name, Text] = field(
        default_factory=dict, metadata=says("CEL: names for what is used more than once.")
    )
    each: Mapping[str, Text] = field(
        default_factory=dict,
        metadata=says("NAME: CEL list, or `KEY, VALUE`: CEL map; one result per element.", max_length=1),
    )
    assertion: Text | None = field(default=None, metadata=says("CEL: what must hold.", alias="assert"))
    at: Text | None = field(
        default=None, metadata=says("CEL: the field to point to; absent: what the failing expression read.")
    )
    message: Text | None = field(
        default=None, metadata=says("One sentence with {CEL}: the value, the expectation, the remedy.")
    )
    params: Mapping[Name, Mapping[str, Any]] = field(
        default_factory=dict, metadata=says("Parameters: a JSON Schema with a default and a description each.")
    )
    from_: date | None = field(default=None, metadata=says("First day on which it is asked.", alias="from"))
    until: date | None = field(default=None, metadata=says("Last day on which it is asked."))
    examples: tuple[Example, ...] = field(
        default=(), metadata=says("Proof: at least one that passes and one that fails.")
    )

    def __post_init__(self) -> None:
        if self.builtin:
            if self.kind or self.assertion or self.when or self.each or self.message:
                raise ValueError("a built-in rule says no kind, when, each, assert or message")
        elif not (self.kind and self.assertion and self.message):
            said = {"kind": self.kind, "assert": self.assertion, "message": self.message}
            missing = [name for name, value in said.items() if not value]
            raise ValueError(f"a rule says {' and '.join(missing)}")
        if CATALOG in self.kind and len(self.kind) > 1:
            raise ValueError(f"{CATALOG} stands alone: such a rule is evaluated once")
        if ANY in self.kind and len(self.kind) > 1:
            raise ValueError(f"`{ANY}` stands alone: it is every kind")
        refuse_names(self.each)
        for name, schema in self.params.items():
            if "default" not in schema or "description" not in schema:
                raise ValueError(f"params: {name} needs a default and a description")

    @property
    def elements(self) -> tuple[str, ...]:
        """Names of the variables that `each` binds."""
        return bound(self.each)


@dataclass(frozen=True, kw_only=True)
class Area:
    """What the rules of one folder are about."""

    __pydantic_config__: ClassVar = _CLOSED

    title: Text = field(metadata=says("The area's name for people."))
    description: Text = field(metadata=says("What it is about."))
    process: str | None = field(default=None, metadata=says("Name of the ITIL process that it rates, where it is one."))
