"""Judges a large catalog on two processes, where only what the results come to is wanted.

The other process judges its rules over a copy of this one's memory. Which of them judged a rule makes no difference to
what the results come to.
"""

import json
from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection

from keur.assess.stored import of_row, row
from keur.cache.fork import can_fork, forked
from keur.errors import KeurError
from keur.evaluate import Evaluation, MemoryResults, State, Tally
from keur.rules import CompiledRule

LARGE = 2_000
"""Entities from which a second process pays for itself."""

Rules = Mapping[str, CompiledRule]


def tally_pooled(state: State, rules: Rules, progress: Callable[[int], None] = lambda _: None) -> Tally:
    """What the results of every rule come to, for every entity it speaks of.

    progress: gets the number of rules that are done here.
    """
    if len(state.catalog.headers) < LARGE or not can_fork():
        return _tally(state, rules, progress)
    ours, theirs = _halves(state, rules)

    def work(to: Connection) -> None:
        try:
            to.send_bytes(_text(_tally(state, theirs)))
        except KeurError:
            return  # the same is found, and said, where these rules are judged again
        finally:
            to.close()

    with forked(work) as there:
        found = _tally(state, ours, progress)
        others = _received(there) or _tally(state, theirs)
    return _joined(rules, found, others)


def _halves(state: State, rules: Rules) -> tuple[Rules, Rules]:
    """The rules in two parts with about as many results."""
    sizes = {id: sum(len(state.catalog.kinds.get(kind, "1")) for kind in rule.kinds) for id, rule in rules.items()}
    parts: tuple[dict[str, CompiledRule], dict[str, CompiledRule]] = ({}, {})
    filled = [0, 0]
    for id in sorted(rules, key=lambda id: (-sizes[id], id)):
        part = filled.index(min(filled))
        parts[part][id] = rules[id]
        filled[part] += sizes[id]
    return parts


def _tally(state: State, rules: Rules, progress: Callable[[int], None] = lambda _: None) -> Tally:
    results = MemoryResults()
    Evaluation(rules, results).judge_all(state, progress)
    return results.tally()


def _text(tally: Tally) -> bytes:
    notable = [(*key, row(result)) for key, result in tally.notable.items()]
    return json.dumps([tally.outcomes, notable], separators=(",", ":")).encode()


def _received(come_from: Connection) -> Tally | None:
    """What the other process found out; None when it died."""
    try:
        outcomes, notable = json.loads(come_from.recv_bytes())
    except (EOFError, OSError):
        return None
    return Tally(outcomes, {(rule, subject): of_row(found) for rule, subject, found in notable})


def _joined(rules: Rules, one: Tally, other: Tally) -> Tally:
    """Both together, in the order of the rules."""
    outcomes = {**one.outcomes, **other.outcomes}
    places = {id: place for place, id in enumerate(rules)}
    notable = sorted((*one.notable.items(), *other.notable.items()), key=lambda item: (places[item[0][0]], item[0][1]))
    return Tally({id: outcomes[id] for id in rules if id in outcomes}, dict(notable))
