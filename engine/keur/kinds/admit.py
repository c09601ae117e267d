"""Admission: data as written in, normalised data and references out.

A schema is compiled once into small functions, one per part that changes anything or names anything; parts that do
neither are passed on as they are. Where the data has a wrong shape, the functions leave it alone and go on, so that
an entity that is not intact still says whom it names.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from keur.kinds.formats import FORMATS, Convert
from keur.kinds.forms import Schema, naming, short, types
from keur.kinds.wording import either
from keur.model import Problem, Reference


@dataclass(slots=True)
class Run:
    """What one admission gathers.

    zone: name of the time zone of times written without one.
    soft: whether the object at hand says that its reference is soft.
    inherited: fields that came from a reference list.
    """

    zone: str
    references: list[Reference] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    inherited: list[str] = field(default_factory=list)
    extensions: int = 0
    soft: bool = False


# takes the value as written, its JSON Pointer in the normalised data, and the run; gives the normalised value
Step = Callable[[Any, str, Run], Any]
Lists = Mapping[str, Mapping[str, Any]]


def compile_step(schema: Schema, lists: Lists) -> Step | None:
    """The function that admits values of this schema; None where values are passed on as they are.

    lists: fields of the reference lists that a field marked `x-extends` may name, by list.
    """
    field = short(schema)
    if field is not None:
        return _short(schema, compile_step(field, lists), _container(schema, lists))
    match types(schema):
        case ("string",):
            return _text(schema)
        case ("number",):
            return _number
        case ("integer",):
            return _integer
        case ("array",):
            return _array(schema.get("items", {}), lists)
        case ("object",):
            return _container(schema, lists)
        case _:
            return None


def _container(schema: Schema, lists: Lists) -> Step | None:
    return _object(schema, lists) if "properties" in schema else _map(schema, lists)


def escape(key: str) -> str:
    """A key as a step of a JSON Pointer."""
    return key.replace("~", "~0").replace("/", "~1") if "~" in key or "/" in key else key


def _text(schema: Schema) -> Step | None:
    if "x-ref" in schema:
        return _reference(schema["x-ref"])
    return _converted(FORMATS[schema["format"]]) if "format" in schema else None


def _reference(ref: Mapping[str, Any]) -> Step:
    kinds, relation, may_be_soft = tuple(ref["kinds"]), ref["relation"], "soft" in ref

    def reference(value: Any, at: str, run: Run) -> Any:
        if type(value) is str:
            run.references.append(Reference(at, relation, kinds, value, may_be_soft and run.soft))
        return value

    return reference


def _converted(convert: Convert) -> Step:
    def converted(value: Any, at: str, run: Run) -> Any:
        if type(value) is str:
            try:
                return convert(value, run.zone)
            except ValueError as error:
                run.problems.append(Problem("shape/format", str(error), pointer=at))
        return value

    return converted


def _number(value: Any, at: str, run: Run) -> Any:
    return float(value) if type(value) is int else value


def _integer(value: Any, at: str, run: Run) -> Any:
    return int(value) if type(value) is float and value.is_integer() else value


def _array(items: Schema, lists: Lists) -> Step | None:
    item = compile_step(items, lists)
    if item is None:
        return None

    def array(value: Any, at: str, run: Run) -> Any:
        if type(value) is not list:
            return value
        return [item(element, f"{at}/{index}", run) for index, element in enumerate(value)]

    names = naming(items)
    return array if names is None else _naming_array(item, *names)


def _naming_array(item: Step, name: str, ref: Mapping[str, Any]) -> Step:
    """A list whose entries name entities; one that names nothing is reported, and its name is an empty text."""
    message = f"the entry names nothing; name {_one_of(ref['kinds'])}, or delete it"
    empty = (None, "")

    def array(value: Any, at: str, run: Run) -> Any:
        if type(value) is not list:
            return value
        made = []
        for index, element in enumerate(value):
            where = f"{at}/{index}"
            if element not in empty and not (name and type(element) is dict and element.get(name) in empty):
                made.append(item(element, where, run))
                continue
            run.problems.append(Problem("reference/empty", message, pointer=where))
            if name:
                rest = element if type(element) is dict else {}
                made.append({name: "", **item({key: rest[key] for key in rest if key != name}, where, run)})
            else:
                made.append("")
        return made

    return array


def _one_of(kinds: list[str]) -> str:
    return "an entity" if kinds == ["*"] else f"a {either(kinds)}"


def _map(schema: Schema, lists: Lists) -> Step | None:
    """A mapping whose keys are data: names of entities, days, priorities."""
    item = compile_step(schema.get("additionalProperties") or {}, lists)
    keys = schema.get("propertyNames", {})
    ref, convert = keys.get("x-ref"), FORMATS[keys["format"]] if "format" in keys else None
    expects: Mapping[str, str] = schema.get("x-expects", {})
    if item is None and ref is None and convert is None:
        return None
    kinds, relation = (tuple(ref["kinds"]), ref["relation"]) if ref else ((), "")

    def mapping(value: Any, at: str, run: Run) -> Any:
        if type(value) is not dict:
            return value
        made = {}
        for key, element in value.items():
            where = f"{at}/{escape(key)}"
            if ref:
                expected = expects.get(element, "present") if type(element) is str else "present"
                run.references.append(Reference(where, relation, kinds, key, False, expected))
            if convert:
                try:
                    convert(key, run.zone)
                except ValueError as error:
                    run.problems.append(Problem("shape/format", str(error), pointer=where, on_key=True))
            made[key] = item(element, where, run) if item else element
        return made

    return mapping


def _short(schema: Schema, scalar: Step | None, long: Step | None) -> Step:
    """A scalar where an object may stand is that object with one field."""
    name: str = schema["x-short"]
    step = f"/{name}"
    fills = _fills(schema)

    def shortened(value: Any, at: str, run: Run) -> Any:
        if type(value) is dict or type(value) is list or value is None:
            return long(value, at, run) if long else value
        run.soft = False
        said = len(run.problems)
        made = {name: scalar(value, at + step, run) if scalar else value}
        for index in range(said, len(run.problems)):
            run.problems[index] = Problem("shape/format", run.problems[index].message, pointer=at)
        if fills:
            _complete(made, made.copy(), fills)
        return made

    return shortened


def _object(schema: Schema, lists: Lists) -> Step:
    properties: Mapping[str, Schema] = schema["properties"]
    steps = {name: (compile_step(part, lists), f"/{name}") for name, part in properties.items()}
    softness = next((part["x-ref"]["soft"] for part in properties.values() if "soft" in part.get("x-ref", {})), None)
    fills = _fills(schema)
    extends = _extends(properties, steps, lists)
    more = schema.get("additionalProperties", False)
    keeps = more is not False or "patternProperties" in schema
    rest = compile_step(more, lists) if isinstance(more, Mapping) else None

    def object_(value: Any, at: str, run: Run) -> Any:
        if type(value) is not dict:
            return value
        soft = softness is not None and value.get(softness) is True
        made = {}
        for key, element in value.items():
            found = steps.get(key)
            if found is not None:
                step, below = found
                run.soft = soft
                made[key] = element if step is None else step(element, at + below, run)
            elif key[:2] == "x-":
                run.extensions += 1
            elif keeps:
                made[key] = element if rest is None else rest(element, f"{at}/{escape(key)}", run)
        if extends:
            extends(value, made, run)
        if fills:
            _complete(made, value, fills)
        return made

    return object_


# name of a field, the values that present siblings decide (in order), the value otherwise
Fill = tuple[str, tuple[tuple[str, Any], ...], Any]


def _fills(schema: Schema) -> tuple[Fill, ...]:
    """The fields that are filled in when they are not written. Their values do not hang on a time zone."""
    fills = []
    for name, part in schema.get("properties", {}).items():
        if "default" in part:
            step = compile_step(part, {}) or _as_is
            derive = tuple((by, step(value, "", Run("UTC"))) for by, value in part.get("x-derive", {}).items())
            fills.append((name, derive, step(part["default"], "", Run("UTC"))))
    return tuple(fills)


def _as_is(value: Any, at: str, run: Run) -> Any:
    return value


def _complete(made: dict[str, Any], written: Mapping[str, Any], fills: tuple[Fill, ...]) -> None:
    for name, derive, default in fills:
        if name not in made:
            made[name] = default
            for sibling, value in derive:
                if sibling in written:
                    made[name] = value
                    break


def _extends(
    properties: Mapping[str, Schema], steps: Mapping[str, tuple[Step | None, str]], lists: Lists
) -> Callable[[dict[str, Any], dict[str, Any], Run], None] | None:
    """Fills in, from the reference list that a field marked `x-extends` names, what was not written."""
    name = next((name for name, part in properties.items() if part.get("x-extends")), None)
    if name is None:
        return None
    admitted: dict[str, dict[str, Any]] = {}

    def inherited(chosen: Any) -> dict[str, Any]:
        if type(chosen) is not str or chosen not in lists:
            return {}
        if chosen not in admitted:
            admitted[chosen] = {
                key: (steps[key][0] or _as_is)(element, "", Run("UTC"))
                for key, element in lists[chosen].items()
                if key in steps
            }
        return admitted[chosen]

    def extends(value: dict[str, Any], made: dict[str, Any], run: Run) -> None:
        for key, element in inherited(value.get(name)).items():
            if key not in value:
                made[key] = element
                run.inherited.append(key)

    return extends
