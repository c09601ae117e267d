"""Views over small catalogues in memory."""

from collections.abc import Callable

import pytest

from keur import bundle, views
from keur.assess import Ground, ground, read
from keur.config import Config
from keur.model import Snapshot
from keur.model.quantities import Day

ZONE = "Europe/Amsterdam"
TODAY = Day.of(2027, 3, 28)


@pytest.fixture(scope="session")
def standing() -> Ground:
    return ground(bundle.shipped("schemas"), {}, Config(time_zone=ZONE))


@pytest.fixture(scope="session")
def shipped() -> views.Views:
    return views.load(bundle.shipped("schemas"), {})


@pytest.fixture(scope="session")
def scene(standing: Ground) -> Callable[..., views.Scene]:
    """What views are made of: a catalog of one file."""

    def made(text: str) -> views.Scene:
        reading = read(Snapshot.of({"catalog/a.yaml": text}), standing)
        return views.Scene(reading.declared.catalog, reading.observed.catalog, TODAY, ZONE, "work tree")

    return made


@pytest.fixture(scope="session")
def make(standing: Ground, shipped: views.Views, scene: Callable[..., views.Scene]) -> Callable[..., views.Shown]:
    """Makes a view, a shipped one by its name or one that is written here, of a catalog of one file."""

    def made(view: str, text: str, kept: str | None = None) -> views.Shown:
        file = shipped.files.get(view) or _written(view)
        return views.make(views.compile_view(file, standing.vocabulary), scene(text), kept)

    return made


def _written(text: str) -> views.ViewFile:
    found = views.load({}, {"kinds/views/ours.yaml": text.encode()})
    assert found.problems == ()
    return found.files["ours"]
