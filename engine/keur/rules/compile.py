"""A rule, ready to run: its expressions checked against the schemas and compiled.

A rule that speaks of several kinds is compiled for each, since their fields differ; one that speaks of every kind
is compiled once, and knows only what all entities have.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from keur.cel.problems import CheckErrors
from keur.cel.program import Program
from keur.cel.template import Template
from keur.cel.types import BOOL, DYN, Type
from keur.errors import KeurError
from keur.model import Entity
from keur.rules.expressing import Expressing
from keur.rules.load import RuleFile
from keur.rules.once import Once
from keur.rules.rule import ANY, CATALOG
from keur.rules.vocabulary import Vocabulary, parameters

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Expressions:
    """The programs of one rule for one kind.

    variables: each with its own environment, which holds the ones before it.
    whole: variables of the assertion's environment, in the order in which `run` takes them after the context.
    """

    when: Once | None
    variables: tuple[tuple[str, Once], ...]
    each: Once | None
    assertion: Once
    at: Program | None
    message: Template

    def programs(self) -> Iterator[Program]:
        """Every program of the rule."""
        yield from (once.program for _, once in self.steps())
        if self.at is not None:
            yield self.at
        yield from self.message.programs

    def steps(self) -> Iterator[tuple[tuple[str, ...], Once]]:
        """What is run to find out whether the rule is kept, each with its field of the rule."""
        single = ((("when",), self.when), (("each",), self.each), (("assert",), self.assertion))
        yield from ((field, once) for field, once in single if once is not None)
        yield from ((("variables", name), once) for name, once in self.variables)

    def shows_today(self, elements: tuple[str, ...]) -> bool:
        """Whether the message reads today, or a variable that follows from it. elements: what `each` binds."""
        dated = {"today"}
        for name, once in self.variables:
            if once.program.variables & dated:
                dated.add(name)
        if self.each is not None and self.each.program.variables & dated:
            dated.update(elements)
        return any(program.variables & dated for program in self.message.programs)


MOMENTS = frozenset({"date", "duration"})
PASSED_ON = frozenset(
    {"_<_", "_<=_", "_>_", "_>=_", "_==_", "_!=_", "_+_", "_-_", "-_", "@in", "or", "orValue", "value", "hasValue"}
    | {"covers", "downtime"}
)
"""What may be done with today and what follows from it without looking at which day it is: comparing, which is noted.

`covers` and `downtime` compare it with the ends of its year.
"""


def _looks_closely(program: Program) -> bool:
    """Whether something that may follow from today goes to a function that may look at which day it is."""
    return "today" in program.variables and any(
        call.name not in PASSED_ON and any(kind.kind in MOMENTS for kind in call.types)
        for call in program.footprint.calls
    )


class Reads(NamedTuple):
    """What a rule may read: of the entity it speaks of, of others by kind ("*" for any), and what it looks up."""

    own: frozenset[Path]
    others: Mapping[str, frozenset[Path]]
    lookups: frozenset[tuple[str, str]]

    def of(self, kind: str) -> frozenset[Path]:
        """Paths that may be read of other entities of a kind."""
        return self.others.get(kind, NO_PATHS) | self.others.get("*", NO_PATHS)


NO_PATHS: frozenset[Path] = frozenset()


class CompiledRule:
    """One rule with its parameters.

    id: of the rule. kinds: it speaks of these, one by one where it speaks of every kind. params: values, converted.
    reads: what it reads, where that is known without compiling it.
    """

    def __init__(
        self,
        file: RuleFile,
        kinds: Sequence[str],
        params: Mapping[str, Any],
        compiled: Callable[[], Mapping[str, Expressions]],
        reads: Reads | None = None,
    ) -> None:
        self.id = file.id
        self.file = file
        self.kinds = kinds
        self.elements = file.rule.elements
        self.params = params
        self._compiled = compiled
        self._reads = reads

    @cached_property
    def expressions(self) -> Mapping[str, Expressions]:
        """Its programs by kind, compiled when they are first asked for."""
        return self._compiled()

    def expressions_for(self, entity: Entity | None) -> Expressions:
        """The programs for an entity's kind; None for a catalog-wide rule."""
        if entity is None:
            return self.expressions[CATALOG]
        return self.expressions[entity.kind if entity.kind in self.expressions else ANY]

    def programs(self) -> Iterator[Program]:
        """Every program of the rule, for every kind."""
        for expressions in self.expressions.values():
            yield from expressions.programs()

    @property
    def known_reads(self) -> Reads | None:
        """What it may read, where that is known without compiling it now."""
        return self.reads if self._reads is not None or "expressions" in self.__dict__ else None

    @cached_property
    def reads(self) -> Reads:
        """What it may read."""
        if self._reads is not None:
            return self._reads
        footprints = [program.footprint for program in self.programs()]
        kinds = sorted({kind for footprint in footprints for kind in footprint.kinds})
        return Reads(
            frozenset(path for footprint in footprints for path in footprint.variables.get("self", ())),
            {kind: frozenset(path for one in footprints for path in one.kinds.get(kind, ())) for kind in kinds},
            frozenset(
                (call.args[0].value, call.args[1].value)
                for footprint in footprints
                for call in footprint.calls
                if call.name == "lookup" and call.args[0] is not None and call.args[1] is not None
            ),
        )

    @cached_property
    def daily(self) -> bool:
        """Whether it looks at today by more than comparisons, so that it must be judged every day."""
        return any(_looks_closely(program) for program in self.programs())

    @cached_property
    def shows_today(self) -> bool:
        """Whether its message says something that follows from today, so that it reads differently every day."""
        return any(expressions.shows_today(self.elements) for expressions in self.expressions.values())

    def ready(self) -> None:
        """Compiles what judging runs; else each part is compiled when it is first run."""
        for expressions in self.expressions.values():
            for _, once in expressions.steps():
                once.ready()

    def answered_by(self, says: frozenset[str]) -> bool:
        """Whether a source that can say only these fields (`metadata.owner`) can say all that is read of the entity."""
        said = [tuple(field.split(".")) for field in says]
        fields = [path for path in self.reads.own if path[:1] in (("metadata",), ("spec",))]
        return all(any(path[: len(one)] == one for one in said) for path in fields)


