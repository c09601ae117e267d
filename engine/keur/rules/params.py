"""The parameters of a rule: defaults in its file, other values in `keur.yaml` or an example."""

from collections.abc import Mapping
from typing import Any

from keur.errors import KeurError
from keur.kinds.formats import FORMATS
from keur.rules.load import RuleFile

_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
}


def values(file: RuleFile, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values by name, converted as their format says. Raises KeurError with everything that does not fit."""
    problems: list[str] = []
    for name in given.keys() - file.rule.params.keys():
        known = ", ".join(file.rule.params) or "none"
        problems.append(f"{file.id} has no parameter {name}; it has {known}")
    found = {}
    for name, schema in file.rule.params.items():
        try:
            found[name] = _value(schema, given.get(name, schema["default"]))
        except ValueError as error:
            problems.append(f"{file.id}: parameter {name}: {error}")
    if problems:
        raise KeurError("rules cannot be used with these parameters:", problems)
    return found


def _value(schema: Mapping[str, Any], value: Any) -> Any:
    expected = schema.get("type")
    if isinstance(expected, str):
        types = _TYPES[expected]
        if not isinstance(value, types) or (isinstance(value, bool) and expected != "boolean"):
            raise ValueError(f"expected {expected}, not {value!r}")
    if "enum" in schema and value not in schema["enum"]:
        raise ValueError(f"{value!r} is none of {', '.join(map(str, schema['enum']))}")
    if "format" in schema and isinstance(value, str):
        return FORMATS[schema["format"]](value, "UTC")
    if expected == "number":
        return float(value)
    if expected == "array" and "items" in schema:
        return [_value(schema["items"], element) for element in value]
    if expected == "object" and isinstance(schema.get("additionalProperties"), Mapping):
        return {key: _value(schema["additionalProperties"], element) for key, element in value.items()}
    return value
