"""An organisation's own additions to a shipped kind: fields and constraints, never a change or a removal."""

from collections.abc import Callable, Mapping
from typing import Any

from keur.kinds.forms import ONE, Schema
from keur.kinds.wording import shown

Complain = Callable[[str, str], None]

# said for people or for examples, not for data
_FREE = {"$comment", "examples"}
_CONSTRAINTS = {
    "enum", "const", "pattern", "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum",
    "exclusiveMaximum", "multipleOf", "minItems", "maxItems", "uniqueItems", "contains", "minContains", "maxContains",
    "minProperties", "maxProperties", "dependentRequired", "dependentSchemas", "if", "then", "else", "allOf", "anyOf",
    "oneOf", "not", "x-pattern-says",
}  # fmt: skip


def extend(shipped: Schema, addition: Schema, complain: Complain, where: str = "") -> dict[str, Any]:
    """The shipped schema with the addition's fields and constraints.

    complain: called with a place and a sentence for everything that would change or remove what is shipped.
    """
    made = dict(shipped)
    for key, value in addition.items():
        if key in _FREE:
            made[key] = value
        elif key == "required":
            made[key] = list(dict.fromkeys((*made.get(key, ()), *value)))
        elif key == "properties":
            made[key] = _properties(made.get(key, {}), value, complain, where)
        elif key == "enum" and key in made:
            made[key] = value
            for option in value:
                if option not in shipped[key]:
                    sentence = f"adds {shown(option)}; the values of a shipped field may only become fewer"
                    complain(f"{where}/enum", sentence)
        elif key in ONE and isinstance(value, Mapping) and isinstance(made.get(key), Mapping):
            made[key] = extend(made[key], value, complain, f"{where}/{key}")
        elif key not in made and key in _CONSTRAINTS:
            made[key] = value
        elif made.get(key) != value:
            verb = "changes" if key in made else "adds"
            complain(where, f"{verb} {key} of the shipped kind; an organisation adds fields and constraints, "
                            "and never changes or removes what is there")  # fmt: skip
    return made


def _properties(
    shipped: Mapping[str, Any], addition: Mapping[str, Any], complain: Complain, where: str
) -> dict[str, Any]:
    made = dict(shipped)
    for name, field in addition.items():
        place = f"{where}/properties/{name}"
        if name in shipped and isinstance(field, Mapping):
            made[name] = extend(shipped[name], field, complain, place)
        elif name in shipped:
            complain(place, "changes a field of the shipped kind")
        else:
            made[name] = field
    return made
