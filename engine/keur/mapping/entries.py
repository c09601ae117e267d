"""One entry of a mapping file: its parts against the schema of the kind that it makes, and its expressions checked."""

from collections.abc import Iterable, Mapping
from re import fullmatch
from typing import Any

from keur.cel import ast
from keur.cel.checker import Checked
from keur.cel.problems import CelProblem, CelSyntaxError
from keur.cel.program import Environment
from keur.cel.types import BOOL, DYN, Type
from keur.kinds import Kinds
from keur.kinds.wording import closest, shown
from keur.manifest.locate import Locator
from keur.mapping.mapping import Chain, Each, Elements, Entry, Fields, Leaf, Part, Variables
from keur.model import pointer

_KEYS = ("from", "when", "variables", "kind", "name", "metadata", "spec")
_EACH = ("each", "variables", "key", "value")
_VARIABLE = "[a-z][A-Za-z0-9_]*"
_BINDING = f"{_VARIABLE}( *, *{_VARIABLE})?"
_NO_SCALAR = ("list", "map", "object", "type")
NO_PLAIN_TEXT = tuple("'\"|>*&")
"""What a scalar begins with whose characters do not stand one to one in the file."""

Schema = Mapping[str, Any]
At = tuple[str | int, ...]


class Reader:
    """Reads the entries of one file; what is wrong with them is added to `problems`."""

    def __init__(
        self, path: str, locator: Locator, kinds: Kinds, environment: Environment, problems: list[str]
    ) -> None:
        self._path = path
        self._locator = locator
        self._kinds = kinds
        self._environment = environment
        self._problems = problems

    def entry(self, data: Any, index: int) -> Entry | None:
        """One entry; None, with the reasons among the problems, where it cannot be used."""
        before = len(self._problems)
        if not isinstance(data, Mapping):
            self._complain((index,), "an entry is a mapping with from, kind, name, metadata and spec")
            return None
        self._known((index,), data, _KEYS)
        for key in ("from", "kind", "name"):
            if key not in data:
                self._complain((index,), f"{key} is missing")
        names, elements = self._binding((index, "from"), data.get("from"), self._environment)
        environment = self._environment.extended(dict.fromkeys(names, DYN))
        variables, environment = self._variables((index, "variables"), data.get("variables", {}), environment)
        when = self._leaf((index, "when"), data["when"], environment, BOOL) if "when" in data else None
        name = self._leaf((index, "name"), data.get("name"), environment)
        kind = data.get("kind")
        parts = self._parts(index, data, environment) if self._is_kind(index, kind) else None
        if len(self._problems) > before or parts is None or name is None or elements is None:
            return None
        metadata, spec = parts
        says = {f"metadata.{key}" for key in ("name", *metadata.fields)} | {f"spec.{key}" for key in spec.fields}
        return Entry(names, elements, when, variables, str(kind), name, metadata, spec, frozenset(says))

    def _is_kind(self, index: int, kind: Any) -> bool:
        if kind is None:
            return False
        if isinstance(kind, str) and kind in self._kinds:
            return True
        close = self._kinds.suggest(kind) if isinstance(kind, str) else None
        self._complain((index, "kind"), f"there is no kind {shown(kind)}" + _hint(close))
        return False

    def _parts(self, index: int, data: Schema, environment: Environment) -> tuple[Fields, Fields]:
        properties = self._kinds[data["kind"]].document["properties"]
        made = []
        for part in ("metadata", "spec"):
            written = data.get(part, {})
            if part == "metadata" and isinstance(written, Mapping) and "name" in written:
                self._complain((index, part, "name"), "the name stands beside the kind, not in metadata", on_key=True)
            found = self._part((index, part), written, properties[part], environment)
            if found is not None and not isinstance(found, Fields):
                self._complain((index, part), f"{part} is a mapping of fields")
            made.append(found if isinstance(found, Fields) else Fields({}))
        return made[0], made[1]

    def _part(self, at: At, data: Any, schema: Schema, environment: Environment) -> Part | None:
        """What stands at one place, as the schema there allows."""
        kinds = _types(schema)
        if isinstance(data, Mapping) and "each" not in data:
            if "object" in kinds:
                return self._fields(at, data, schema, environment)
            self._complain(at, _mismatch(kinds))
        elif isinstance(data, (list, Mapping)):
            if "array" in kinds or ("object" in kinds and "properties" not in schema):
                return self._elements(at, data, schema, environment)
            self._complain(at, _mismatch(kinds))
        elif kinds in (("array",), ("object",)) and "x-short" not in schema:
            self._complain(at, _mismatch(kinds))
        else:
            return self._leaf(at, data, environment)
        return None

    def _fields(self, at: At, data: Schema, schema: Schema, environment: Environment) -> Fields:
        properties = schema.get("properties", {})
        others = schema.get("additionalProperties")
        if not isinstance(others, Mapping):
            self._known(at, data, properties)
        made: dict[str, Part] = {}
        for key, value in data.items():
            inner = properties.get(key, others)
            if isinstance(inner, Mapping):
                part = self._part((*at, key), value, inner, environment)
                if part is not None:
                    made[key] = part
        return Fields(made)

    def _elements(self, at: At, data: Any, schema: Schema, environment: Environment) -> Elements:
        keyed = "array" not in _types(schema)
        inner = schema.get("additionalProperties" if keyed else "items", {})
        written = list(enumerate(data)) if isinstance(data, list) else [(None, data)]
        parts = [
            self._each((*at, *(() if index is None else (index,))), part, inner, keyed, environment)
            for index, part in written
        ]
        return Elements(tuple(part for part in parts if part is not None), keyed)

    def _each(self, at: At, data: Any, schema: Schema, keyed: bool, environment: Environment) -> Each | None:
        if not isinstance(data, Mapping) or "each" not in data:
            self._complain(at, "a list says `each: {NAME: CEL LIST}` and what is made of each element")
            return None
        names, elements = self._binding((*at, "each"), data["each"], environment)
        inner = environment.extended(dict.fromkeys(names, DYN))
        variables, inner = self._variables((*at, "variables"), data.get("variables", {}), inner)
        key = self._leaf((*at, "key"), data["key"], inner) if "key" in data and keyed else None
        if keyed and key is None:
            self._complain(at, "the keys of this map are data; say `key: CEL`")
        value: Part | None
        if "value" in data and "value" not in schema.get("properties", {}):
            value = self._part((*at, "value"), data["value"], schema, inner)
            self._known(at, data, _EACH if keyed else ("each", "variables", "value"))
        elif "object" in _types(schema):
            aside = ("each", "variables", "key") if keyed else ("each", "variables")
            fields = {name: part for name, part in data.items() if name not in aside}
            value = self._fields(at, fields, schema, inner)
        else:
            self._complain(at, "say `value: CEL`: what each element gives")
            return None
        if elements is None or not isinstance(value, (Leaf, Fields)):
            return None
        return Each(names, elements, variables, key, value)

    def _binding(self, at: At, data: Any, environment: Environment) -> tuple[tuple[str, ...], Leaf | None]:
        """`{NAME: CEL LIST}` or `{"KEY, VALUE": CEL MAP}`, as in a rule."""
        if data is None:
            return (), None
        if not isinstance(data, Mapping) or len(data) != 1:
            self._complain(at, "say {NAME: CEL LIST}: what the elements are called, and where they stand")
            return (), None
        ((written, text),) = data.items()
        names = tuple(name.strip() for name in written.split(","))
        if not fullmatch(_BINDING, written):
            self._complain(
                (*at, written), f"{shown(written)} is neither a name nor two names with a comma", on_key=True
            )
            return (), None
        self._fresh((*at, written), names, environment)
        found = self._expression((*at, written), text, environment)
        if found is None:
            return names, None
        checked, leaf = found
        if not checked.type.loose and checked.type.kind not in ("list", "map", "optional"):
            self._complain((*at, written), f"this must be a list or a map, it is a {checked.type}")
        return names, leaf

    def _variables(self, at: At, data: Any, environment: Environment) -> tuple[Variables, Environment]:
        if not isinstance(data, Mapping):
            self._complain(at, "variables are {NAME: CEL}")
            return (), environment
        made = []
        for name, text in data.items():
            if not fullmatch(_VARIABLE, name):
                self._complain((*at, name), f"{shown(name)} is no name of a variable", on_key=True)
                continue
            self._fresh((*at, name), (name,), environment)
            found = self._expression((*at, name), text, environment)
            if found is not None:
                made.append((name, found[1]))
            environment = environment.extended({name: found[0].type if found else DYN})
        return tuple(made), environment

    def _fresh(self, at: At, names: Iterable[str], environment: Environment) -> None:
        for name in names:
            if name in environment.variables:
                self._complain(at, f"{name} is already the name of something else here", on_key=True)

    def _leaf(self, at: At, data: Any, environment: Environment, result: Type | None = None) -> Leaf | None:
        if data is None and len(at) == 2:
            return None  # a missing key of the entry, which is said already
        found = self._expression(at, data, environment)
        if found is None:
            return None
        checked, leaf = found
        type_ = checked.type.args[0] if checked.type.kind == "optional" else checked.type
        if result is not None and not type_.loose and type_ != result:
            self._complain(at, f"this must be a {result}, it is a {type_}")
        elif type_.kind in _NO_SCALAR:
            self._complain(at, f"an expression gives one scalar, this gives a {type_}; a list is said with `each:`")
        return leaf

    def _expression(self, at: At, data: Any, environment: Environment) -> tuple[Checked, Leaf] | None:
        text = {True: "true", False: "false"}[data] if isinstance(data, bool) else data
        text = repr(text) if isinstance(text, (int, float)) else text
        if not isinstance(text, str):
            self._complain(at, "expected a CEL expression")
            return None
        try:
            checked = environment.check(text)
        except CelSyntaxError as error:
            problems: tuple[CelProblem, ...] = error.problems
        else:
            problems = checked.problems
        for problem in problems:
            self._complain(at, problem.message, inside=(problem.region.line, problem.region.column))
        if problems:
            return None
        root = checked.expression.root
        listed = [_chain(element) for element in root.elements] if isinstance(root, ast.ListLiteral) else []
        simple = all(listed) and isinstance(root, ast.ListLiteral) and not root.optional
        return checked, Leaf(checked.expression, _chain(root), tuple(listed) if simple else ())

    def _known(self, at: At, data: Schema, known: Iterable[str]) -> None:
        names = list(known)
        for key in data:
            if key not in names:
                close = closest(key, names)
                there = _hint(close) if close else f"; there is {', '.join(names)}" if names else ""
                self._complain((*at, key), f"unknown field {shown(key)}{there}", on_key=True)

    def _complain(self, at: At, message: str, inside: tuple[int, int] = (1, 1), on_key: bool = False) -> None:
        region = self._locator.region(0, pointer(*at), on_key=on_key)
        line, column, of_text = region.line, region.column, ""
        excerpt = self._locator.excerpt(line)[column - 1 :]
        if inside[0] == 1 and region.line == region.end_line and excerpt[:1] not in NO_PLAIN_TEXT:
            column += inside[1] - 1
        elif inside != (1, 1):
            of_text = f" (line {inside[0]}, column {inside[1]} of the expression)"
        self._problems.append(f"{self._path}:{line}:{column}: {message}{of_text}")


def _types(schema: Schema) -> tuple[str, ...]:
    found = schema.get("type", ())
    return (found,) if isinstance(found, str) else tuple(found)


def _mismatch(kinds: tuple[str, ...]) -> str:
    if "array" in kinds:
        return "a list stands here; say `each: {NAME: CEL LIST}` and what is made of each element"
    if "object" in kinds:
        return "a mapping stands here; give its fields, each a CEL expression"
    return "a single value stands here; give one CEL expression"


def _hint(close: str | None) -> str:
    return f"; did you mean {close}?" if close else ""


def _chain(node: ast.Node) -> Chain:
    steps: list[str] = []
    while isinstance(node, ast.Select) and not node.optional:
        steps.append(node.field)
        node = node.operand
    return (node.name, *reversed(steps)) if isinstance(node, ast.Variable) else ()
