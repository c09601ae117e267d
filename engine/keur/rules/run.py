"""Runs a compiled rule for one entity."""

from typing import Any

from keur.model import Entity
from keur.rules.compile import CompiledRule
from keur.rules.failure import Explainer, Failure
from keur.rules.functions import Reader


def failures(rule: CompiledRule, entity: Entity | None, reader: Reader, today: Any) -> tuple[Failure, ...] | None:
    """What breaks the rule: nothing when it is kept; None when it does not apply.

    entity: None for a catalog-wide rule. Raises CelError where an expression has no value.
    """
    values = values_of(rule, entity, reader, today)
    if values is None:
        return None
    expressions = rule.expressions_for(entity)
    if expressions.each is None:
        if expressions.assertion.run(reader, *values):
            return ()
        return (explainer(rule, entity, reader, values).failure(None, ()),)
    elements = expressions.each.run(reader, *values)
    broken = [
        index
        for index, element in enumerate(elements.items() if len(rule.elements) == 2 else elements)
        if not expressions.assertion.run(reader, *values, *(element if len(rule.elements) == 2 else (element,)))
    ]
    if not broken:
        return ()
    asker = explainer(rule, entity, reader, values)
    bound = tuple(asker.bound(elements, rule.elements))
    return tuple(asker.failure(bound[index], rule.elements) for index in broken)


def values_of(rule: CompiledRule, entity: Entity | None, reader: Reader, today: Any) -> tuple[Any, ...] | None:
    """What the assertion's variables stand for, those of `each` apart; None where the rule does not apply."""
    expressions = rule.expressions_for(entity)
    values: tuple[Any, ...] = (rule.params, today) if entity is None else (entity, rule.params, today)
    if expressions.when is not None and not expressions.when.run(reader, *values):
        return None
    for _, once in expressions.variables:
        values = (*values, once.run(reader, *values))
    return values


def explainer(rule: CompiledRule, entity: Entity | None, reader: Reader, values: tuple[Any, ...]) -> Explainer:
    """What tells why the rule holds or fails."""
    expressions = rule.expressions_for(entity)
    names = (*(() if entity is None else ("self",)), "params", "today", *(name for name, _ in expressions.variables))
    return Explainer(expressions, entity, reader, dict(zip(names, values, strict=True)))
