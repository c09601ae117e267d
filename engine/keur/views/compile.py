"""A view, ready to be made: its expressions checked against the kinds and compiled.

A section about several kinds is compiled for each, since their fields differ.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from keur.cel.problems import CheckErrors
from keur.cel.program import Environment, Program
from keur.cel.types import BOOL, DYN, Type
from keur.errors import KeurError
from keur.rules.expressing import Expressing, Field
from keur.rules.once import Once
from keur.rules.vocabulary import Vocabulary
from keur.views.load import ViewFile, Views
from keur.views.view import Section, View

VARYING = frozenset({"self", "today"})


@dataclass(frozen=True, slots=True)
class Expressions:
    """The programs of one section for one kind.

    Each takes the context, the entity, today, what `each` binds, and the variables before it.
    pair: `each` binds a key and a value.
    """

    each: Once | None
    pair: bool
    variables: tuple[Once, ...]
    where: tuple[Once, ...]
    group: Once | None
    sort: tuple[Once, ...]
    kept: tuple[Once, ...]
    columns: tuple[Once, ...]
    matrix: Mapping[str, Once]

    def programs(self) -> Iterator[Program]:
        """Every program of the section."""
        alone = [once for once in (self.each, self.group) if once is not None]
        listed = (*self.variables, *self.where, *self.sort, *self.kept, *self.columns, *self.matrix.values())
        yield from (once.program for once in (*alone, *listed))


@dataclass(frozen=True, slots=True)
class CompiledSection:
    """One table. heading: empty where the view has only one. said: what it says, with what the view says for all."""

    heading: str
    said: Section
    expressions: Mapping[str, Expressions]


@dataclass(frozen=True, slots=True)
class CompiledView:
    """A view with the programs of its sections; none where it is no query."""

    file: ViewFile
    sections: tuple[CompiledSection, ...]

    @property
    def nouns(self) -> tuple[str, ...]:
        """What `--for` may name, as the view calls it."""
        return tuple(dict.fromkeys(noun for section in self.sections for noun in section.said.for_))


def compile_view(file: ViewFile, vocabulary: Vocabulary) -> CompiledView:
    """Compiles a view. Raises KeurError with every mistake in it, each with its place in the file."""
    made, mistakes = _compiled(file, vocabulary)
    if mistakes:
        raise KeurError(f"view {file.name} cannot be used:", mistakes)
    return made


def refuse_malformed(views: Views, vocabulary: Vocabulary) -> None:
    """Raises KeurError with every problem of every view that the organisation wrote itself.

    Those of keur are compiled when they are asked for: its own tests have compiled them all.
    """
    problems = list(views.problems)
    for file in views.files.values():
        if file.own:
            problems += _compiled(file, vocabulary)[1]
    if problems:
        raise KeurError("these views cannot be used:", problems)


def _compiled(file: ViewFile, vocabulary: Vocabulary) -> tuple[CompiledView, tuple[str, ...]]:
    sections: list[CompiledSection] = []
    mistakes: list[str] = []
    for heading, said, places in _sections(file.view):
        kinds: dict[str, Expressions] = {}
        for kind in said.kind:
            expressing = Expressing(file.path, file.region, vocabulary)
            if kind in vocabulary.kinds:
                kinds[kind] = _Section(expressing, said, places).of_kind(file.view, kind)
            else:
                expressing.unknown_kind(places["kind"], kind)
            mistakes += expressing.mistakes
        sections.append(CompiledSection(heading, said, kinds))
    return CompiledView(file, tuple(sections)), tuple(dict.fromkeys(mistakes))


def _sections(view: View) -> Iterator[tuple[str, Section, Mapping[str, Field]]]:
    """Each section with what the view says for all of them, and where each field of it stands."""
    if not view.queried:
        return
    written = {one.name: one.metadata.get("alias", one.name) for one in fields(Section)}
    whole = Section(**{name: getattr(view, name) for name in written})
    if not view.sections:
        yield "", whole, {name: (alias,) for name, alias in written.items()}
    for heading, section in view.sections.items():
        own = {name: value for name in written if (value := getattr(section, name))}
        places: dict[str, Field] = {
            name: ("sections", heading, alias) if name in own else (alias,) for name, alias in written.items()
        }
        yield heading, replace(whole, **own), places


class _Section:
    """Compiles one section for one kind. places: where each field of it stands."""

    def __init__(self, expressing: Expressing, said: Section, places: Mapping[str, Field]) -> None:
        self.expressing = expressing
        self.said = said
        self.places = places
        self.varying = VARYING

    def of_kind(self, view: View, kind: str) -> Expressions:
        vocabulary = self.expressing.vocabulary
        environment = vocabulary.environment({"self": vocabulary.entity((kind,))})
        each = None
        for names in self.said.each:
            at = (*self.places["each"], names)
            each = self.once(at, self.said.each[names], environment)
            bound = self.expressing.elements(at, self.said.elements, each.program if each else None)
            environment = self.extended(environment, bound)
        variables = []
        for name, text in self.said.variables.items():
            made = self.once((*self.places["variables"], name), text, environment)
            variables.append(made)
            environment = self.extended(environment, {name: made.program.type if made else DYN})
        where = self.where(view, environment)
        return Expressions(
            each,
            len(self.said.elements) == 2,
            _known(variables),
            _known(where),
            self.once(self.places["group"], self.said.group, environment),
            _known(self.once(at, text, environment) for at, text in self.sorts()),
            _known(self.named("for_", self.said.for_, environment).values()),
            _known(self.named("columns", self.said.columns, environment).values()),
            self.matrix(environment),
        )

    def extended(self, environment: Environment, variables: Mapping[str, Type]) -> Environment:
        self.varying |= variables.keys()
        return environment.extended(variables)

    def where(self, view: View, environment: Environment) -> list[Once | None]:
        """The condition of the view and that of the section; what is true by the one is known in the next."""
        found = []
        for at, text in {("where",): view.where, self.places["where"]: self.said.where}.items():
            once = self.once(at, text, environment, BOOL)
            found.append(once)
            if once is not None:
                self.expressing.given.append(once.program)
        return found

    def sorts(self) -> Iterator[tuple[Field, str]]:
        at, texts = self.places["sort"], self.said.sort
        yield from ([(at, texts[0])] if len(texts) == 1 else (((*at, str(i)), text) for i, text in enumerate(texts)))

    def named(self, name: str, texts: Mapping[str, str], environment: Environment) -> Mapping[str, Once | None]:
        at = self.places[name]
        return {key: self.once((*at, key), text, environment) for key, text in texts.items()}

    def matrix(self, environment: Environment) -> Mapping[str, Once]:
        found = {}
        for mark, once in self.named("matrix", self.said.matrix, environment).items():
            kind = once.program.type if once else DYN
            if not kind.loose and kind.kind != "list":
                self.expressing.mistake((*self.places["matrix"], mark), 0, 0, f"a mark is for a list, this is a {kind}")
            if once is not None:
                found[mark] = once
        return found

    def once(self, at: Field, text: str | None, environment: Environment, result: Type | None = None) -> Once | None:
        program: Any = self.expressing.program(at, text, environment, result)
        if program is None:
            return None
        once = Once(program, self.varying)
        problem = once.per_entity_scan()
        if problem is not None:
            self.expressing.refused(at, CheckErrors([problem]))
        return once


def _known(found: Iterable[Once | None]) -> tuple[Once, ...]:
    return tuple(once for once in found if once is not None)
