"""Entities as files: one each, in the habitual folder of its kind, in the short forms that mean the same.

What is written is read again before it is given out, so a file holds exactly what was to be written.
"""

import re
from collections.abc import Iterable, Mapping
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

from keur.kinds import Kinds
from keur.manifest import parse

_UNFIT = re.compile(r"[^A-Za-z0-9._-]+")
_WIDTH = 4096
_ENVELOPE = ("kind", "metadata", "spec")

Schema = Mapping[str, Any]


def files(
    entities: Iterable[Mapping[str, Any]],
    kinds: Kinds,
    *,
    source: str,
    folder: str = "catalog/",
    taken: Iterable[str] = (),
) -> dict[str, str]:
    """The text of each file, by path: `catalog/portfolio/service/NAME.yaml`.

    entities: kind, metadata and spec, as a mapping reads them.
    source: name of the mapping, written as `metadata.source`: what the source cannot say is not asked of the file.
    folder: the folder of the catalog, with its slash.
    taken: paths that are in use.
    Two entities that would share a file, on any file system, get files of their own.
    """
    made: dict[str, str] = {}
    used = {path.casefold() for path in taken}
    for entity in entities:
        kind = kinds[entity["kind"]]
        stem = _UNFIT.sub("-", entity["metadata"]["name"]).strip(".") or "-"
        base = f"{folder}{kind.folder}/{kind.name.lower()}/{stem}"
        path, count = f"{base}.yaml", 1
        while path.casefold() in used:
            count += 1
            path = f"{base}_{count}.yaml"
        used.add(path.casefold())
        made[path] = written(entity, kinds, source=source)
    return made


def written(entity: Mapping[str, Any], kinds: Kinds, *, source: str) -> str:
    """One entity as YAML, its fields in the order of the schema."""
    kind = kinds[entity["kind"]]
    entity = {**entity, "metadata": {**entity["metadata"], "source": source}}
    data = {key: value for key, value in _short(entity, kind.document).items() if key in _ENVELOPE}
    text = _dump(data, quoted=False)
    return text if _holds(text, data) else _dump(data, quoted=True)


def _short(value: Any, schema: Schema) -> Any:
    """The same data, said as briefly as the schema allows, in its order."""
    if isinstance(value, Mapping):
        properties: Schema = schema.get("properties", {})
        others = schema.get("additionalProperties")
        others = others if isinstance(others, Mapping) else {}
        order = [key for key in properties if key in value] + [key for key in value if key not in properties]
        made = {key: _short(value[key], properties.get(key, others)) for key in order}
        brief = schema.get("x-short")
        if brief is not None and list(made) == [brief] and isinstance(made[brief], (str, bool, int, float)):
            return made[brief]
        return made
    if isinstance(value, list):
        return [_short(item, schema.get("items", {})) for item in value]
    return value


def _dump(data: Any, *, quoted: bool) -> str:
    yaml = YAML()
    yaml.width = _WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    text = StringIO()
    yaml.dump(_styled(data, quoted), text)
    return text.getvalue()


def _styled(value: Any, quoted: bool) -> Any:
    """The data with the style of its texts: lines as lines, or everything in quotes."""
    if isinstance(value, Mapping):
        return {key: _styled(item, quoted) for key, item in value.items()}
    if isinstance(value, list):
        return [_styled(item, quoted) for item in value]
    if isinstance(value, str) and quoted:
        return DoubleQuotedScalarString(value)
    if isinstance(value, str) and "\n" in value:
        return LiteralScalarString(value)
    return value


def _holds(text: str, data: Any) -> bool:
    """Whether the text, read again, is this data."""
    parsed = parse(text.encode())
    return not parsed.problems and [document.data for document in parsed.documents] == [data]
