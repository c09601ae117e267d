"""Whole processes, measured from outside: wall time, and the most memory that was resident."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Command:
    """One process to measure.

    before: done before each run, outside of the time taken. codes: exit codes that mean it did its work.
    """

    arguments: Sequence[str]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    before: Callable[[], None] = lambda: None
    codes: tuple[int, ...] = (0, 1)


@dataclass(frozen=True, slots=True)
class Figure:
    """Medians of the runs of one command: seconds of wall time, and kB resident at the most."""

    seconds: float
    resident: float


def run_all(commands: Mapping[str, Command], runs: int) -> dict[str, Figure]:
    """Runs each command once unmeasured, then all of them in turn, so that what disturbs one disturbs all."""
    taken: dict[str, list[tuple[float, int]]] = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            _say(f"{name}, run {turn} of {runs}")
            command.before()
            found = _run(command)
            if turn:
                taken[name].append(found)
    _say("")
    return {
        name: Figure(statistics.median(s for s, _ in found), statistics.median(kb for _, kb in found))
        for name, found in taken.items()
    }


def _run(command: Command) -> tuple[float, int]:
    start = time.perf_counter()
    process = subprocess.Popen(
        command.arguments,
        cwd=command.folder,
        env={**os.environ, **command.environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in command.codes:
        raise SystemExit(f"{' '.join(command.arguments[:4])} ended with exit code {process.returncode}")
    return seconds, usage.ru_maxrss // (1024 if sys.platform == "darwin" else 1)


def _say(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)
