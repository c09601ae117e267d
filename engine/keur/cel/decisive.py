"""Which of the places read decided the outcome of a recorded run."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from keur.cel import ast

if TYPE_CHECKING:
    from keur.cel.trace import Step


def deciding(step: "Step") -> Iterator["Step"]:
    """The steps that read what the outcome hangs on: where one operand or element decided, only what is below it."""
    match step.node:
        case ast.Logic(operator=operator):
            yield from _each(_decided(step.steps, operator == "||", step))
        case ast.Conditional():
            yield from _each(step.steps[::-1])
        case ast.Comprehension():
            yield from _comprehension(step, step.node)
        case ast.Bind():
            # What was bound is followed from where the body uses it.
            yield from _each(step.steps[1:] or step.steps)
        case ast.Select() | ast.Has() | ast.Index() | ast.Ident() | ast.Variable():
            yield from _place(step)
        case _:
            yield from _each(step.steps)


def _each(steps: "Sequence[Step]") -> Iterator["Step"]:
    for step in steps:
        yield from deciding(step)


def _decided(steps: "Sequence[Step]", decides: bool, whole: "Step") -> "Sequence[Step]":
    """The operand that decided, else the ones that failed, else all."""
    if whole.error is not None:
        return [step for step in steps if step.error is not None]
    if whole.value is decides:
        return steps[-1:]
    return steps


def _place(step: "Step") -> Iterator["Step"]:
    if step.origin is not None or step.absent:
        yield step
    elif step.bound is not None:
        yield from deciding(step.bound)
    # What a place was reached through: an index, a default, a function's arguments.
    yield from _each([below for below in step.steps if not _way(below) or (step.origin is None and not step.absent)])
    for position, below in enumerate(step.steps):
        if position and _way(below):
            yield from deciding(below)


def _way(step: "Step") -> bool:
    return isinstance(step.node, ast.Select | ast.Index | ast.Ident | ast.Variable | ast.Has)


def _comprehension(step: "Step", node: ast.Comprehension) -> Iterator["Step"]:
    source, rounds = step.steps[:1], [steps for _, steps in step.rounds]
    if node.macro in ("all", "exists"):
        if step.error is None and step.value is (node.macro == "exists"):
            yield from _each(rounds[-1])
        else:
            yield from _undecided(step, node, source, rounds)
        return
    chosen = [steps for steps in rounds if node.condition is None or (steps and steps[0].value is True)]
    yield from _each([one for steps in (chosen or rounds) for one in steps])
    yield from _each(source)


def _undecided(
    step: "Step", node: ast.Comprehension, source: "Sequence[Step]", rounds: "Sequence[Sequence[Step]]"
) -> Iterator["Step"]:
    """No element decided, so all did: the list or map that holds them, and what was read beside its elements."""
    failed = [steps for steps in rounds if steps and steps[0].error is not None]
    while isinstance(source[0].node, ast.Comprehension):
        source = source[0].steps[:1]
    yield from _each(source)
    for leaf in _each([one for steps in (failed or rounds) for one in steps]):
        own = leaf.node
        while isinstance(own, ast.Select | ast.Has | ast.Index):
            own = own.operand
        held = isinstance(own, ast.Ident) and own.name in node.variables and source[0].origin is not None
        if failed or not held:
            yield leaf
