"""What every command that reads a repository begins with: where it is, what it says, which day it is.

The decisions that depend on the outside (clock, folder, environment) are taken here and nowhere deeper.
"""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from keur import bundle
from keur.assess import Ground, ground
from keur.assess.baseline import Baseline
from keur.assess.baseline import read as read_baseline
from keur.cache import ShippedData, cache_file
from keur.config import BASELINE, FILE, Config, Locate, strangers
from keur.config import read as read_config
from keur.errors import KeurError
from keur.git import Folder, Repository, open_source
from keur.manifest import locate, parse
from keur.model import Note, Region, Snapshot
from keur.model.quantities import Day
from keur.model.quantities.zones import zone

COMMITTER = "committer date"


@dataclass(frozen=True)
class Session:
    """A repository, one snapshot of it, and what it is judged by.

    notes: what there is to say before anything is judged.
    root: the top folder. here: the folder the command was called in, as a path from the root, "" for the root.
    """

    repository: Repository | Folder
    root: str
    here: str
    snapshot: Snapshot
    config: Config
    config_from: str
    ground: Ground
    today: Day
    today_from: str
    baseline: Baseline
    notes: tuple[Note, ...] = ()

    def path(self, path: str) -> str:
        """A path as the user wrote it, from the root of the repository.

        Raises KeurError when it lies outside, or when there is no such file or folder: a misspelt one would be green.
        """
        if not path or "\0" in path:
            raise KeurError(f"{path!r} is no path")
        full = os.path.normpath(os.path.join(os.path.realpath(os.getcwd()), path))
        root = os.path.realpath(self.root)
        if full == root:
            return ""
        if not full.startswith(root + os.sep):
            raise KeurError(f"{path} lies outside the repository {self.root}")
        found = os.path.relpath(full, root).replace(os.sep, "/")
        if not os.path.lexists(full) and not self._holds(found):
            raise KeurError(f"{path} is no file or folder here; see to the spelling")
        return found

    def _holds(self, path: str) -> bool:
        below = f"{path}/"
        files = (*self.snapshot.files, *self.snapshot.links)
        return any(file == path or file.startswith(below) for file in files)


@dataclass(frozen=True)
class Choice:
    """What the command line chose.

    rev and staged: which snapshot. config: a file that takes keur.yaml's place. ahead: ask also what is not in use yet.
    cached: what an earlier run kept may be used.
    """

    rev: str | None = None
    staged: bool = False
    as_of: str | None = None
    config: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    ahead: bool = False
    cached: bool = True


def begin(choice: Choice, folder: str = ".") -> Session:
    """Opens the repository that a folder lies in and reads what it is judged by."""
    repository = open_source(folder)
    clock = datetime.now(UTC).date()
    config, config_from = _config(repository, choice, clock)
    snapshot = _snapshot(repository, choice, config, clock)
    standing = _ground(repository.root, snapshot, config, config_from, choice)
    today, today_from = _today(choice, config, snapshot)
    return Session(
        repository=repository,
        root=repository.root,
        here=os.path.relpath(os.path.realpath(folder), os.path.realpath(repository.root)),
        snapshot=snapshot,
        config=config,
        config_from=config_from,
        ground=standing,
        today=today,
        today_from=today_from,
        baseline=_baseline(snapshot, config),
        notes=tuple(_backwards(repository, snapshot, today_from)),
    )


def _backwards(repository: Repository | Folder, snapshot: Snapshot, today_from: str) -> Iterator[Note]:
    """A word about a commit whose day lies before its parent's: rules about dates judge it as it stands."""
    if today_from == COMMITTER and isinstance(repository, Repository):
        parent = repository.parent(snapshot.revision)
        before = repository.commit_day(parent) if parent else None
        if before is not None and before > snapshot.day:
            yield Note("information", f"the commit's day, {snapshot.day}, lies before its parent's, {before}")


def _config(repository: Repository | Folder, choice: Choice, clock: date) -> tuple[Config, str]:
    """From --config, else the judged snapshot, else HEAD, else the work tree."""
    if choice.config is not None:
        try:
            with open(choice.config, "rb") as file:
                return _read_config(file.read(), choice.config), choice.config
        except OSError as error:
            raise KeurError(f"--config {choice.config}: {error.strerror or error}") from None
    tries = [(choice.rev, choice.staged)]
    if choice.rev is not None or choice.staged:
        tries += [("HEAD", False), (None, False)]
    for rev, staged in tries:
        try:
            found = repository.snapshot(rev, relevant=FILE.__eq__, clock=clock, index=staged)
        except KeurError:
            if (rev, staged) == tries[0]:
                raise
            continue
        if FILE in found.files:
            where = "index" if staged else rev or "work tree"
            return _read_config(found.read(FILE), FILE), f"{FILE} ({where})"
    return Config(), "none (catalog: [catalog/], UTC, level 1)"


