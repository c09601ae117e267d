"""What a rule reads when it judges an entity: the fields that its assertion hangs on."""

from collections.abc import Iterator
from typing import Any

from keur.cel.trace import Trace
from keur.model import Entity
from keur.rules.compile import CompiledRule
from keur.rules.failure import Bound, Explainer
from keur.rules.functions import Reader
from keur.rules.run import explainer, values_of

Spot = tuple[Entity, tuple[Any, ...]]


def reads(rule: CompiledRule, entity: Entity | None, reader: Reader, today: Any) -> frozenset[Spot]:
    """Places in entities that the assertion, and what it is made of, read; nothing where the rule does not apply."""
    values = values_of(rule, entity, reader, today)
    if values is None:
        return frozenset()
    expressions = rule.expressions_for(entity)
    asker = explainer(rule, entity, reader, values)
    found = set(_spots(asker, {}, *(one.program.trace(asker.variables, reader) for _, one in expressions.variables)))
    if expressions.each is None:
        found.update(_spots(asker, {}, expressions.assertion.program.trace(asker.variables, reader)))
        return frozenset(found)
    found.update(_spots(asker, {}, expressions.each.program.trace(asker.variables, reader)))
    for bound in asker.bound(expressions.each.run(reader, *values), rule.elements):
        found.update(_element(asker, rule, bound, reader))
    return frozenset(found)


def _element(asker: Explainer, rule: CompiledRule, bound: Bound, reader: Reader) -> Iterator[Spot]:
    variables = {**asker.variables, **dict(zip(rule.elements, bound.values, strict=True))}
    trace = asker.expressions.assertion.program.trace(variables, reader)
    return _spots(asker, {rule.elements[-1]: bound.origin}, trace)


def _spots(asker: Explainer, origins: Any, *traces: Trace) -> Iterator[Spot]:
    for trace in traces:
        for read in trace.reads:
            spot = asker.spot(read, origins)
            if spot is not None and spot.missing is None and spot.path:
                yield spot.entity, spot.path
