"""`python -m bench`: every figure in one run, side by side, as ratios to what was measured in the same run."""

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from bench import catalogs, language
from bench.measure import Command, Figure, run_all
from keur import bundle
from keur.assess import ground, read
from keur.config import Config
from keur.git import open_source
from keur.model.quantities import Day

HERE = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
KEUR = [sys.executable, "-m", "keur"]
TODAY = date(2027, 3, 28)
KB = 1024
CONFIG = "timeZone: Europe/Amsterdam\nasOf: 2027-03-28\n"
"""Of a generated catalog: level 1, for a dependency out of a copy leads past the agreements that would cover it."""
_DEPENDENCY = re.compile(r"(?m)^  dependsOn:\n  - (?P<name>\S+)-(?P<copy>[0-9]+)$")


@dataclass(frozen=True)
class Row:
    """One figure: what was measured, what it must be, and whether it is."""

    name: str
    found: str
    wanted: str
    holds: bool | None = None

    def line(self) -> str:
        """As a row of a Markdown table."""
        verdict = "" if self.holds is None else "yes" if self.holds else "**no**"
        return f"| {self.name} | {self.found} | {self.wanted} | {verdict} |"


class Bench:
    """One run. folder: where catalogs, byte code and caches of this run lie."""

    def __init__(self, folder: Path, sizes: Sequence[int], runs: int, seed: int) -> None:
        self.folder = folder
        self.runs = runs
        self.seed = seed
        self.ground = ground(bundle.shipped("schemas"), {"": bundle.shipped("policies")}, Config())
        self.schema = folder / "schema.json"
        self.schema.write_text(json.dumps(self.ground.kinds.json_schema()), encoding="utf-8")
        self.sizes = {size: self.written(size) for size in sizes}
        self.near_empty()

    def written(self, size: int) -> int:
        """Writes the catalog of a size; returns how many entities it has."""
        place = self.folder / str(size)
        place.mkdir()
        (place / "keur.yaml").write_text(CONFIG, encoding="utf-8")
        count = catalogs.write(place, size, catalogs.models(HERE / "catalog", self.ground.kinds), self.seed)
        catalogs.commit(place)
        return count

    def near_empty(self) -> None:
        """A catalog of one entity: what a run costs before it reads anything."""
        place = self.folder / "1"
        (place / "catalog").mkdir(parents=True)
        (place / "keur.yaml").write_text(CONFIG, encoding="utf-8")
        (place / "catalog" / "one.yaml").write_text("kind: Group\nmetadata: {name: one, title: One}\n")
        catalogs.commit(place)

    def environment(self, cache: str) -> dict[str, str]:
        """For a process: a cache of its own, and byte code that stays, as where a tool is installed."""
        return {
            "KEUR_CACHE_DIR": str(self.folder / "caches" / cache),
            "PYTHONPYCACHEPREFIX": str(self.folder / "byte code"),
            "PYTHONDONTWRITEBYTECODE": "",
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path.endswith("engine")),
        }

    def commands(self, size: int) -> dict[str, Command]:
        """What is measured at one size."""
        place = self.folder / str(size)
        files = [str(path.relative_to(place)) for path in sorted(place.glob("catalog/**/*.yaml"))]
        edits = partial(next, self.edits(place), None)
        check = partial(Command, folder=place)
        return {
            "cold": check([*KEUR, "check", "--no-cache"], environment=self.environment("none")),
            "edited": check([*KEUR, "check"], environment=self.environment("edited"), before=edits),
            "unchanged": check([*KEUR, "check"], environment=self.environment("unchanged")),
            "check-jsonschema": check(
                [str(BIN / "check-jsonschema"), "--schemafile", str(self.schema), *files],
                environment=self.environment("none"),
            ),
            "yamllint": check([str(BIN / "yamllint"), "-d", "relaxed", *files], environment=self.environment("none")),
        }

    def edits(self, place: Path) -> Iterator[None]:
        """Before each run one dependency moves to the next copy, in a file that was left alone so far."""
        dice = random.Random(self.seed)
        files = [path for path in sorted(place.glob("catalog/**/*.yaml")) if _DEPENDENCY.search(path.read_text())]
        copies = 1 + max(int(match["copy"]) for path in files if (match := _DEPENDENCY.search(path.read_text())))
        yield None  # the first run fills the cache
        for path in dice.sample(files, len(files)):
            written = path.read_text(encoding="utf-8")
            path.write_text(_DEPENDENCY.sub(partial(_moved, copies), written), encoding="utf-8")
            yield None
            path.write_text(written, encoding="utf-8")
            subprocess.run(["git", "update-index", "--refresh"], cwd=place, check=True, stdout=subprocess.DEVNULL)

    def base(self) -> dict[str, Command]:
        """What is measured without a catalog."""
        environment = self.environment("none")
        plain = partial(Command, folder=self.folder / "1", environment=environment)
        return {
            "base": plain([*KEUR, "check", "--no-cache"]),
            "base cached": plain([*KEUR, "check"], environment=self.environment("base")),
            "keur --version": plain([*KEUR, "--version"]),
            "python -c pass": plain([sys.executable, "-c", "pass"]),
        }

    def compared(self) -> language.Comparison:
        """The language alone."""
        repository = open_source(str(self.folder / str(min(self.sizes))))
        snapshot = repository.snapshot(None, relevant=Config().relevant, clock=TODAY)
        return language.compare(self.ground, read(snapshot, self.ground), Day(TODAY.toordinal()))


