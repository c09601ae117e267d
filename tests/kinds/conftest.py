"""The shipped kinds, and documents written in YAML."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from keur.bundle import shipped
from keur.kinds import Kinds, load
from keur.manifest import parse

Documents = Callable[[str | bytes], list[Mapping[str, Any]]]


@pytest.fixture(scope="session")
def kinds() -> Kinds:
    return load(shipped("schemas"))


@pytest.fixture(scope="session")
def documents() -> Documents:
    def read(text: str | bytes) -> list[Mapping[str, Any]]:
        parsed = parse(text.encode() if isinstance(text, str) else text)
        assert not parsed.problems, parsed.problems
        return [document.data for document in parsed.documents]

    return read


@pytest.fixture
def kinds_with() -> Callable[..., Kinds]:
    """The shipped kinds and one more file: its name, and the properties of its spec or its whole text."""

    def make(name: str, text: str) -> Kinds:
        if text.startswith("{"):
            text = f"title: t\ndescription: d\nx-class: definition\nx-folder: f\nproperties: {text}\n"
            text += "examples: [{metadata: {name: a}}]\n"
        return load(shipped("schemas"), extensions={f"ours/{name}": text.encode()}, verified=True)

    return make