def compile_rule(file: RuleFile, params: Mapping[str, Any], vocabulary: Vocabulary) -> CompiledRule:
    """Compiles a rule. Raises KeurError with every mistake in it, each with its place in the file."""
    expressions = _expressions(file, vocabulary)
    return CompiledRule(file, _kinds(file, vocabulary), params, lambda: expressions)


def compiled_later(
    file: RuleFile, params: Mapping[str, Any], vocabulary: Vocabulary, reads: Reads | None = None
) -> CompiledRule:
    """A rule that is known to have no mistake: it is compiled when it is first run.

    reads: what it reads, where that is known.
    """
    return CompiledRule(file, _kinds(file, vocabulary), params, lambda: _expressions(file, vocabulary), reads)


def _kinds(file: RuleFile, vocabulary: Vocabulary) -> Sequence[str]:
    return tuple(vocabulary.kinds) if ANY in file.rule.kind else file.rule.kind


def _expressions(file: RuleFile, vocabulary: Vocabulary) -> Mapping[str, Expressions]:
    mistakes: list[str] = []
    expressions: dict[str, Expressions] = {}
    for kind in file.rule.kind:
        expressing = Expressing(file.shown, file.region, vocabulary)
        if kind not in (ANY, CATALOG) and kind not in vocabulary.kinds:
            expressing.unknown_kind(("kind",), kind)
        else:
            made = _of_kind(file, expressing, kind)
            if made is not None:
                expressions[kind] = made
        mistakes += expressing.mistakes
    if mistakes:
        raise KeurError(f"rule {file.id} cannot be used:", tuple(dict.fromkeys(mistakes)))
    return expressions


def _of_kind(file: RuleFile, expressing: Expressing, kind: str) -> Expressions | None:
    """The programs of a rule for one kind; None where there is a mistake in them."""
    rule, vocabulary = file.rule, expressing.vocabulary
    given: dict[str, Type] = {} if kind == CATALOG else {"self": vocabulary.entity(() if kind == ANY else (kind,))}
    environment = vocabulary.environment({**given, "params": parameters(rule.params)})
    when = expressing.program(("when",), rule.when, environment, BOOL)
    if when is not None:
        expressing.given.append(when)
    variables = []
    for name, text in rule.variables.items():
        program = expressing.program(("variables", name), text, environment)
        variables.append((name, program))
        environment = environment.extended({name: program.type if program else DYN})
    each = None
    for names, text in rule.each.items():
        each = expressing.program(("each", names), text, environment)
        environment = environment.extended(expressing.elements(("each", names), rule.elements, each))
    assertion = expressing.program(("assert",), rule.assertion, environment, BOOL)
    at = expressing.program(("at",), rule.at, environment)
    message = expressing.message(("message",), rule.message or "", environment)
    if expressing.mistakes or assertion is None or message is None:
        return None
    varying = frozenset(("self", *rule.variables, *rule.elements))
    made = Expressions(
        Once(when, varying) if when else None,
        tuple((name, Once(program, varying)) for name, program in variables if program is not None),
        Once(each, varying) if each else None,
        Once(assertion, varying),
        at,
        message,
    )
    if kind != CATALOG:
        _refuse_scans(expressing, made)
    return None if expressing.mistakes else made


def _refuse_scans(expressing: Expressing, made: Expressions) -> None:
    """Refuses what would take the square of the catalog."""
    for field, once in made.steps():
        problem = once.per_entity_scan()
        if problem is not None:
            expressing.refused(field, CheckErrors([problem]))
