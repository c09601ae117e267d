"""Schema files, made whole: every `$ref` replaced by what it names.

References are local: `#/$defs/NAME` in the same file, `shared#/$defs/NAME` in `schemas/shared.yaml`. A schema that
refers to itself has no end, so it is refused; so is any address, because keur never asks the network.
"""

from collections.abc import Callable, Mapping
from typing import Any

Schema = Mapping[str, Any]
Complain = Callable[[str, str], None]

# What may stand beside a `$ref` without changing what it accepts.
BESIDE = {"title", "description", "default", "examples", "deprecated"}
DATA = {"const", "default", "enum", "examples"}


def resolve(schema: Schema, shared: Schema, complain: Complain) -> dict[str, Any]:
    """The schema with every `$ref` inlined and `$defs` left out.

    complain: called with a place and a sentence for each reference that cannot be followed.
    """

    def walk(value: Any, where: str, inside: tuple[str, ...]) -> Any:
        if isinstance(value, list):
            return [walk(child, f"{where}/{index}", inside) for index, child in enumerate(value)]
        if not isinstance(value, dict):
            return value
        beside = {
            key: child if key in DATA else walk(child, f"{where}/{key}", inside)
            for key, child in value.items()
            if key != "$ref"
        }
        if not isinstance(value.get("$ref"), str):
            return beside
        return {**follow(value["$ref"], where, inside), **kept(beside, where)}

    def kept(beside: dict[str, Any], where: str) -> dict[str, Any]:
        for key in beside.keys() - BESIDE:
            if not key.startswith("x-"):
                complain(where, f"{key} stands beside $ref, where it would be lost; put both under allOf")
        return beside

    def follow(ref: str, where: str, inside: tuple[str, ...]) -> dict[str, Any]:
        file, hash, path = ref.partition("#")
        home = {"": schema, "shared": shared}.get(file)
        # Inside a shared definition `#/...` means the shared file again.
        if file == "" and inside and inside[-1].startswith("shared#"):
            home, ref = shared, f"shared{ref}"
        if not hash or home is None:
            complain(where, f"$ref {ref} is refused; only #/$defs/NAME and shared#/$defs/NAME are followed")
            return {}
        if ref in inside:
            complain(where, f"$ref {ref} leads back to itself; a schema must have an end")
            return {}
        found: Any = home
        for step in path.strip("/").split("/"):
            found = found.get(step) if isinstance(found, Mapping) else None
        if not isinstance(found, Mapping):
            complain(where, f"$ref {ref} names nothing")
            return {}
        followed: dict[str, Any] = walk(dict(found), where, (*inside, ref))
        return followed

    parts = {key: value for key, value in schema.items() if key != "$defs"}
    return {key: value if key in DATA else walk(value, f"/{key}", ()) for key, value in parts.items()}
