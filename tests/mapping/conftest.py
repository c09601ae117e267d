"""The shipped kinds and mappings, and what a mapping makes of a text."""

from collections.abc import Callable

import pytest

from keur.bundle import shipped
from keur.kinds import Kinds
from keur.kinds import load as load_kinds
from keur.manifest.files import format_of
from keur.mapping import Mapped, Mapping, Mappings, load, read

Reads = Callable[..., Mapped]


@pytest.fixture(scope="session")
def kinds() -> Kinds:
    return load_kinds(shipped("schemas"))


@pytest.fixture(scope="session")
def mappings(kinds: Kinds) -> Mappings:
    return load({path: data for path, data in shipped("schemas").items() if path.startswith("mappings/")}, kinds)


@pytest.fixture(scope="session")
def mapping_of(kinds: Kinds) -> Callable[[str], Mapping]:
    def make(text: str) -> Mapping:
        return load({"ours/ours.yaml": text.encode()}, kinds)["ours"]

    return make


@pytest.fixture(scope="session")
def reads() -> Reads:
    def made(mapping: Mapping, text: str, path: str = "a.yaml") -> Mapped:
        found = format_of(path)
        assert found is not None
        parsed = found.parse(text.encode())
        assert not parsed.problems
        return read(mapping, path, parsed)

    return made
