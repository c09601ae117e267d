"""Catalogs made of a few lines of YAML."""

from collections.abc import Callable

import pytest

from keur import bundle
from keur.catalog import Admission, Build, Origin, build
from keur.kinds import Kinds, load
from keur.manifest import parse

Catalogue = Callable[..., Build]


@pytest.fixture(scope="session")
def kinds() -> Kinds:
    """The kinds as they ship."""
    return load(bundle.shipped("schemas"), verified=True)


@pytest.fixture
def of(kinds: Kinds) -> Catalogue:
    """Builds a catalog of files, given as texts; file 1 is `1.yaml`."""

    def make(*texts: str, unparsed: tuple[str, ...] = ()) -> Build:
        admission = Admission(kinds, "Europe/Amsterdam")
        files = [
            admission.file(Origin(f"{number}.yaml", f"{number}"), parse(text.encode()))
            for number, text in enumerate(texts, 1)
        ]
        return build(files, kinds, lambda: unparsed)

    return make
