"""keur's own schema and rule files as plain data, read once for each state of them, as Python keeps byte code.

They say nothing about any repository, so a run without a cache uses them too. Each is named by the digest of its
bytes: what is not there is read from its YAML, and the whole is written anew.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from keur.kinds.source import read as read_schema
from keur.manifest import PARSER_VERSION, Parsed, parse

LAYOUT = f"1 {PARSER_VERSION}"
OWNER_ONLY = 0o600


class ShippedData:
    """Reads schema and rule files, those that ship from what an earlier run kept.

    files: the contents of the files that ship; no others are kept. path: where they are kept; None for nowhere.
    """

    def __init__(self, files: Iterable[bytes], path: Path | None) -> None:
        self._path = path
        self._named = {data: hashlib.sha256(data).hexdigest() for data in files}
        self._kept: Mapping[str, Any] = _read(path) if path else {}
        self._used: dict[str, Any] = {}

    def schema(self, data: bytes) -> Mapping[str, Any]:
        """What a schema file says. Raises Unreadable where it cannot be read."""
        name = self._named.get(data)
        if name is None:
            return read_schema(data)
        self._used[name] = found = self._kept[name] if name in self._kept else read_schema(data)
        return found

    def rule(self, data: bytes) -> Parsed:
        """What a rule file says."""
        name = self._named.get(data)
        if name is None:
            return parse(data)
        if name in self._kept:
            self._used[name] = self._kept[name]
            return Parsed.from_json(self._kept[name])
        found = parse(data)
        self._used[name] = found.to_json().decode()
        return found

    def keep(self) -> None:
        """Keeps what was read where that differs from what was kept; where nothing can be written, nothing is."""
        if self._path is None or self._used.keys() == self._kept.keys():
            return
        beside = self._path.with_suffix(f".{os.getpid()}")
        with suppress(OSError):
            with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "w") as file:
                json.dump([LAYOUT, self._used], file, separators=(",", ":"))
            os.replace(beside, self._path)


def _read(path: Path) -> Mapping[str, Any]:
    try:
        layout, kept = json.loads(path.read_bytes())
    except (OSError, ValueError, TypeError):
        return {}  # not there, or damaged: read again
    return kept if layout == LAYOUT and isinstance(kept, dict) else {}
