"""Names in expressions that only the kinds can tell: relations, kinds and fields that functions are asked for."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from keur.cel.footprint import CalledFunction
from keur.cel.library.regex import compiled
from keur.cel.problems import CelProblem
from keur.cel.program import Program
from keur.cel.types import Type
from keur.cel.values import CelError
from keur.rules.vocabulary import Vocabulary

RELATION_AT = {"refs": 1, "closure": 1, "referrers": 2}
KIND_AT = {"all": 0, "lookup": 0, "referrers": 1}
ANY = "*"


def misnamed(program: Program, vocabulary: Vocabulary) -> Iterator[CelProblem]:
    """Problems with constant names that nothing answers to; each says what was probably meant."""
    kinds = vocabulary.kinds
    relations = [name for one in kinds.relations.values() for name in (one.name, one.inverse)]
    for call in program.footprint.calls:
        if call.name == "matches":
            yield from _pattern(program, call)
        if not call.contextual:
            continue
        kind = _constant(call, KIND_AT)
        if kind is not None and kind != ANY and kind not in kinds:
            yield _problem(program, call, f"there is no kind {kind}{_near(kind, list(kinds))}")
            continue
        relation = _constant(call, RELATION_AT)
        if relation is not None and relation not in relations:
            yield _problem(program, call, f"there is no relation {relation}{_near(relation, relations)}")
        if call.name == "entity" and call.args[0] is not None:
            named = str(call.args[0].value).partition("/")[0]
            if named not in kinds:
                yield _problem(program, call, f"there is no kind {named}{_near(named, list(kinds))}; write Kind/name")
        if call.name == "lookup" and kind is not None:
            yield from _field(program, call, vocabulary.entity((kind,)))


def _pattern(program: Program, call: CalledFunction) -> Iterator[CelProblem]:
    constant = call.args[1] if len(call.args) > 1 else None
    if constant is not None and isinstance(constant.value, str):
        try:
            compiled(constant.value)
        except CelError as refused:
            yield _problem(program, call, refused.message)


def _field(program: Program, call: CalledFunction, kind: Type) -> Iterator[CelProblem]:
    if call.args[1] is None:
        yield _problem(program, call, "the field of lookup() is a text in quotes, such as 'spec.type'")
        return
    found = kind
    walked: list[str] = []
    for step in str(call.args[1].value).split("."):
        if found.kind != "object" or found.open:
            return
        if step not in found.fields:
            where = ".".join(walked) or str(kind)
            yield _problem(program, call, f"{where} has no field {step}{_near(step, list(found.fields))}")
            return
        walked.append(step)
        found = found.fields[step].type


def _constant(call: CalledFunction, positions: dict[str, int]) -> str | None:
    at = positions.get(call.name)
    constant = call.args[at] if at is not None and at < len(call.args) else None
    return str(constant.value) if constant is not None else None


def _problem(program: Program, call: CalledFunction, message: str) -> CelProblem:
    return program.checked.expression.source.problem(message, call.start, call.end)


def _near(name: str, known: Sequence[str]) -> str:
    close = get_close_matches(name, known, n=1)
    return f"; did you mean {close[0]}?" if close else ""
