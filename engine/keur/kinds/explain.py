"""What is wrong with the shape of a document, in words, at the smallest place, once per mistake."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from jsonschema_rs import ValidationError, ValidationErrorKind

from keur.kinds.forms import Schema, types
from keur.kinds.wording import LONGEST, closest, either, expected, shown
from keur.model import Problem, pointer

Kind = ValidationErrorKind
Path = tuple[str | int, ...]

_MISREAD = (bool, int, float)


def problems(errors: Iterable[ValidationError], schema: Schema) -> list[Problem]:
    """The problems that these errors of one document amount to.

    A value of the wrong type breaks other constraints too; a misspelt field is also a missing one: each is said once.
    schema: the whole written form, for the names that were meant.
    """
    found: dict[tuple[Path, str], Problem] = {}
    wrong: set[Path] = set()
    meant: set[tuple[Path, str]] = set()
    missing: list[tuple[Path, str]] = []
    for error in sorted(_leaves(errors), key=lambda error: not isinstance(error.kind, Kind.Type)):
        path = tuple(error.instance_path)
        if path in wrong:
            continue
        match error.kind:
            case Kind.AdditionalProperties(unexpected=names) | Kind.UnevaluatedProperties(unexpected=names):
                there: Any = error.instance
                known = [name for name in _parent(schema, error).get("properties", {}) if name not in there]
                for name in names:
                    if torn := _decimal_comma(there, name):
                        found[(*path, torn[0]), ""] = _comma(path, *torn)
                        continue
                    close = closest(name, known)
                    meant.add((path, close or ""))
                    found[path, f"+{name}"] = _unknown(path, name, close or _home(schema, name), known)
            case Kind.Required(property=name):
                missing.append((path, name))
            case Kind.PropertyNames(error=inner):
                key = str(inner.instance)
                message = _sentence(inner, _parent(schema, error))
                found[path, f"+{key}"] = Problem("shape/value", message, pointer=pointer(*path, key), on_key=True)
            case Kind.Type(types=allowed):
                wrong.add(path)
                found[path, ""] = _type(path, error.instance, allowed, _parent(schema, error))
            case _:
                parent = _parent(schema, error)
                said = _sentence(error, parent)
                found.setdefault((path, ""), Problem("shape/value", said, pointer=pointer(*path), remedy=_bound(error)))
    for path, name in missing:
        if (path, name) not in meant:
            found[path, f"-{name}"] = _missing(path, name)
    return list(found.values())


def _leaves(errors: Iterable[ValidationError]) -> Iterator[ValidationError]:
    """The errors, with those of alternatives replaced by the errors of the alternative that was meant."""
    for error in errors:
        branches = error.kind.context if isinstance(error.kind, (Kind.AnyOf, Kind.OneOfNotValid)) else []
        here = list(error.instance_path)
        fitting = [
            branch
            for branch in branches
            if not any(isinstance(inner.kind, Kind.Type) and list(inner.instance_path) == here for inner in branch)
        ]
        if len(fitting) == 1:
            yield from _leaves(fitting[0])
        else:
            yield error


def _parent(schema: Schema, error: ValidationError) -> Mapping[str, Any]:
    """The schema that holds the keyword which failed; empty where the path leads out of the schema at hand."""
    found: Any = schema
    for step in error.schema_path[:-1]:
        try:
            found = found[step]
        except (KeyError, IndexError, TypeError):
            return {}
    return found if isinstance(found, dict) else {}


def _unknown(path: Path, name: str, close: str | None, known: Sequence[str]) -> Problem:
    where = _where(path)
    if close:
        message = f"unknown field {shown(name)}{where}; did you mean {close}?"
    elif known:
        listed = known if len(known) <= 8 else [*known[:7], f"{len(known) - 7} more"]
        message = f"unknown field {shown(name)}{where}; there is room for {', '.join(listed)}"
    else:
        message = f"unknown field {shown(name)}{where}"
    return Problem("shape/unknown-field", message, pointer=pointer(*path, name), on_key=True)


def _decimal_comma(there: Mapping[str, Any], name: str) -> tuple[str, str] | None:
    """The field and the text of a percentage such as 99,9% that YAML reads in brackets as 99 and a field 9%."""
    before = list(there)[: list(there).index(name)]
    if before and there[name] is None and re.fullmatch("[0-9]+%", name) and type(there[before[-1]]) is int:
        return before[-1], f"{there[before[-1]]},{name}"
    return None


def _comma(path: Path, field: str, text: str) -> Problem:
    message = f"{text} is two things inside {{ }}, where a comma ends a value"
    point = text.replace(",", ".")
    return Problem("shape/format", message, pointer=pointer(*path, field), remedy=f"Write {point}.")


def _home(schema: Schema, name: str) -> str | None:
    """Where a field of this name stands, when it is one of the first fields of `metadata` or `spec`."""
    for part in ("metadata", "spec"):
        if name in schema["properties"][part]["properties"]:
            return f"{part}.{name}"
    return None


def _missing(path: Path, name: str) -> Problem:
    message = f"{_subject(path)} must have {name}"
    return Problem("shape/required", message, pointer=pointer(*path), on_key=bool(path))


def _type(path: Path, value: Any, allowed: Sequence[str], parent: Mapping[str, Any]) -> Problem:
    wanted = expected([name for name in types(parent) or allowed if name != "null"] or allowed)
    where, remedy = pointer(*path), ""
    if value is None:
        return Problem("shape/type", f"{_subject(path)} is empty; expected {wanted}", pointer=where, on_key=bool(path))
    if "string" in allowed and type(value) in _MISREAD:
        sign = "%" if parent.get("format") == "percentage" else ""
        remedy = f"Write {shown(value)}{sign}." if sign else f'Write it in quotes: "{shown(value)}".'
    elif "array" in allowed and isinstance(value, str):
        remedy = f"Write it as a list: [{value[:40]}]."
    elif "object" in allowed:
        remedy = _as_mapping(parent)
    message = f"{_subject(path)} should be {wanted}, not {shown(value)}"
    return Problem("shape/type", message, pointer=where, remedy=remedy)


def _as_mapping(parent: Mapping[str, Any]) -> str:
    """How a mapping is written here: the fields that it must or may have, or a first entry where keys are names."""
    fields = parent.get("required") or list(parent.get("properties", {}))[:3]
    if fields:
        return f"Write it as a mapping: {{{', '.join(f'{field}: ...' for field in fields)}}}."
    entry = parent.get("additionalProperties") or {}
    choice = " or ".join(entry["enum"]) if isinstance(entry, Mapping) and "enum" in entry else "..."
    key = parent.get("propertyNames", {}).get("enum", ["NAME"])[0]
    return f"Write it as a mapping: {{{key}: {choice}}}."


def _sentence(error: ValidationError, parent: Mapping[str, Any]) -> str:
    value: Any = error.instance
    match error.kind:
        case Kind.Enum(options=options):
            return _choice(value, options)
        case Kind.Constant(expected_value=only):
            return f"{shown(value)} is not {shown(only)}"
        case Kind.Pattern(pattern=pattern):
            wanted = parent.get("x-pattern-says") or f"text that matches {pattern}"
            return f"{shown(value)} does not fit; expected {wanted}"
        case Kind.Minimum(limit=limit):
            return f"{shown(value)} is less than {shown(limit)}"
        case Kind.Maximum(limit=limit):
            return f"{shown(value)} is more than {shown(limit)}"
        case Kind.ExclusiveMinimum(limit=limit):
            return f"{shown(value)} is not more than {shown(limit)}"
        case Kind.ExclusiveMaximum(limit=limit):
            return f"{shown(value)} is not less than {shown(limit)}"
        case Kind.MinItems(limit=limit):
            return f"the list holds {_count(len(value), 'entry', 'entries')}, of at least {limit}"
        case Kind.MaxItems(limit=limit):
            return f"the list holds {_count(len(value), 'entry', 'entries')}, of at most {limit}"
        case Kind.MinLength(limit=limit):
            return "the text is empty" if not value else f"{shown(value)} is shorter than {limit} characters"
        case Kind.MaxLength(limit=limit):
            return f"{shown(value)} is longer than {limit} characters"
        case Kind.MinProperties(limit=limit):
            return f"the mapping holds {_count(len(value), 'entry', 'entries')}, of at least {limit}"
        case Kind.MaxProperties(limit=limit):
            return f"the mapping holds {_count(len(value), 'entry', 'entries')}, of at most {limit}"
        case Kind.UniqueItems():
            return f"the list holds {_twice(value)} twice"
        case Kind.AnyOf() | Kind.OneOfNotValid():
            return f"{shown(value)} fits none of the forms that may stand here"
        case Kind.OneOfMultipleValid():
            return f"{shown(value)} fits more than one of the forms that may stand here"
        case _:
            return f"{shown(value)} breaks {error.kind.name} of the schema"


def _bound(error: ValidationError) -> str:
    """What to write where there is too little or too much; nothing where the message says it."""
    match error.kind:
        case Kind.Minimum(limit=limit) | Kind.MinItems(limit=limit) | Kind.MinProperties(limit=limit):
            return f"Write at least {shown(limit)}."
        case Kind.Maximum(limit=limit) | Kind.MaxItems(limit=limit) | Kind.MaxProperties(limit=limit):
            return f"Write at most {shown(limit)}."
        case Kind.UniqueItems():
            return "Take one of the two away."
        case _:
            return ""


def _choice(value: Any, options: Sequence[Any]) -> str:
    names = [option for option in options if isinstance(option, str)]
    close = closest(value, names) if isinstance(value, str) else None
    if close:
        return f"{shown(value)} is not one of the values here; did you mean {close}?"
    listed = [option if isinstance(option, str) else shown(option) for option in options]
    if len(listed) > 12:
        listed = [*listed[:11], f"one of {len(listed) - 11} more"]
    return f"{shown(value)} is not {either(listed)}"


def _count(number: int, one: str, many: str) -> str:
    return f"{'no' if number == 0 else number} {one if number == 1 else many}"


def _twice(values: Sequence[Any]) -> str:
    return next((shown(value) for index, value in enumerate(values) if value in values[:index]), "an entry")


def _subject(path: Path) -> str:
    """What a problem is about: the last named step, and the position in a list."""
    if not path:
        return "the document"
    if isinstance(path[-1], str):
        return path[-1] if path[-1].isprintable() and len(path[-1]) <= LONGEST else shown(path[-1])
    return f"entry {path[-1] + 1} of {_subject(path[:-1])}"


def _where(path: Path) -> str:
    return f" in {_subject(path)}" if path else ""
