"""The straight line over a few files in memory."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from keur import bundle
from keur.assess import Ask, Baseline, ground, read, report
from keur.assess.line import state
from keur.config import Config
from keur.evaluate import Evaluation, MemoryResults
from keur.model import Report, Snapshot
from keur.model.quantities import Day
from keur.typed import build

Checked = Callable[..., Report]
TODAY = Day.of(2027, 3, 28)


@pytest.fixture(scope="session")
def shipped() -> Mapping[str, Mapping[str, bytes]]:
    """What ships, by folder."""
    return {"schemas": bundle.shipped("schemas"), "policies": bundle.shipped("policies")}


@pytest.fixture(scope="session")
def check(shipped: Mapping[str, Mapping[str, bytes]]) -> Checked:
    """Checks files, given by path; `config` as it would be written, in JSON."""

    def checked(files: Mapping[str, str], config: str = "{}", today: Day = TODAY, **asked: Any) -> Report:
        standing = ground(shipped["schemas"], {"": shipped["policies"]}, build(Config, json.loads(config)))
        reading = read(Snapshot.of(files), standing)
        results = MemoryResults()
        Evaluation(standing.compile_all(today), results).judge_all(state(reading, today))
        asked.setdefault("baseline", Baseline())
        return report(reading, standing, Ask(today, "test", **asked), results.tally())

    return checked
