"""CEL, compiled by keur and evaluated by cel-expr-python: the same expression text over the same entities.

Each shipped rule, for each of its kinds, becomes one expression: its assertion, for all that `each` ranges over, with
its variables bound, where its `when` is true. Functions that look at the catalog answer at once on both sides, with
what they answered before, so that only the language is measured. cel-expr-python takes no moments and no lengths of
time from Python: there they are whole seconds, which is less work for it.
"""

import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cel_expr_python import cel
from cel_expr_python.ext import ext_bindings, ext_math, ext_optional, ext_strings

from keur.assess import Ground, Reading
from keur.evaluate.reader import CatalogReader
from keur.model import Entity
from keur.model.quantities import Day, Duration, Period, Timestamp
from keur.rules import CATALOG, CompiledRule
from keur.rules.vocabulary import parameters

ENTITIES = 40
"""Entities that each rule is evaluated for, at the most."""

ROUNDS = 5

DAY = 86_400

MEMBERS = {"refs": 2, "referrers": 3, "closure": 3, "persons": 1, "owner": 1, "observed": 1}
"""Functions of an entity, with their number of arguments, the entity counted."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Microseconds for one evaluation of a rule's expression."""

    rule: str
    keur: float
    other: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """The pairs, and the rules that cel-expr-python cannot express, with the reason it gives."""

    pairs: tuple[Pair, ...]
    left_out: Mapping[str, str]

    @property
    def ratio(self) -> float:
        """How many times faster keur is: the median over the rules."""
        return statistics.median(pair.other / pair.keur for pair in self.pairs)


def compare(ground: Ground, reading: Reading, today: Day) -> Comparison:
    """Measures every shipped rule over the entities of a catalog."""
    pairs: list[Pair] = []
    left_out: dict[str, str] = {}
    for id, rule in ground.compile_all(today).items():
        for kind in rule.kinds:
            subjects = _subjects(reading, kind)
            if not subjects:
                continue
            name = f"{id} ({kind})"
            try:
                pairs.append(Pair(name, *_measured(ground, reading, rule, kind, subjects, today)))
            except Unsupported as reason:
                left_out[name] = str(reason)
    return Comparison(tuple(pairs), left_out)


class Unsupported(Exception):
    """cel-expr-python cannot evaluate an expression."""


def whole(rule: CompiledRule) -> str:
    """One expression for a rule."""
    written = rule.file.rule
    text = f"({written.assertion})"
    for names, each in written.each.items():
        key, _, value = names.partition(",")
        if value:  # cel-expr-python has no macros of two variables
            text = f"cel.bind({value.strip()}, ({each})[{key}], {text})"
        text = f"({each}).all({key}, {text})"
    for name, value in reversed(list(written.variables.items())):
        text = f"cel.bind({name}, ({value}), {text})"
    return f"({written.when}) ? {text} : true" if written.when else text


def _subjects(reading: Reading, kind: str) -> Sequence[Entity | None]:
    catalog = reading.declared.catalog
    if kind == CATALOG:
        return [None]
    return [catalog.entities[id] for id in catalog.kinds.get(kind, ())][:ENTITIES]


def _measured(
    ground: Ground, reading: Reading, rule: CompiledRule, kind: str, subjects: Sequence[Entity | None], today: Day
) -> tuple[float, float]:
    text = whole(rule)
    types = {} if kind == CATALOG else {"self": ground.vocabulary.entity((kind,))}
    types["params"] = parameters(rule.file.rule.params)
    program = ground.vocabulary.environment(types).compile(text)
    catalog = reading.declared.catalog
    reader = Recall(CatalogReader(catalog, reading.observed.catalog))
    own = [(*(() if one is None else (one,)), rule.params, today) for one in subjects]
    answers = [program.run(reader, *values) for values in own]
    theirs = [_plain(dict(zip((*types, "today"), values, strict=True))) for values in own]
    environment = _environment(types, reader)
    try:
        expression = environment.compile(text)
        found = [expression.eval(environment.Activation(values)).plain_value() for values in theirs]
    except Exception as error:  # whatever the binding raises, it says that this rule cannot be compared
        raise Unsupported(str(error).strip().splitlines()[0][:160]) from error
    if found != answers:
        wrong = next(index for index, answer in enumerate(answers) if found[index] != answer)
        raise Unsupported(f"{str(found[wrong])[:160]} where keur says {answers[wrong]}")

    def ours() -> None:
        run = program.run
        for values in own:
            run(reader, *values)

    def other() -> None:
        evaluate, activation = expression.eval, environment.Activation
        for values in theirs:
            evaluate(activation(values))

    return _best(ours, len(own)), _best(other, len(own))


