"""What keur's own annotations may say, and where: the half of a schema file that JSON Schema knows nothing of."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from keur.kinds.formats import FORMATS
from keur.kinds.forms import SCALARS, Schema, short, types
from keur.kinds.validator import Validator, linear
from keur.kinds.wording import closest, either, shown

Complain = Callable[[str, str], None]

GOVERNED = ("topology", "promise", "guard", "rule", "ownership", "version", "status")
EXPECTS = ("present", "add", "remove")
ANY = "*"

_TEXTS = {"type": "array", "items": {"type": "string"}}
# the form of each annotation, and the same in words
_FORMS: dict[str, tuple[Schema, str]] = {
    "x-ref": (
        {
            "type": "object",
            "required": ["kinds", "relation"],
            "properties": {
                "kinds": {**_TEXTS, "minItems": 1},
                "relation": {"type": "string"},
                "soft": {"type": "string"},
            },
            "additionalProperties": False,
        },
        "{kinds: [KIND], relation: NAME}, with `soft: FIELD` where a sibling may make it soft",
    ),
    "x-short": ({"type": "string"}, "the name of a field"),
    "x-derive": ({"type": "object"}, "{SIBLING: VALUE}"),
    "x-governed": ({"enum": list(GOVERNED)}, either(GOVERNED)),
    "x-lifecycle": (
        {
            "type": "object",
            "required": ["states", "transitions", "terminal"],
            "properties": {
                "states": _TEXTS,
                "transitions": {"type": "object", "additionalProperties": _TEXTS},
                "terminal": _TEXTS,
            },
            "additionalProperties": False,
        },
        "{states: [STATE], transitions: {STATE: [STATE]}, terminal: [STATE]}",
    ),
    "x-expects": (
        {"type": "object", "additionalProperties": {"enum": list(EXPECTS)}},
        f"{{VALUE: {either(EXPECTS)}}}",
    ),
    "x-extends": ({"const": True}, "true"),
    "x-pattern-says": ({"type": "string"}, "the pattern in words"),
}
ANNOTATIONS = frozenset(_FORMS)


@cache
def _form(annotation: str) -> Validator:
    return linear(_FORMS[annotation][0])


class Annotations:
    """Checks the annotations of one schema at a time.

    kinds, relations: the names that an `x-ref` may name.
    """

    def __init__(self, kinds: frozenset[str], relations: frozenset[str], complain: Complain) -> None:
        self._kinds = kinds
        self._relations = relations
        self._complain = complain

    def check(self, schema: Schema, where: str) -> None:
        """Complains of every annotation of this schema that keur could not follow."""
        sound = True
        for annotation in ANNOTATIONS & schema.keys():
            if not _form(annotation).is_valid(schema[annotation]):
                self._complain(where, f"{annotation} should be {_FORMS[annotation][1]}")
                sound = False
        if not sound:
            return
        for key in ("x-ref", "format", "x-extends"):
            if key in schema and types(schema) != ("string",):
                self._complain(where, f"{key} stands on text, `type: string`")
        if "x-ref" in schema:
            self._ref(schema["x-ref"], where)
        if "x-short" in schema:
            self._short(schema, where)
        if "x-derive" in schema and "default" not in schema:
            self._complain(where, "x-derive needs a default, for when nothing decides")
        if "x-lifecycle" in schema:
            self._lifecycle(schema, where)
        if "properties" in schema:
            self._siblings(schema, where)
        if "default" in schema:
            self._values(schema, where)

    def _ref(self, ref: Mapping[str, Any], where: str) -> None:
        for kind in ref["kinds"]:
            if kind != ANY and kind not in self._kinds:
                self._unknown(where, "kind", kind, self._kinds)
        if ref["relation"] not in self._relations:
            self._unknown(where, "relation", ref["relation"], self._relations)

    def _unknown(self, where: str, what: str, name: str, names: frozenset[str]) -> None:
        close = closest(name, sorted(names))
        hint = f"; did you mean {close}?" if close else ""
        self._complain(where, f"x-ref names the unknown {what} {shown(name)}{hint}")

    def _short(self, schema: Schema, where: str) -> None:
        field = short(schema)
        if types(schema) != ("object",):
            self._complain(where, "x-short stands on a mapping, `type: object`")
        if field is None or not types(field) or any(name not in SCALARS for name in types(field)):
            self._complain(where, f"x-short {shown(schema['x-short'])} names no field that takes a scalar")

    def _lifecycle(self, schema: Schema, where: str) -> None:
        life = schema["x-lifecycle"]
        states = set(life["states"])
        named = {*life["transitions"], *life["terminal"], *(to for ends in life["transitions"].values() for to in ends)}
        for state in sorted(named - states):
            self._complain(where, f"x-lifecycle names {shown(state)}, which is none of its states")
        if sorted(states) != sorted(value for value in schema.get("enum", ()) if isinstance(value, str)):
            self._complain(where, "the states of x-lifecycle and the values of enum differ")

    def _siblings(self, schema: Schema, where: str) -> None:
        """Annotations of fields that speak of other fields of the same object."""
        for name, field in schema["properties"].items():
            if not isinstance(field, Mapping):
                continue
            derive, ref = field.get("x-derive"), field.get("x-ref")
            siblings = [("x-derive", sibling) for sibling in (derive if isinstance(derive, Mapping) else ())]
            if isinstance(ref, Mapping) and isinstance(ref.get("soft"), str):
                siblings.append(("x-ref", ref["soft"]))
            for annotation, sibling in siblings:
                if sibling not in schema["properties"]:
                    self._complain(
                        f"{where}/properties/{name}", f"{annotation} names {sibling}, which is no field here"
                    )
        if "x-ref" in schema.get("propertyNames", {}):
            self._complain(where, "x-ref on propertyNames is read only where no fields are named")

    def _values(self, schema: Schema, where: str) -> None:
        """Values that keur itself would fill in must be ones that people may write."""
        plain = {key: schema[key] for key in ("type", "enum", "minimum", "maximum", "pattern") if key in schema}
        try:
            validator = linear(plain)
        except ValueError:
            return  # a pattern that is refused, which is said elsewhere
        for value in (schema["default"], *schema.get("x-derive", {}).values()):
            fits = validator.is_valid(value)
            if fits and isinstance(value, str) and schema.get("format") in FORMATS:
                try:
                    FORMATS[schema["format"]](value, "UTC")
                except ValueError:
                    fits = False
            if not fits:
                self._complain(where, f"the default or derived value {shown(value)} is not one that may be written")
