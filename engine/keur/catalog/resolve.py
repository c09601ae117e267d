"""Which entity a written name means.

A bare name means the entity of that name among the kinds its field allows; `Kind/name` says the kind. Where two
allowed kinds have the name, the writer must say which.
"""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import cached_property

from keur.catalog.admission import Turned
from keur.catalog.graph import Catalog, Header
from keur.kinds import Kinds
from keur.model import Entity, Problem, Reference

ANY = "*"


class Resolver:
    """Resolves the references of one catalog and gathers what is wrong with them.

    dangling: with the name that was looked for.
    """

    def __init__(self, headers: Mapping[str, Header], entities: Mapping[str, Entity], kinds: Kinds) -> None:
        self._headers = headers
        self._entities = entities
        self._kinds = kinds
        self._answers: dict[tuple[str, tuple[str, ...]], tuple[str, ...]] = {}
        self.problems: list[Turned] = []
        self.dangling: list[tuple[Turned, str]] = []
        self.outlived: list[Turned] = []

    @cached_property
    def _names(self) -> Mapping[str, Sequence[str]]:
        """Ids by bare name."""
        found: dict[str, list[str]] = {}
        for header in self._headers.values():
            found.setdefault(header.name, []).append(header.id)
        return found

    def resolve(self, header: Header) -> tuple[str | None, ...]:
        """The ids that an entity's references lead to, None for those that lead nowhere."""
        answers = self._answers
        resolved: list[str | None] = []
        for reference in header.references:
            key = (reference.target, reference.kinds)
            found = answers.get(key)
            if found is None:
                found = answers[key] = self._find(*key)
            if len(found) == 1:
                resolved.append(found[0])
            else:
                resolved.append(None)
                self._complain(header, reference, found)
        return tuple(resolved)

    def _find(self, target: str, kinds: tuple[str, ...]) -> tuple[str, ...]:
        any_kind = kinds == (ANY,)
        kind, slash, _ = target.partition("/")
        if slash and (any_kind or kind in kinds):
            return (target,) if target in self._headers else ()
        ids = self._names.get(target, ())
        return tuple(id for id in ids if any_kind or self._headers[id].kind in kinds)

    def _complain(self, header: Header, reference: Reference, found: tuple[str, ...]) -> None:
        def turned(rule: str, message: str) -> Turned:
            problem = Problem(f"reference/{rule}", message, header.document, reference.pointer)
            return Turned(header.path, problem, header.id)

        if found:
            choices = " or ".join(found)
            self.problems.append(
                turned("ambiguous", f"{reference.target} could be {choices}; write which one is meant")
            )
            return
        elsewhere = self._of_another_kind(reference)
        if elsewhere and "/" in reference.target:
            self.problems.append(turned("wrong-kind", self._mismatch(reference, elsewhere)))
        elif elsewhere:
            # One of the right kind may stand in a file that does not parse.
            self.dangling.append((turned("wrong-kind", self._mismatch(reference, elsewhere)), reference.target))
        elif not self._may_be_absent(header, reference):
            name = reference.target.rpartition("/")[2]
            self.dangling.append((turned("dangling", self._missing(reference)), name))
        else:
            self.outlived.append(turned("dangling", self._missing(reference)))

    def _of_another_kind(self, reference: Reference) -> tuple[str, ...]:
        """Entities that bear the name but are of a kind that may not stand here."""
        if reference.target in self._headers:
            return (reference.target,)
        return tuple(self._names.get(reference.target, ()))

    def _mismatch(self, reference: Reference, elsewhere: tuple[str, ...]) -> str:
        name = reference.target.rpartition("/")[2]
        is_a = " and a ".join(id.partition("/")[0] for id in elsewhere)
        return f"{name} is a {is_a}; {reference.relation} names a {_either(reference.kinds)}"

    def _missing(self, reference: Reference) -> str:
        kind, slash, name = reference.target.rpartition("/")
        kinds = (kind,) if slash else reference.kinds
        if slash and kind not in self._kinds:
            return f"there is no kind {kind}, so {reference.target} names nothing"
        pool = [h.name for h in self._headers.values() if kinds == (ANY,) or h.kind in kinds]
        close = get_close_matches(name if slash else reference.target, pool, n=1, cutoff=0.75)
        hint = f"; did you mean {close[0]}?" if close else ""
        return f"there is no {_either(kinds)} named {name}{hint}"

    def _may_be_absent(self, header: Header, reference: Reference) -> bool:
        """An item to add before it is there, an item to remove once it is gone, and anything a closed record names."""
        state = self._kinds[header.kind].state(self._entities[header.id].spec)
        if state is None or not state.record:
            return False
        if state.terminal:
            return True
        return (reference.expects == "add") or (reference.expects == "remove" and state.name == "implemented")


def still_resolved(since: Catalog, headers: Mapping[str, Header]) -> Mapping[str, tuple[str | None, ...]]:
    """Of entities that are the same as in an earlier catalog: what their references lead to, as they did then.

    Left out are those of which one leads nowhere, or to a bare name that came or went with an entity: what such a
    reference means may be another thing now, and what is wrong with it must be said anew.
    """
    before = since.headers
    names = {(before.get(id) or headers[id]).name for id in before.keys() ^ headers.keys()}
    unsure: set[str | None] = {None}
    if names:
        unsure.update(one.id for one in before.values() if one.name in names)
    return {id: led for id, led in since.resolved.items() if headers.get(id) is before[id] and unsure.isdisjoint(led)}


def _either(kinds: tuple[str, ...]) -> str:
    if kinds == (ANY,):
        return "entity"
    return kinds[0] if len(kinds) == 1 else f"{', '.join(kinds[:-1])} or {kinds[-1]}"