def _best(work: Callable[[], None], count: int) -> float:
    """Microseconds for one of `count` evaluations."""
    repeat = max(1, 400 // count)
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for _ in range(repeat):
            work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken) / (repeat * count) * 1e6


class Recall:
    """Answers each question as it was answered the first time."""

    def __init__(self, reader: CatalogReader) -> None:
        self._reader = reader
        self._known: dict[tuple[Any, ...], Any] = {}
        self._plain: dict[tuple[Any, ...], Any] = {}

    def once(self, part: Any, values: Sequence[Any]) -> Any:
        """As the reader does."""
        return self._reader.once(part, values)

    def __getattr__(self, question: str) -> Callable[..., Any]:
        known, ask = self._known, getattr(self._reader, question)

        def answer(*asked: Any) -> Any:
            key = (question, *(one.id if isinstance(one, Entity) else one for one in asked))
            if key not in known:
                known[key] = ask(*asked)
            return known[key]

        setattr(self, question, answer)
        return answer

    def plain(self, question: str, *asked: Any) -> Any:
        """The answer as plain data; entities are asked about by their plain form."""
        key = (question, *(one["id"] if isinstance(one, Mapping) else one for one in asked))
        if key not in self._plain:
            entities = self._reader.catalog.entities
            known = [entities[one["id"]] if isinstance(one, Mapping) else one for one in asked]
            if question == "closure" and len(known) == 2:
                known.append("")
            self._plain[key] = _plain(getattr(self._reader, question)(*known))
        return self._plain[key]


def _environment(types: Iterable[str], recall: Recall) -> Any:
    dyn, text = cel.Type.DYN, cel.Type.STRING
    entity = cel.Type.Map(text, dyn)

    def member(name: str, arguments: int) -> Any:
        return cel.Overload(
            id=f"{name}_{arguments}",
            return_type=dyn if name == "owner" else cel.Type.List(entity),
            parameters=[entity, *[text] * (arguments - 1)],
            is_member=True,
            impl=lambda *asked: recall.plain(name, *asked),
        )

    functions = [
        cel.FunctionDecl(name, [member(name, count), *([member(name, 2)] if name == "closure" else [])])
        for name, count in MEMBERS.items()
    ]
    everything = cel.Overload(
        id="all_1", return_type=cel.Type.List(entity), parameters=[text], impl=lambda kind: recall.plain("kind", kind)
    )
    functions.append(cel.FunctionDecl("all", [everything]))
    extensions = [ext_bindings.ExtBindings(), ext_math.ExtMath(), ext_optional.ExtOptional(), ext_strings.ExtStrings()]
    variables = {**dict.fromkeys((*types, "today"), dyn), "self": entity}
    return cel.NewEnv(variables=variables, extensions=extensions, functions=functions)


def _plain(value: Any) -> Any:
    """A value as cel-expr-python takes it."""
    match value:
        case Entity():
            body = {"metadata": _plain(value.metadata), "spec": _plain(value.spec)}
            return {"kind": value.kind, "name": value.name, "id": value.id, **body}
        case Mapping():
            return {key: _plain(element) for key, element in value.items()}
        case list() | tuple():
            return [_plain(element) for element in value]
        case Day():
            return value.ordinal * DAY
        case Timestamp() | Duration():
            return value.ns // 10**9
        case Period():
            return value.months * 30 * DAY + value.days * DAY
        case _:
            return value
