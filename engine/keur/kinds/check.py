"""What a schema file must hold to be one: JSON Schema that keur can read in full, described, with examples."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from keur.kinds.formats import FORMATS
from keur.kinds.forms import ONE, SCALARS, Schema, short, types
from keur.kinds.wording import closest, either, shown

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError

Complain = Callable[[str, str], None]

CLASSES = ("definition", "record")
GOVERNED = ("topology", "promise", "guard", "rule", "ownership", "version", "status")
EXPECTS = ("present", "add", "remove")
ANY = "*"

_TOP = {"x-class", "x-folder"}
_ANNOTATIONS = {
    "x-ref", "x-short", "x-derive", "x-governed", "x-lifecycle", "x-expects", "x-extends", "x-pattern-says",
}  # fmt: skip
_KEYWORDS = {
    "$comment", "$defs", "$schema", "title", "description", "default", "deprecated", "examples",
    "type", "enum", "const",
    "pattern", "format", "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
    "multipleOf", "items", "prefixItems", "minItems", "maxItems", "uniqueItems", "contains", "minContains",
    "maxContains", "properties", "patternProperties", "additionalProperties", "propertyNames", "required",
    "minProperties", "maxProperties", "dependentRequired", "dependentSchemas", "unevaluatedProperties",
    "unevaluatedItems", "if", "then", "else", "allOf", "anyOf", "oneOf", "not",
}  # fmt: skip
# schemas in which keur reads no annotation and converts no format
_ASIDE = ("if", "then", "else", "not", "contains", "allOf", "anyOf", "oneOf", "dependentSchemas", "patternProperties")


class Validator(Protocol):
    """What keur asks of a compiled schema."""

    def is_valid(self, instance: Any) -> bool:
        """Whether the data fits."""

    def iter_errors(self, instance: Any) -> "Iterator[ValidationError]":
        """Every way in which it does not."""


def linear(schema: Schema) -> Validator:
    """A validator that matches patterns in linear time, leaves formats to admission, and asks for nothing it was not
    given. Raises ValueError for a schema that cannot be compiled."""
    # Imported where it is used: a run that the cache answers validates nothing.
    from jsonschema_rs import Draft202012Validator, RegexOptions

    return Draft202012Validator(dict(schema), pattern_options=RegexOptions(), offline=True, validate_formats=False)


def metaschema(schema: Schema, complain: Complain) -> bool:
    """Whether it is JSON Schema at all."""
    # Imported where it is used: shipped schemas have been checked, so most runs have none to check.
    from jsonschema import Draft202012Validator

    errors = list(Draft202012Validator(Draft202012Validator.META_SCHEMA).iter_errors(dict(schema)))
    for error in errors:
        complain("".join(f"/{step}" for step in error.absolute_path), f"is not JSON Schema: {error.message[:200]}")
    return not errors


def top(schema: Schema, complain: Complain) -> None:
    """What only a whole schema file says."""
    for key in ("title", "description", "x-class", "x-folder"):
        if not isinstance(schema.get(key), str) or not schema[key].strip():
            complain("", f"{key} is missing")
    if "x-class" in schema and schema["x-class"] not in CLASSES:
        complain("/x-class", f"{shown(schema['x-class'])} is not {either(CLASSES)}")
    if not isinstance(schema.get("examples"), list) or not schema["examples"]:
        complain("", "examples is missing; give at least the smallest valid entity")
    if "properties" not in schema:
        complain("", "properties is missing")


class Check:
    """Reads one resolved schema through and complains of everything in it that keur would misread."""

    def __init__(self, kinds: frozenset[str], relations: frozenset[str], complain: Complain) -> None:
        self._kinds = kinds
        self._relations = relations
        self._complain = complain

    def schema(self, schema: Any, where: str = "", top: bool = False) -> None:
        """Checks a schema at a place, and those below it."""
        if not isinstance(schema, Mapping):
            return
        self._keywords(schema, where, top)
        for keyword in ("pattern", *schema.get("patternProperties", {})):
            pattern = schema.get("pattern") if keyword == "pattern" else keyword
            if isinstance(pattern, str):
                self._pattern(pattern, where)
        if "format" in schema and schema["format"] not in FORMATS:
            self._complain(where, f"unknown format {shown(schema['format'])}; there is {', '.join(FORMATS)}")
        self._annotations(schema, where)
        for name, field in schema.get("properties", {}).items():
            if isinstance(field, Mapping) and not str(field.get("description", "")).strip():
                self._complain(f"{where}/properties/{name}", "description is missing; say what the field means")
            self.schema(field, f"{where}/properties/{name}")
        for keyword in ONE:
            self.schema(schema.get(keyword), f"{where}/{keyword}")
        for keyword in _ASIDE:
            for place, inner in _inner(schema.get(keyword), f"{where}/{keyword}"):
                self._aside(inner, place)

    def _keywords(self, schema: Schema, where: str, top: bool) -> None:
        for key in schema:
            if key in _KEYWORDS or key in _ANNOTATIONS or (top and key in _TOP):
                continue
            if key in ("$id", "$anchor", "$dynamicRef", "$dynamicAnchor"):
                self._complain(where, f"{key} is refused; schemas here have no addresses")
                continue
            close = closest(key, _KEYWORDS | _ANNOTATIONS | _TOP)
            kind = "annotation" if key.startswith("x-") else "keyword"
            self._complain(where, f"unknown {kind} {shown(key)}" + (f"; did you mean {close}?" if close else ""))

    def _pattern(self, pattern: str, where: str) -> None:
        import re2  # only an organisation's own schemas have patterns that nobody has compiled before

        options = re2.Options()
        options.log_errors = False
        try:
            re2.compile(pattern, options)
            linear({"pattern": pattern})
        except (re2.error, ValueError):
            self._complain(where, f"pattern {shown(pattern)} is refused; patterns are RE2, which has no look-around "
                                  "and no back-references, so that no text can make them slow")  # fmt: skip

    def _annotations(self, schema: Schema, where: str) -> None:
        if "x-ref" in schema:
            self._ref(schema, where)
        if "x-short" in schema:
            field = short(schema)
            if field is None or not types(field) or any(name not in SCALARS for name in types(field)):
                self._complain(where, f"x-short {shown(schema['x-short'])} names no field that takes a scalar")
        if "x-derive" in schema and "default" not in schema:
            self._complain(where, "x-derive needs a default, for when nothing decides")
        if "x-governed" in schema and schema["x-governed"] not in GOVERNED:
            self._complain(where, f"x-governed {shown(schema['x-governed'])} is not {either(GOVERNED)}")
        for name, field in schema.get("properties", {}).items():
            for sibling in field.get("x-derive", {}) if isinstance(field, Mapping) else ():
                if sibling not in schema["properties"]:
                    self._complain(f"{where}/properties/{name}", f"x-derive names {sibling}, which is no field here")
        if "x-expects" in schema:
            self._expects(schema["x-expects"], where)
        if "x-lifecycle" in schema:
            self._lifecycle(schema, where)
        self._values(schema, where)

    def _ref(self, schema: Schema, where: str) -> None:
        ref = schema["x-ref"]
        if not isinstance(ref, Mapping) or set(ref) - {"soft"} != {"kinds", "relation"}:
            self._complain(where, "x-ref should be {kinds: [KIND], relation: NAME}")
            return
        if types(schema) not in ((), ("string",)):
            self._complain(where, "x-ref stands on text")
        for kind in ref["kinds"]:
            if kind != ANY and kind not in self._kinds:
                self._unknown(where, "kind", kind, self._kinds)
        if ref["relation"] not in self._relations:
            self._unknown(where, "relation", ref["relation"], self._relations)

    def _unknown(self, where: str, what: str, name: str, names: frozenset[str]) -> None:
        close = closest(str(name), sorted(names))
        hint = f"; did you mean {close}?" if close else ""
        self._complain(where, f"x-ref names the unknown {what} {shown(name)}{hint}")

    def _expects(self, expects: Any, where: str) -> None:
        if not isinstance(expects, Mapping) or any(value not in EXPECTS for value in expects.values()):
            self._complain(where, f"x-expects should map values to {either(EXPECTS)}")

    def _lifecycle(self, schema: Schema, where: str) -> None:
        life = schema["x-lifecycle"]
        if not isinstance(life, Mapping) or set(life) != {"states", "transitions", "terminal"}:
            self._complain(where, "x-lifecycle should be {states, transitions, terminal}")
            return
        states = set(life["states"])
        named = {*life["transitions"], *life["terminal"], *(to for ends in life["transitions"].values() for to in ends)}
        for state in sorted(named - states):
            self._complain(where, f"x-lifecycle names {shown(state)}, which is none of its states")
        if states != set(schema.get("enum", ())):
            self._complain(where, "the states of x-lifecycle and the values of enum differ")

    def _values(self, schema: Schema, where: str) -> None:
        """Values that keur itself would fill in must be ones that people may write."""
        values = [schema["default"], *schema.get("x-derive", {}).values()] if "default" in schema else []
        plain = {key: schema[key] for key in ("type", "enum", "minimum", "maximum", "pattern") if key in schema}
        for value in values:
            fits = linear(plain).is_valid(value)
            if fits and isinstance(value, str) and schema.get("format") in FORMATS:
                try:
                    FORMATS[schema["format"]](value, "UTC")
                except ValueError:
                    fits = False
            if not fits:
                self._complain(where, f"the default or derived value {shown(value)} is not one that may be written")

    def _aside(self, schema: Any, where: str) -> None:
        """Alternatives and conditions may constrain; what keur reads and converts stands outside them."""
        if isinstance(schema, list):
            for index, inner in enumerate(schema):
                self._aside(inner, f"{where}/{index}")
        elif isinstance(schema, Mapping):
            for key, inner in schema.items():
                if key == "format" or (key.startswith("x-") and key != "x-pattern-says"):
                    self._complain(where, f"{key} stands below {where.rsplit('/', 2)[-2]}, where keur does not read it")
                elif key == "pattern" and isinstance(inner, str):
                    self._pattern(inner, where)
                elif key not in ("enum", "const", "default", "examples"):
                    self._aside(inner, f"{where}/{key}")


def _inner(found: Any, where: str) -> Iterator[tuple[str, Any]]:
    if isinstance(found, list):
        yield from ((f"{where}/{index}", inner) for index, inner in enumerate(found))
    elif isinstance(found, Mapping):
        yield where, found
