"""What a schema file must hold to be one: JSON Schema that keur can read in full, described, with examples."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from keur.kinds.annotations import ANNOTATIONS, Annotations
from keur.kinds.formats import FORMATS
from keur.kinds.forms import ONE, Schema
from keur.kinds.validator import linear
from keur.kinds.wording import closest, either, shown

Complain = Callable[[str, str], None]

CLASSES = ("definition", "record")

_TOP = {"x-answers", "x-class", "x-folder"}
_KEYWORDS = {
    "$comment", "$defs", "$schema", "title", "description", "default", "deprecated", "examples",
    "type", "enum", "const",
    "pattern", "format", "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
    "multipleOf", "items", "prefixItems", "minItems", "maxItems", "uniqueItems", "contains", "minContains",
    "maxContains", "properties", "patternProperties", "additionalProperties", "propertyNames", "required",
    "minProperties", "maxProperties", "dependentRequired", "dependentSchemas", "unevaluatedProperties",
    "unevaluatedItems", "if", "then", "else", "allOf", "anyOf", "oneOf", "not",
}  # fmt: skip
# Keywords whose schemas constrain but are not walked at admission: no annotation is read there, no format converted.
_ASIDE = (
    "if", "then", "else", "not", "contains", "allOf", "anyOf", "oneOf", "prefixItems", "patternProperties",
    "dependentSchemas", "unevaluatedProperties", "unevaluatedItems",
)  # fmt: skip
_DATA = ("enum", "const", "default", "examples")


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
    answers = schema.get("x-answers", {})
    if not isinstance(answers, Mapping) or not all(isinstance(text, str) for text in answers.values()):
        complain("/x-answers", "expected, by requirement, documents as text")
    if not schema.get("examples"):
        complain("", "examples is missing; give at least the smallest valid entity")
    if "properties" not in schema:
        complain("", "properties is missing")


class Check:
    """Reads one resolved schema through and complains of everything in it that keur would misread.

    kinds, relations: the names that an `x-ref` may name.
    """

    def __init__(self, kinds: frozenset[str], relations: frozenset[str], complain: Complain) -> None:
        self._complain = complain
        self._annotations = Annotations(kinds, relations, complain)

    def schema(self, schema: Any, where: str = "", top: bool = False) -> None:
        """Checks a schema at a place, and those below it."""
        if not isinstance(schema, Mapping):
            return
        self._keywords(schema, where, top)
        self._patterns(schema, where)
        if "format" in schema and schema["format"] not in FORMATS:
            self._complain(where, f"unknown format {shown(schema['format'])}; there is {', '.join(FORMATS)}")
        self._annotations.check(schema, where)
        for name, field in schema.get("properties", {}).items():
            if not isinstance(field, Mapping) or not str(field.get("description", "")).strip():
                self._complain(f"{where}/properties/{name}", "description is missing; say what the field means")
            self.schema(field, f"{where}/properties/{name}")
        for keyword in ONE:
            self.schema(schema.get(keyword), f"{where}/{keyword}")
        for keyword in _ASIDE:
            self._aside(schema.get(keyword), f"{where}/{keyword}", keyword)

    def _keywords(self, schema: Schema, where: str, top: bool) -> None:
        for key in schema:
            if key in _KEYWORDS or key in ANNOTATIONS or (top and key in _TOP):
                continue
            if key in ("$id", "$anchor", "$dynamicRef", "$dynamicAnchor"):
                self._complain(where, f"{key} is refused; schemas here have no addresses")
                continue
            close = closest(key, _KEYWORDS | ANNOTATIONS | _TOP)
            kind = "annotation" if key.startswith("x-") else "keyword"
            self._complain(where, f"unknown {kind} {shown(key)}" + (f"; did you mean {close}?" if close else ""))

    def _patterns(self, schema: Schema, where: str) -> None:
        import re2  # only an organisation's own schemas have patterns that nobody has compiled before

        options = re2.Options()
        options.log_errors = False
        for pattern in _own_patterns(schema):
            try:
                re2.compile(pattern, options)
                linear({"pattern": pattern})
            except (re2.error, ValueError):
                why = "patterns are RE2, which has no look-around and no back-references, so that no text is slow"
                self._complain(where, f"pattern {shown(pattern)} is refused; {why}")

    def _aside(self, schema: Any, where: str, keyword: str) -> None:
        """Alternatives and conditions may constrain; what keur reads and converts stands outside them."""
        if isinstance(schema, list):
            for index, inner in enumerate(schema):
                self._aside(inner, f"{where}/{index}", keyword)
        elif isinstance(schema, Mapping):
            self._patterns(schema, where)
            for key, inner in schema.items():
                if key == "format" or (key in ANNOTATIONS and key != "x-pattern-says"):
                    self._complain(where, f"{key} stands below {keyword}, where keur does not read it")
                elif key not in _DATA:
                    self._aside(inner, f"{where}/{key}", keyword)


def _own_patterns(schema: Schema) -> Iterator[str]:
    if isinstance(schema.get("pattern"), str):
        yield schema["pattern"]
    if isinstance(schema.get("patternProperties"), Mapping):
        yield from schema["patternProperties"]
