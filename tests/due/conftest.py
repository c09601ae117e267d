"""What is due of a few lines of YAML."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from keur import bundle, due
from keur.assess import Ground, Reading, ground, read
from keur.config import Config
from keur.model import Snapshot
from keur.model.quantities import Day, parse_date

Listed = Callable[..., due.Due]
ZONE = "Europe/Amsterdam"


@pytest.fixture(scope="session")
def shipped() -> Ground:
    """The kinds and rules as they ship."""
    return ground(bundle.shipped("schemas"), {"": bundle.shipped("policies")}, Config(time_zone=ZONE))


def params_of(shipped: Ground) -> Mapping[str, Any]:
    rules = shipped.policies.rules.items()
    return {id: (file.rule, shipped.params(file)) for id, file in rules if not file.rule.builtin}


@pytest.fixture(scope="session")
def declared(shipped: Ground) -> Mapping[str, due.CompiledDue]:
    """The due dates as they ship, by name."""
    problems: list[str] = []
    files = due.load(bundle.shipped("schemas"), {}, problems)
    return {one.file.name: one for one in due.compile_all(files, shipped.vocabulary, params_of(shipped), problems)}


@pytest.fixture(scope="session")
def listed(shipped: Ground, declared: Mapping[str, due.CompiledDue]) -> Listed:
    """What is due of a text or a reading; `only` of these names, `own` of due dates that the test writes."""

    def make(
        of: str | Reading,
        today: str | Day = "2027-03-28",
        *only: str,
        own: Mapping[str, str] | None = None,
        **more: Any,
    ) -> due.Due:
        reading = read(Snapshot.of({"catalog/a.yaml": of}), shipped) if isinstance(of, str) else of
        day = parse_date(today) if isinstance(today, str) else today
        scene = due.Scene(reading.declared.catalog, reading.observed.catalog, shipped.kinds, day, "test", ZONE, **more)
        asked = [one for name, one in declared.items() if not only or name in only]
        if own is not None:
            problems: list[str] = []
            files = due.load({}, {f"own/due/{name}.yaml": said.encode() for name, said in own.items()}, problems)
            asked = list(due.compile_all(files, shipped.vocabulary, params_of(shipped), problems))
        return due.everything(asked, scene)

    return make
