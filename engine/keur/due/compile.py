"""Due dates, ready to be asked: their expressions checked against the kinds and compiled, for each kind apart."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from keur.cel.problems import CheckErrors
from keur.cel.program import Environment, Program
from keur.cel.template import Template
from keur.cel.types import BOOL, DYN, INT, STRING, TIMESTAMP, Type
from keur.due.declared import ANY
from keur.due.load import DueFile
from keur.errors import KeurError
from keur.kinds import Kind
from keur.rules import Rule, Vocabulary
from keur.rules.expressing import Expressing, Field
from keur.rules.once import Once
from keur.rules.vocabulary import parameters

Params = Mapping[str, tuple[Rule, Mapping[str, Any]]]
"""By rule id, the rule and the values of its parameters."""

MOMENTS = ("date", "timestamp")


@dataclass(frozen=True, slots=True)
class Expressions:
    """The programs of one sort of due date for one kind.

    Each takes the context, the entity, the parameters, the time zone, today, what `each` binds, and the variables
    before it. pair: `each` binds a key and a value. reads: fields of the entity that they may read.
    """

    each: Once | None
    pair: bool
    variables: tuple[Once, ...]
    when: Once | None
    on: Once | None
    to: Once | None
    working_days: Once | None
    calendar: Once | None
    by: Once | None
    what: Template
    reads: frozenset[tuple[str, ...]]

    def answered_by(self, says: frozenset[str]) -> bool:
        """Whether a source that can say only these fields (`metadata.owner`) can say all that is read."""
        said = [tuple(field.split(".")) for field in says]
        return all(any(path[: len(one)] == one for one in said) for path in self.reads)


@dataclass(frozen=True, slots=True)
class CompiledDue:
    """One sort of due date, with its programs by kind and its parameters."""

    file: DueFile
    params: Mapping[str, Any]
    kinds: Mapping[str, Expressions]


def compile_all(
    files: Mapping[str, DueFile], vocabulary: Vocabulary, params: Params, problems: list[str]
) -> tuple[CompiledDue, ...]:
    """All of them, ready. Raises KeurError with every mistake in any of them, those in `problems` included."""
    made = [_compiled(file, vocabulary, params, problems) for file in files.values()]
    if problems:
        raise KeurError("these due dates cannot be used:", tuple(dict.fromkeys(problems)))
    return tuple(made)


def _compiled(file: DueFile, vocabulary: Vocabulary, params: Params, problems: list[str]) -> CompiledDue:
    declared = file.declared
    rule, values = params.get(declared.rule or "", (None, {}))
    told = Expressing(file.path, file.region, vocabulary)
    if declared.rule is not None and rule is None:
        told.mistake(("rule",), 0, 0, f"there is no rule {declared.rule}")
    kinds: dict[str, Expressions] = {}
    for kind in _kinds(file, told):
        expressing = Expressing(file.path, file.region, vocabulary)
        made = _Compiler(file, expressing).of_kind(kind, parameters(rule.params if rule else {}))
        if made is not None:
            kinds[kind] = made
        told.mistakes += expressing.mistakes
    problems += told.mistakes
    return CompiledDue(file, values, kinds)


def _kinds(file: DueFile, told: Expressing) -> Iterator[str]:
    kinds, declared = told.vocabulary.kinds, file.declared
    if ANY in declared.kind:
        found = [name for name, kind in kinds.items() if _has(kind, declared.having)]
        if not found:
            told.mistake(("having",), 0, 0, f"no kind has {' and '.join(declared.having)}")
        yield from found
        return
    for kind in declared.kind:
        if kind in kinds:
            yield kind
        else:
            told.unknown_kind(("kind",), kind)


def _has(kind: Kind, fields: tuple[str, ...]) -> bool:
    return all(field in kind.document["properties"]["spec"]["properties"] for field in fields)


def _reads(programs: Iterable[Program]) -> Iterator[tuple[str, ...]]:
    """Fields of metadata and spec; a part that is read as a whole counts for none of them."""
    for program in programs:
        for path in program.footprint.variables.get("self", ()):
            if path[:1] in (("metadata",), ("spec",)) and len(path) > 1:
                yield path


class _Compiler:
    """Compiles one file for one kind."""

    def __init__(self, file: DueFile, expressing: Expressing) -> None:
        self.declared = file.declared
        self.expressing = expressing
        self.varying = frozenset({"self", "today"})

    def of_kind(self, kind: str, params: Type) -> Expressions | None:
        declared, vocabulary = self.declared, self.expressing.vocabulary
        given = {"self": vocabulary.entity((kind,)), "params": params, "zone": STRING}
        environment = vocabulary.environment(given)
        each = None
        for names, text in declared.each.items():
            each = self.once(("each", names), text, environment)
            bound = self.expressing.elements(("each", names), declared.elements, each.program if each else None)
            environment = self.extended(environment, bound)
        variables = []
        for name, text in declared.variables.items():
            made = self.once(("variables", name), text, environment)
            variables.append(made)
            environment = self.extended(environment, {name: made.program.type if made else DYN})
        when = self.once(("when",), declared.when, environment, BOOL)
        if when is not None:
            self.expressing.given.append(when.program)
        on = self.moment("on", declared.on, environment, MOMENTS)
        to = self.moment("to", declared.to, environment, (TIMESTAMP.kind,))
        days = self.once(("workingDays",), declared.working_days, environment, INT)
        calendar = self.once(("calendar",), declared.calendar, environment)
        by = self.once(("by",), declared.by, environment)
        what = self.expressing.message(("what",), declared.what, environment)
        if self.expressing.mistakes or what is None:
            return None
        known = tuple(one for one in variables if one is not None)
        programs = [one.program for one in (each, *known, when, on, to, days, calendar, by) if one is not None]
        reads = frozenset(_reads((*programs, *what.programs)))
        pair = len(declared.elements) == 2
        return Expressions(each, pair, known, when, on, to, days, calendar, by, what, reads)

    def extended(self, environment: Environment, variables: Mapping[str, Type]) -> Environment:
        self.varying |= variables.keys()
        return environment.extended(variables)

    def moment(self, name: str, text: str | None, environment: Environment, wanted: tuple[str, ...]) -> Once | None:
        """A program that gives a day or a moment, or an optional one."""
        once = self.once((name,), text, environment)
        if once is not None:
            kind = once.program.type
            inner = kind.args[0] if kind.kind == "optional" else kind
            if not inner.loose and inner.kind not in wanted:
                self.expressing.mistake((name,), 0, 0, f"this is a {kind}; it should be a {' or a '.join(wanted)}")
        return once

    def once(self, at: Field, text: str | None, environment: Environment, result: Type | None = None) -> Once | None:
        program: Program | None = self.expressing.program(at, text, environment, result)
        if program is None:
            return None
        once = Once(program, self.varying)
        problem = once.per_entity_scan()
        if problem is not None:
            self.expressing.refused(at, CheckErrors([problem]))
        return once