def _moved(copies: int, found: re.Match[str]) -> str:
    return f"  dependsOn:\n  - {found['name']}-{(int(found['copy']) + 1) % copies}"


def _ratio(name: str, value: float, bound: float, *, least: bool, unit: str = "x") -> Row:
    """A figure with its bound. least: it must be at least that."""
    word = "at least" if least else "at most"
    return Row(name, f"{value:.1f}{unit}", f"{word} {bound:g}{unit}", value >= bound if least else value <= bound)


def rows(bench: Bench, figures: dict[int, dict[str, Figure]], base: dict[str, Figure]) -> Iterator[Row]:
    """Every figure of whole processes."""
    for size, found in figures.items():
        for name, figure in found.items():
            yield Row(f"{size:,}: {name}", f"{figure.seconds:.2f} s, {figure.resident / KB:.0f} MB", "")
        cold = found["cold"].seconds
        large = size == max(figures)
        for peer in ("check-jsonschema", "yamllint"):
            row = _ratio(f"{size:,}: cold, faster than {peer}", found[peer].seconds / cold, 5, least=True)
            yield row if large else Row(row.name, row.found, "")
        row = _ratio(f"{size:,}: one file edited, faster than cold", cold / found["edited"].seconds, 4, least=True)
        yield row if large else Row(row.name, row.found, "")
        yield Row(
            f"{size:,}: unchanged, faster than cold", f"{cold / found['unchanged'].seconds:.1f}x", "printed apart"
        )
        kept = (found["cold"].resident - base["base"].resident) / bench.sizes[size]
        row = _ratio(f"{size:,}: resident per entity above the base, cold", kept, 10, least=False, unit=" kB")
        yield row if large else Row(row.name, row.found, "")
    small, large_one = min(figures), max(figures)
    if small != large_one:
        start = base["base"].seconds
        grown = (figures[large_one]["cold"].seconds - start) / (figures[small]["cold"].seconds - start)
        yield _ratio(f"{large_one:,} as against {small:,}, start-up subtracted", grown, 12, least=False)
    yield Row(
        "start: a catalog of one entity", f"{base['base'].seconds:.2f} s, {base['base'].resident / KB:.0f} MB", ""
    )
    version = base["keur --version"].seconds / base["python -c pass"].seconds
    yield _ratio("keur --version, as against python -c pass", version, 3, least=False)


def main(show: Callable[[str], None] = print) -> None:
    """Measures, and prints one table."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000], help="entities of the catalogs")
    parser.add_argument("--runs", type=int, default=3, help="runs of which the median counts")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="keur-bench-") as folder:
        bench = Bench(Path(folder), asked.sizes, asked.runs, asked.seed)
        base = run_all(bench.base(), max(asked.runs, 5))
        figures = {size: run_all(bench.commands(size), asked.runs) for size in bench.sizes}
        compared = bench.compared()
    show("| what | found | asked | holds |\n|---|--:|--:|---|")
    for row in rows(bench, figures, base):
        show(row.line())
    show(_ratio("compiled CEL, faster than cel-expr-python", compared.ratio, 4, least=True).line())
    counted = ", ".join(f"{size:,}: {count:,}" for size, count in bench.sizes.items())
    rules = sum(not one.rule.builtin for one in bench.ground.policies.rules.values())
    show(f"\nEntities: {counted}. Rules: {rules} shipped beside the built-in ones, all asked.")
    show(f"CEL: {len(compared.pairs)} pairs of rule and kind; {len(compared.left_out)} that cel-expr-python cannot do:")
    for name, reason in compared.left_out.items():
        show(f"  {name}: {reason}")


main()
