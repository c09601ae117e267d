"""A run that begins where an earlier one ended says exactly what a run from nothing says."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keur import bundle
from keur.assess import Ask, Ground, ground, parse_each, read, report
from keur.assess.line import state
from keur.assess.resume import Judged, Resumption
from keur.assess.stored import Batch
from keur.config import Config, Source
from keur.evaluate import Evaluation, MemoryResults
from keur.manifest import FileFormat, Parsed
from keur.model import MemoryBlobs, Report, Snapshot
from keur.model.quantities import Day

START = Day.of(2027, 3, 28).ordinal


@dataclass
class Memory:
    """A store in memory, and the blobs it was asked to parse."""

    kept: dict[tuple[str, str], bytes] = field(default_factory=dict)
    parsed: dict[str, Parsed] = field(default_factory=dict)
    fresh: int = 0

    def get(self, namespace: str, keys: Iterable[str]) -> Mapping[str, bytes]:
        return {key: self.kept[namespace, key] for key in keys if (namespace, key) in self.kept}

    def keep(self, batch: Batch, guard: tuple[str, str], before: bytes | None, after: bytes) -> bool:
        if self.kept.get(guard) != before:
            return False
        for namespace, items in batch.items():
            self.kept |= {(namespace, key): value for key, value in items.items()}
        self.kept[guard] = after
        return True

    def parse(self, snapshot: Snapshot, blobs: Sequence[str], form: FileFormat) -> Mapping[str, Parsed]:
        missing = [blob for blob in blobs if blob not in self.parsed]
        self.fresh += len(missing)
        self.parsed |= parse_each(snapshot, missing, form)
        return {blob: self.parsed[blob] for blob in blobs}


@dataclass
class Folder:
    """A repository whose files change at random."""

    dice: random.Random
    files: dict[str, str] = field(default_factory=dict)
    today: int = START

    def change(self) -> None:
        """A file comes, goes, moves or says something else, or a day passes."""
        roll = self.dice.random()
        path = f"catalog/{self.dice.choice('abcdef')}.yaml"
        if roll < 0.08:
            self.today += self.dice.choice([-1, 1, 7, 40])
        elif roll < 0.18:
            self.files.pop(self.dice.choice([path, *self.files]), None)
        elif roll < 0.26 and path in self.files:
            self.files[f"catalog/{self.dice.choice('xyz')}.yaml"] = self.files.pop(path)
        elif roll < 0.32:
            self.files[path] = self.dice.choice(
                ["kind: [", "- a list\n", "kind: Nothing\n", "a: 1\na: 2\n", "c1 s1: {"]
            )
        elif roll < 0.42:
            path = f"{self.dice.choice(['foreign', 'seen'])}/{self.dice.choice('abc')}.yaml"
            self.files[path] = "---\n".join(self.component() for _ in range(self.dice.randint(0, 2)))
        else:
            self.files[path] = "---\n".join(self.document() for _ in range(self.dice.randint(1, 4)))

    def component(self) -> str:
        """What another tool says of a configuration item."""
        dice = self.dice
        deps = ", ".join(f"component:default/c{dice.randint(1, 5)}" for _ in range(dice.randint(0, 2)))
        spec = f"{{type: service, lifecycle: production, owner: g{dice.randint(1, 3)}, dependsOn: [{deps}]}}"
        name = f"c{dice.randint(1, 5)}"
        return f"apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {{name: {name}}}\nspec: {spec}\n"

    def document(self) -> str:
        dice = self.dice
        name = dice.randint(1, 5)
        owner = f", owner: g{dice.randint(1, 3)}" if dice.random() < 0.5 else ""
        comment = "# a comment\n" * dice.randint(0, 2)
        deps = ", ".join(f"{dice.choice('sc')}{dice.randint(1, 5)}" for _ in range(dice.randint(0, 2)))
        match dice.randint(0, 4):
            case 0:
                status = dice.choice(["operational", "retired", "retird"])
                spec = f"{{status: {status}, dependsOn: [{deps}]}}"
                return f"{comment}kind: Service\nmetadata: {{name: s{name}{owner}}}\nspec: {spec}\n"
            case 1:
                version = dice.choice(["", ", version: '1'"])  # which is never seen elsewhere
                spec = f"{{type: server, dependsOn: [{deps}]{version}}}"
                return f"{comment}kind: ConfigurationItem\nmetadata: {{name: c{name}{owner}}}\nspec: {spec}\n"
            case 2:
                return f"{comment}kind: Group\nmetadata: {{name: g{name}}}\nspec: {{members: [p1]}}\n"
            case 3:
                until = Day(START + dice.randint(-30, 30)).date
                spec = f"{{rule: test/own-field, entities: [s{name}], until: {until}}}"
                return f"{comment}kind: Waiver\nmetadata: {{name: w{name}}}\nspec: {spec}\n"
            case _:
                return f"{comment}kind: Person\nmetadata: {{name: p{name}}}\n"

    def snapshot(self) -> Snapshot:
        return Snapshot.of(dict(sorted(self.files.items())))


@pytest.fixture(scope="session")
def standing(asking_policies: Mapping[str, bytes]) -> Ground:
    """What ships, with rules that ask every question."""
    shipped = {path: data for path, data in bundle.shipped("policies").items() if b"\nbuiltin: true" in data}
    areas = {path: data for path, data in bundle.shipped("policies").items() if path.endswith("/area.yaml")}
    config = Config(
        sources=(
            Source(paths=("foreign/",), mapping="backstage"),
            Source(paths=("seen/",), mapping="backstage", role="observed"),
        )
    )
    return ground(bundle.shipped("schemas"), {"": {**areas, **shipped, **asking_policies}}, config)


def said(judged: Judged, standing: Ground, today: Day) -> Report:
    return report(judged.reading, standing, Ask(today, "test"), judged.results.tally())


def from_nothing(snapshot: Snapshot, standing: Ground, today: Day) -> Report:
    results = MemoryResults()
    reading = read(snapshot, standing)
    Evaluation(standing.compile_all(today), results).judge_all(state(reading, today))
    return report(reading, standing, Ask(today, "test"), results.tally())


def walk(seed: int, steps: int, standing: Ground) -> tuple[int, int]:
    folder, memory = Folder(random.Random(seed)), Memory()
    for _ in range(6):
        folder.change()
    resumed = judged = 0
    blobs: dict[str, bytes] = {}
    for _ in range(steps):
        today = Day(folder.today)
        snapshot = folder.snapshot()
        blobs |= dict(snapshot.blobs.read(snapshot.files.values()))
        snapshot = Snapshot(snapshot.revision, snapshot.day, snapshot.files, MemoryBlobs(blobs), {})
        run = Resumption(snapshot, standing, today, memory, memory.parse).run(lambda _: None)
        assert said(run, standing, today) == from_nothing(snapshot, standing, today)
        resumed += run.resumed
        judged += run.judged
        for _ in range(folder.dice.choice([0, 1, 1, 2])):
            folder.change()
    return resumed, judged


@given(st.integers(0, 2**32))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_resumed_equals_from_nothing(standing: Ground, seed: int) -> None:
    walk(seed, 6, standing)


def test_a_long_history_is_resumed_nearly_every_time(standing: Ground) -> None:
    resumed, _ = walk(7, 60, standing)
    assert resumed >= 59


def test_what_is_seen_elsewhere_comes_and_goes(standing: Ground) -> None:
    """A file that only observes is judged anew where it is compared."""
    declared = "kind: ConfigurationItem\nmetadata: {name: c1}\nspec: {type: server, version: '1'}\n"
    seen = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: c1}\nspec: {type: service}\n"
    memory, today, failed = Memory(), Day(START), []
    for files in ({}, {"seen/a.yaml": seen}, {}):
        snapshot = Snapshot.of({"catalog/a.yaml": declared, "foreign/b.yaml": seen.replace("c1", "c2"), **files})
        run = Resumption(snapshot, standing, today, memory, memory.parse).run(lambda _: None)
        made = said(run, standing, today)
        assert made == from_nothing(snapshot, standing, today)
        failed.append(any(one.rule == "test/observed" for one in made.findings))
    assert (run.resumed, failed) == (True, [False, True, False])