def _read_config(data: bytes, where: str) -> Config:
    parsed = parse(data)
    if parsed.problems:
        lines = []
        for problem in parsed.problems:
            at = f":{problem.region.line}:{problem.region.column}" if problem.region else ""
            lines.append(f"{where}{at}: {problem.message}")
        raise KeurError(f"{where} cannot be read, nothing was checked:", lines)
    if len(parsed.documents) > 1:
        raise KeurError(f"{where} holds {len(parsed.documents)} documents; it is one mapping")
    return read_config(parsed.documents[0].data if parsed.documents else None, _locator(data), where)


def _locator(data: bytes) -> Locate:
    def find(pointer: str, *, on_key: bool = False) -> Region:
        return locate(data, 0, pointer, on_key=on_key)

    return find


def _snapshot(repository: Repository | Folder, choice: Choice, config: Config, clock: date) -> Snapshot:
    return repository.snapshot(choice.rev, relevant=config.relevant, clock=clock, index=choice.staged)


def _ground(root: str, snapshot: Snapshot, config: Config, config_from: str, choice: Choice) -> Ground:
    own: dict[str, dict[str, bytes]] = {"policies": {}, "schemas": {}, "mappings": {}}
    if config.policies or config.schemas or config.mappings:
        for path in snapshot.files:
            use = config.use(path)
            if use in own:
                own[use][path] = snapshot.read(path)
    schemas, policies = bundle.shipped("schemas"), bundle.shipped("policies")
    kept = ShippedData((*schemas.values(), *policies.values()), _kept(root) if choice.cached else None)
    made = ground(
        schemas,
        {"": policies, **_by_folder(own["policies"], config.policies)},
        config,
        own,
        read_schema=kept.schema,
        read_rule=kept.rule,
        as_shipped=not own["schemas"],
        config_from=config_from,
        select=choice.select,
        ignore=choice.ignore,
        ahead=choice.ahead,
    )
    kept.keep()
    _known(made, snapshot, config, choice)
    return made


def _kept(root: str) -> Path | None:
    """Where shipped files are kept as plain data; None where there is no cache folder: a run then says so."""
    try:
        return cache_file(root, environment()).with_name("shipped.json")
    except (KeurError, OSError):
        return None


def _by_folder(files: Mapping[str, bytes], folders: Sequence[str]) -> Mapping[str, Mapping[str, bytes]]:
    return {
        folder: {path.removeprefix(folder): data for path, data in files.items() if path.startswith(folder)}
        for folder in folders
    }


def _known(made: Ground, snapshot: Snapshot, config: Config, choice: Choice) -> None:
    """Refuses names that nothing answers to: they would silently narrow or enforce nothing."""
    areas, rules = made.policies.areas, made.policies.rules
    says_so = FILE in snapshot.files and choice.config is None  # else it is of another state, with other folders
    data = snapshot.read(FILE) if FILE in snapshot.files else b""
    held = snapshot.files if says_so else None
    problems = strangers(
        config,
        _locator(data),
        areas=areas,
        rules=rules,
        mappings=made.mappings,
        frameworks=made.frameworks,
        held=held,
    )
    if problems:
        raise KeurError("keur.yaml names what is not there, nothing was checked:", problems)
    for name in (*choice.select, *choice.ignore):
        if name not in areas and name not in rules:
            raise KeurError(f"There is no rule or area {name}{_near(name, [*areas, *rules])}")


def _near(name: str, known: list[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, known, n=1)
    return f"; did you mean {close[0]}?" if close else "; keur rules lists them."


def _today(choice: Choice, config: Config, snapshot: Snapshot) -> tuple[Day, str]:
    """The day, and where it came from."""
    if choice.as_of is not None:
        try:
            return _day(date.fromisoformat(choice.as_of)), "--as-of"
        except ValueError:
            raise KeurError(f"--as-of {choice.as_of} is no date; write it as 2027-03-28") from None
    if config.as_of is not None:
        return _day(config.as_of), "asOf in keur.yaml"
    if choice.rev is not None:
        return _day(snapshot.day), COMMITTER
    return _day(datetime.now(zone(config.time_zone)).date()), "clock"


def _day(day: date) -> Day:
    return Day(day.toordinal())


def _baseline(snapshot: Snapshot, config: Config) -> Baseline:
    path = config.baseline or BASELINE
    if path in snapshot.files:
        return read_baseline(path, snapshot.read(path))
    if config.baseline is not None:
        raise KeurError(f"keur.yaml names the baseline {config.baseline}, which is not there; keur baseline writes it")
    return Baseline(path)


def environment() -> Mapping[str, str]:
    """The process's environment."""
    return os.environ


def interactive() -> bool:
    """Whether standard error is a terminal, so that progress may be drawn."""
    return sys.stderr.isatty()
