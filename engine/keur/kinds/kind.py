"""A kind: one type of entity, and everything its schema file decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from json import dumps
from typing import Any, Literal

from keur.kinds.admit import Lists, Run, Step, compile_step
from keur.kinds.filled import Filled, filled
from keur.kinds.forms import Schema, normalised, types, written
from keur.kinds.publish import Names, published
from keur.kinds.validator import Validator, linear
from keur.model import Problem, Reference

Class = Literal["definition", "record"]
UTC = "UTC"
FOREIGN_NAME = r"^[^/\x00-\x1f\x7f-\x9f]+$"


@dataclass(frozen=True, slots=True)
class Admitted:
    """What admission makes of one document.

    metadata, spec: normalised: short forms expanded, formats converted, defaults and derivations filled in.
    references: every name in it, in document order.
    problems: texts that their format cannot read; any means that the entity is not intact.
    inherited: fields of `spec` that came from a reference list.
    extensions: how many keys that begin with `x-` were passed over.
    """

    metadata: Mapping[str, Any]
    spec: Mapping[str, Any]
    references: tuple[Reference, ...] = ()
    problems: tuple[Problem, ...] = ()
    inherited: tuple[str, ...] = ()
    extensions: int = 0


@dataclass(frozen=True, slots=True)
class State:
    """Where an entity is in the life of its kind.

    record: it is of a kind that records what happened. terminal: nothing comes after this state.
    """

    name: str
    terminal: bool
    record: bool


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """The states of one status field, the ones each may go to, and the last ones."""

    states: tuple[str, ...]
    transitions: Mapping[str, tuple[str, ...]]
    terminal: tuple[str, ...]


class Kind:
    """One type of entity.

    name: also the stem of its file. title, description: for people. folder: where its entities habitually stand.
    class_: whether its entities say what should be, or record what happened.
    examples: whole entities; the first is the smallest valid one.
    answers: by requirement, documents whose shape does not fit at the lines marked `# <- here`: proof that it is met.
    document: the resolved schema of a whole entity, annotations included.
    """

    def __init__(self, name: str, spec: Schema, envelope: Schema, lists: Lists) -> None:
        self.name = name
        self.title: str = spec["title"]
        self.description: str = spec["description"]
        self.folder: str = spec["x-folder"]
        self.class_: Class = spec["x-class"]
        self.examples: tuple[Mapping[str, Any], ...] = tuple(spec["examples"])
        self.answers: Mapping[str, str] = spec.get("x-answers", {})
        self.document = _document(name, spec, envelope, lists)
        self._lists = lists

    @cached_property
    def schema(self) -> Schema:
        """JSON Schema of a whole entity as people write it, for editors and other tools."""
        return published(self.document)

    def schema_with(self, names: Names) -> Schema:
        """The same, with the names that references may take today (by kind) as enums."""
        return published(self.document, names)

    @cached_property
    def spec_schema(self) -> Schema:
        """JSON Schema of `spec` once admitted: no short forms; what is always there is required."""
        return normalised(self.document["properties"]["spec"])

    @cached_property
    def metadata_schema(self) -> Schema:
        """JSON Schema of `metadata` once admitted."""
        return normalised(self.document["properties"]["metadata"])

    @cached_property
    def digest(self) -> str:
        """Of everything that decides what this kind accepts and makes of it."""
        return sha256(dumps([self.document, self._lists], sort_keys=True).encode()).hexdigest()

    @cached_property
    def lifecycle(self) -> Lifecycle | None:
        """The life of its status field, where it has one."""
        for field in self._spec_fields.values():
            life = field.get("x-lifecycle")
            if life:
                ways = {state: tuple(life["transitions"].get(state, ())) for state in life["states"]}
                return Lifecycle(tuple(life["states"]), ways, tuple(life["terminal"]))
        return None

    @cached_property
    def governed(self) -> Mapping[str, str]:
        """Fields whose edits the change policy may govern (`spec.version`), each with the class of such an edit."""
        return {
            f"{part}.{name}": field["x-governed"]
            for part in ("metadata", "spec")
            for name, field in self.document["properties"][part]["properties"].items()
            if "x-governed" in field
        }

    @cached_property
    def extends(self) -> str | None:
        """The field that names the reference list to inherit from; None where the kind inherits nothing."""
        return next((name for name, field in self._spec_fields.items() if field.get("x-extends")), None)

    def state(self, spec: Mapping[str, Any]) -> State | None:
        """Where an entity of this kind is in its life; None when the kind has no lifecycle."""
        if self.lifecycle is None:
            return None
        name = spec.get(self._status)
        name = name if isinstance(name, str) else ""
        return State(name, name in self.lifecycle.terminal, self.class_ == "record")

    def problems(self, data: Any, foreign: bool = False) -> list[Problem]:
        """What is wrong with the shape of a document; whether texts fit their format is said by `admit`.

        foreign: it comes from another tool, whose names may hold anything but control characters and `/`; so may the
        name of what was imported.
        """
        validator = self._foreign_validator if foreign or _imported(data) else self._validator
        if validator.is_valid(data):
            return []
        # Imported where it is used: nothing is explained in a repository that is in order.
        from keur.kinds.explain import problems

        return problems(validator.iter_errors(data), self._written)

    def admit(self, data: Mapping[str, Any], zone: str = UTC) -> Admitted:
        """Normalises a document and reads its references, as far as its shape allows; never raises.

        zone: IANA name of the time zone of times written without one.
        """
        run = Run(zone)
        metadata: Any = None
        spec: Any = None
        for key, value in data.items():
            if key == "metadata":
                metadata = self._metadata_step(value, "/metadata", run)
            elif key == "spec":
                spec = self._spec_step(value, "/spec", run)
            elif key.startswith("x-"):
                run.extensions += 1
        return Admitted(
            metadata if type(metadata) is dict else {},
            spec if type(spec) is dict else self._spec_step({}, "/spec", run),
            tuple(run.references),
            tuple(run.problems),
            tuple(run.inherited),
            run.extensions,
        )

    def filled(self, data: Mapping[str, Any]) -> tuple[Filled, ...]:
        """The fields of a document that nobody wrote, with their values and where these come from."""
        return tuple(filled(data, self.document, self._lists))

    def reference(self, name: str, extends: Any) -> Mapping[str, Any] | None:
        """What a reference list says, normalised: the one that an entity extends, else the only one of its name.

        extends: what the entity says; None where it says nothing.
        """
        if self.extends is None:
            return None
        if extends is None:
            named = [one for one in self._lists if one.rpartition("/")[2] == name]
            extends = named[0] if len(named) == 1 else None
        return self._references.get(extends) if isinstance(extends, str) else None

    @cached_property
    def _references(self) -> Mapping[str, Mapping[str, Any]]:
        return {
            name: {field: value for field, value in self.admit({"spec": said}).spec.items() if field in said}
            for name, said in self._lists.items()
        }

    @property
    def _spec_fields(self) -> Mapping[str, Schema]:
        fields: Mapping[str, Schema] = self.document["properties"]["spec"]["properties"]
        return fields

    @cached_property
    def _status(self) -> str:
        return next(name for name, field in self._spec_fields.items() if "x-lifecycle" in field)

    @cached_property
    def _written(self) -> Schema:
        return written(self.document)

    @cached_property
    def _validator(self) -> Validator:
        return linear(self._written)

    @cached_property
    def _foreign_validator(self) -> Validator:
        document = self._written
        metadata = document["properties"]["metadata"]
        name = {**metadata["properties"]["name"], "pattern": FOREIGN_NAME}
        metadata = {**metadata, "properties": {**metadata["properties"], "name": name}}
        return linear({**document, "properties": {**document["properties"], "metadata": metadata}})

    @cached_property
    def _metadata_step(self) -> Step:
        return self._step("metadata")

    @cached_property
    def _spec_step(self) -> Step:
        return self._step("spec")

    def _step(self, part: str) -> Step:
        schema = self.document["properties"][part]
        assert types(schema) == ("object",)
        step = compile_step(schema, self._lists)
        assert step is not None
        return step


def _imported(data: Any) -> bool:
    metadata = data.get("metadata") if isinstance(data, Mapping) else None
    return isinstance(metadata, Mapping) and isinstance(metadata.get("source"), str)


def _document(name: str, spec: Schema, envelope: Schema, lists: Lists) -> Schema:
    """The schema of a whole entity: the envelope around this kind's spec."""
    aside = {"title", "examples", "x-answers", "x-class", "x-folder", "$comment", "$schema"}
    body = {key: value for key, value in spec.items() if key not in aside}
    body["type"] = "object"
    body["properties"] = {
        field: {**schema, "enum": sorted(lists)} if schema.get("x-extends") else schema
        for field, schema in spec["properties"].items()
    }
    fields = envelope["properties"]
    made = {
        **envelope,
        "title": spec["title"],
        "description": spec["description"],
        "properties": {**fields, "kind": {**fields["kind"], "const": name}, "spec": body},
    }
    if spec.get("required"):
        made["required"] = [*envelope["required"], "spec"]
    return made
