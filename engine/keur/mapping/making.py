"""Makes documents of the elements of one source document, and keeps what each part was made of."""

from collections.abc import Iterator
from math import isfinite
from typing import Any

from keur.cel.values import UInt, type_of
from keur.manifest import shown
from keur.manifest.text import CONTROL
from keur.mapping.evaluation import NOTHING, Evaluation, Scope, Unreadable, Value, elements_of
from keur.mapping.mapped import MappedDocument, MappingProblem, Source
from keur.mapping.mapping import Elements, Entry, Fields, Leaf, Part, Variables
from keur.model import Problem, pointer

LONGEST_NAME = 253


class Maker:
    """Makes the documents of one source document.

    documents, problems: of the whole file; what is made is added to them.
    """

    def __init__(
        self, index: int, evaluation: Evaluation, documents: list[MappedDocument], problems: list[MappingProblem]
    ) -> None:
        self._index = index
        self._evaluation = evaluation
        self._documents = documents
        self._problems = problems
        self._places: dict[str, Source] = {}

    def make(self, entry: Entry, scope: Scope) -> None:
        """Adds a document for each element that the entry takes."""
        for inner, where in self._elements(entry.names, entry.elements, scope, "", None):
            inner = self._named(entry.variables, inner, where, None)
            if entry.when is not None and self._value(entry.when, inner, where, None).value is not True:
                continue
            name = self._name(entry, inner, where)
            if name is None:
                continue
            at = len(self._documents)
            self._places = {}
            if name.place is not None:
                self._places["/metadata/name"] = Source(self._index, name.place)
            metadata = self._fields(entry.metadata, inner, "/metadata", where, at)
            spec = self._fields(entry.spec, inner, "/spec", where, at)
            data = {
                "kind": entry.kind,
                "metadata": {"name": name.value, **metadata},
                **({"spec": spec} if spec else {}),
            }
            self._documents.append(MappedDocument(data, Source(self._index, where), self._places, entry.says))

    def _name(self, entry: Entry, scope: Scope, where: str) -> Value | None:
        """The name of an element's entity; None, with a problem, where it has none that can be one."""
        said = len(self._problems)
        name = self._value(entry.name, scope, where, None)
        text = name.value
        if isinstance(text, str) and len(text) <= LONGEST_NAME and "/" not in text and not CONTROL.search(text):
            return name
        if len(self._problems) == said:
            found = "nothing" if text is None else f'"{shown(str(text))[:60]}"'
            message = (
                f"{entry.name.text} is {found}; the name of a {entry.kind} is a text without / and control characters"
            )
            self._complain("mapping/name", message, name.place or where, None)
        return None

    def _part(self, part: Part, scope: Scope, at: str, where: str, entity: int) -> Any:
        """What stands at a JSON Pointer of the document; None for nothing. where: the source element it lies in."""
        if isinstance(part, Fields):
            return self._fields(part, scope, at, where, entity) or None
        if isinstance(part, Elements):
            return self._list(part, scope, at, where, entity)
        value = self._value(part, scope, where, entity)
        if value.value is not None and value.place is not None:
            self._places[at] = Source(self._index, value.place)
        return value.value

    def _fields(self, part: Fields, scope: Scope, at: str, where: str, entity: int) -> dict[str, Any]:
        made = {
            name: self._part(inner, scope, at + pointer(name), where, entity) for name, inner in part.fields.items()
        }
        return {name: value for name, value in made.items() if value is not None}

    def _list(self, part: Elements, scope: Scope, at: str, where: str, entity: int) -> Any:
        """A list, of which every element is kept, or a map; None where the source has no such list."""
        made: dict[str, Any] = {}
        found = False
        for each in part.parts:
            source = self._collection(each.elements, scope, where, entity)
            found = found or source.value is not None
            if source.at is not None:
                self._places.setdefault(at, Source(self._index, source.at))
            for inner, place in self._each(each.names, source, scope, where):
                inner = self._named(each.variables, inner, place, entity)
                key = str(len(made)) if each.key is None else self._key(each.key, inner, place, entity)
                if key is None or (part.keyed and key in made):
                    continue
                here = at + pointer(key)
                self._places[here] = Source(self._index, place)
                if isinstance(each.value, Fields):
                    made[key] = self._fields(each.value, inner, here, place, entity)
                else:
                    value = self._part(each.value, inner, here, place, entity)
                    if value is not None or not part.keyed:
                        made[key] = value
        if not found:
            return None
        return made if part.keyed else list(made.values())

    def _key(self, leaf: Leaf, scope: Scope, where: str, entity: int) -> str | None:
        value = self._value(leaf, scope, where, entity).value
        if isinstance(value, bool):
            return "true" if value else "false"
        return None if value is None else str(value)

    def _elements(
        self, names: tuple[str, ...], leaf: Leaf, scope: Scope, where: str, entity: int | None
    ) -> Iterator[tuple[Scope, str]]:
        return self._each(names, self._collection(leaf, scope, where, entity), scope, where)

    def _collection(self, leaf: Leaf, scope: Scope, where: str, entity: int | None) -> Value:
        """The list or map of an `each`."""
        value = self._evaluate(leaf, scope, where, entity)
        if value.value is None or isinstance(value.value, (list, dict)):
            return value
        message = f"{leaf.text} should be a list, it is {_noun(value.value)}"
        self._complain("mapping/value", message, value.place or where, entity)
        return NOTHING

    def _each(self, names: tuple[str, ...], source: Value, scope: Scope, where: str) -> Iterator[tuple[Scope, str]]:
        """The scope and the place of each element."""
        for key, value in elements_of(source):
            place = value.place or where
            if len(names) == 2:
                yield {**scope, names[0]: Value(key, None, place), names[1]: value}, place
            elif isinstance(source.value, dict):
                yield {**scope, names[0]: Value(key, None, place)}, place
            else:
                yield {**scope, names[0]: value}, place

    def _named(self, variables: Variables, scope: Scope, where: str, entity: int | None) -> Scope:
        """The scope with its named sub-expressions."""
        for name, leaf in variables:
            scope = {**scope, name: self._evaluate(leaf, scope, where, entity)}
        return scope

    def _value(self, leaf: Leaf, scope: Scope, where: str, entity: int | None) -> Value:
        """The scalar that an expression gives, or nothing."""
        value = self._evaluate(leaf, scope, where, entity)
        plain = _plain(value.value)
        if plain is None and value.value is not None:
            message = f"{leaf.text} should give a text, a number or true or false; it gives {_noun(value.value)}"
            self._complain("mapping/value", message, value.place or where, entity)
            return NOTHING
        return Value(plain, value.at, value.first)

    def _evaluate(self, leaf: Leaf, scope: Scope, where: str, entity: int | None) -> Value:
        try:
            return self._evaluation.value(leaf, scope)
        except Unreadable as error:
            self._complain(
                "mapping/value", f"{leaf.text} cannot be read: {error.message}", error.where or where, entity
            )
            return NOTHING

    def _complain(self, rule: str, message: str, where: str, entity: int | None) -> None:
        self._problems.append(MappingProblem(Problem(rule, message, self._index, where), entity))


def _plain(value: Any) -> Any:
    """A scalar as data; None for what is no scalar and no data."""
    if isinstance(value, UInt):
        return int(value)
    if isinstance(value, float):
        return value if isfinite(value) else None
    return value if isinstance(value, (str, bool, int)) else None


def _noun(value: Any) -> str:
    name = type_of(value).name
    return {"string": f'the text "{shown(str(value))[:40]}"', "bool": "true or false", "null_type": "nothing"}.get(
        name, f"a {name}"
    )
