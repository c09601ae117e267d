"""Catalogs of any size, made of copies of the one in this repository.

Each copy has names of its own, so references resolve within it and a catalog of many copies is as clean as one. Some
references leave their copy, so that there are hubs as in a real organisation: one group owns a tenth of all entities, a
tenth of the dependencies lead to the first copy, and everybody keeps to the policies of the first copy: an organisation
of any size has one change policy.
"""

import io
import random
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from keur.kinds import Kinds
from keur.manifest import parse
from keur.model import steps

HUBS = 0.1
"""Share of the entities that one group owns, and of the dependencies that lead to the first copy."""

SIZE = 1_000
"""Bytes of a file, about: descriptions are made as long as that takes."""

# What stands in a text, written once, for what differs from copy to copy.
HERE, FAR, OWNER = "-copy-here", "-copy-far", "owner-of-copy"
FIRST = "-0"
ONCE = "Policy"
"""The kind of which only the first copy has entities."""

SENTENCE = "It is kept as the others of its kind are, reviewed twice a year, and known to those who look after it. "


@dataclass(frozen=True, slots=True)
class Model:
    """One entity of the repository's catalog, as it is copied.

    owner: the group that owns it, empty when no group does; a group may be replaced by the one that owns a tenth.
    text: its YAML, with markers.
    """

    kind: str
    name: str
    owner: str
    text: str

    def copy(self, number: int, hub: str, share: float, dice: random.Random) -> str:
        """The YAML of a copy. share: of the copies of models that a group owns, how many belong to the hub."""
        text = self.text
        if self.owner:
            text = text.replace(OWNER, hub if dice.random() < share else f"{self.owner}{HERE}")
        text = re.sub(FAR, lambda _: FIRST if dice.random() < HUBS else f"-{number}", text)
        return text.replace(HERE, f"-{number}")


def models(catalog: Path, kinds: Kinds) -> tuple[Model, ...]:
    """The entities of a catalog in files, each ready to be copied."""
    parsed = [parse(path.read_bytes()) for path in sorted(catalog.rglob("*.yaml"))]
    documents = [document.data for one in parsed for document in one.documents]
    named = {kind: {one["metadata"]["name"] for one in documents if one["kind"] == kind} for kind in ("Group", ONCE)}
    return tuple(_model(data, kinds, named["Group"], named[ONCE]) for data in documents)


def write(folder: Path, entities: int, models: Sequence[Model], seed: int = 1) -> int:
    """Writes a catalog of at least so many entities, one a file, into a new git repository; returns how many."""
    dice = random.Random(seed)
    owned = [model.owner for model in models if model.owner]
    hub = max(sorted(set(owned)), key=owned.count)
    share = HUBS * len(models) / len(owned)
    count = 0
    for number in range(-(-entities // len(models))):
        for model in models if number == 0 else (one for one in models if one.kind != ONCE):
            path = folder / "catalog" / model.kind / f"{model.name}-{number}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(model.copy(number, f"{hub}-0", share, dice), encoding="utf-8")
            count += 1
    return count


def commit(folder: Path) -> None:
    """Makes a git repository of a folder, with all that is in it in one commit."""
    author = ("-c", "user.name=bench", "-c", "user.email=bench@example.org", "-c", "core.autocrlf=false")
    for arguments in (("init", "--quiet"), ("add", "--all"), ("commit", "--quiet", "--message", "All")):
        subprocess.run(["git", *author, *arguments], cwd=folder, check=True, stdout=subprocess.DEVNULL)


def _model(data: dict[str, Any], kinds: Kinds, groups: set[str], once: set[str]) -> Model:
    kind, metadata = data["kind"], data["metadata"]
    name, owner = metadata["name"], metadata.get("owner", "")
    for reference in kinds[kind].admit(data).references:
        mark = FIRST if reference.target in once else FAR if reference.relation == "dependsOn" else HERE
        _rename(data, steps(reference.pointer), reference.target, reference.target + mark)
    metadata["name"] = name + HERE
    if owner in groups:
        metadata["owner"] = OWNER
    if "ids" in metadata:
        metadata["ids"] = {system: f"{id}{HERE}" for system, id in metadata["ids"].items()}
    if "label" in data.get("spec", {}):  # no two things carry the same
        data["spec"]["label"] += HERE
    for said in data.get("spec", {}).get("configuration", {}).get("types", {}).values():
        if "name" in said:  # the convention admits the names of copies
            said["name"] = re.sub(r"\$$", "(-[0-9]+)?$", said["name"])
    lacking = SIZE - len(_written(data).encode())
    if lacking > 0:
        metadata["description"] = " ".join([metadata.get("description", ""), *_sentences(lacking)]).strip()
    return Model(kind, name, owner if owner in groups else "", _written(data))


def _sentences(length: int) -> Iterator[str]:
    yield from [SENTENCE.strip()] * (length // len(SENTENCE))


def _rename(data: Any, path: Sequence[str], old: str, new: str) -> None:
    """Renames what a pointer into the normalised data leads to, in the data as it is written."""
    step, *rest = path
    if isinstance(data, list):
        inner, key = data[int(step)], int(step)
    else:
        inner, key = data[step], step
    if rest and isinstance(inner, dict | list):
        _rename(inner, rest, old, new)
    elif inner == old:
        data[key] = new
    else:  # the key itself is the name; it keeps its place
        renamed = {new if key == old else key: value for key, value in data.items()}
        data.clear()
        data.update(renamed)


def _written(data: Mapping[str, Any]) -> str:
    out = io.StringIO()
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.sort_base_mapping_type_on_output = False
    yaml.width = 100
    yaml.dump(dict(data), out)
    return out.getvalue()
