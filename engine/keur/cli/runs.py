"""Runs of the straight line with what stands outside of it: cache, base, progress."""

from collections.abc import Sequence
from dataclasses import dataclass

from keur.assess import Ask, Reading, edited, judge, read, report
from keur.cli.progress import Progress
from keur.cli.session import Choice, Session, begin
from keur.errors import KeurError
from keur.evaluate import Evaluation, MemoryResults
from keur.git import Repository
from keur.model import Report, Severity, Snapshot


@dataclass(frozen=True)
class Run:
    """A session and everything that was found out."""

    session: Session
    reading: Reading
    results: MemoryResults
    report: Report


def check(
    choice: Choice,
    *,
    paths: Sequence[str] = (),
    base: str | None = None,
    fail_on: Severity = "error",
    cached: bool = True,
    verify: bool = False,
) -> Report:
    """The report of `keur check`."""
    return run(choice, paths=paths, base=base, fail_on=fail_on, cached=cached, verify=verify).report


def run(
    choice: Choice,
    *,
    paths: Sequence[str] = (),
    base: str | None = None,
    fail_on: Severity = "error",
    cached: bool = True,
    verify: bool = False,
) -> Run:
    """Reads and judges a repository. Raises KeurError when that cannot be done, or when nothing was there to judge."""
    with Progress() as progress:
        session = begin(choice)
        progress.say("reading")
        reading = read(session.snapshot, session.ground)
        _refuse_nothing(session, reading)
        rules = session.ground.compile_all(session.today)
        results = MemoryResults()
        progress.say("judging")
        judge(reading, session.ground, session.today, Evaluation(rules, results), progress.of(len(rules)))
        old, commit = _base(session, base)
        before = _reference(session, choice, commit)
        ask = Ask(
            today=session.today,
            today_from=session.today_from,
            fail_on=fail_on,
            paths=tuple(session.path(path) for path in paths),
            base=commit,
            old=old,
            edited=edited(before, reading, session.ground) if before and session.baseline.accepted else frozenset(),
            baseline=session.baseline,
        )
        return Run(session, reading, results, report(reading, session.ground, ask, results.tally()))


def _refuse_nothing(session: Session, reading: Reading) -> None:
    """Nothing evaluated is not green."""
    catalog = reading.declared.catalog
    torn = any(taken.admitted.problems for taken in reading.files.values())
    if not catalog.headers and not torn:
        folders = ", ".join(folder or "." for folder in session.config.catalog)
        raise KeurError(f"There is no entity below {folders}, so nothing was checked; keur init writes a start.")


def _base(session: Session, base: str | None) -> tuple[frozenset[str] | None, str]:
    """Fingerprints of what was broken at the merge base, and its commit id."""
    if base is None:
        return None, ""
    repository = session.repository
    if not isinstance(repository, Repository):
        raise KeurError(f"{session.root} is not in a git repository, so there is no base {base}; run git init first.")
    head = session.snapshot.revision if session.snapshot.revision not in ("work tree", "index") else "HEAD"
    commit = repository.merge_base(repository.resolve(base), repository.resolve(head))
    snapshot = repository.snapshot(commit, relevant=session.config.relevant, clock=session.today.date)
    reading = read(snapshot, session.ground)
    results = MemoryResults()
    rules = session.ground.compile_all(session.today)
    judge(reading, session.ground, session.today, Evaluation(rules, results), lambda _: None)
    found = report(reading, session.ground, Ask(session.today, session.today_from), results.tally())
    return frozenset(finding.fingerprint for finding in found.findings), commit


def _reference(session: Session, choice: Choice, base: str) -> Snapshot | None:
    """What an edit is told from: the merge base, else for work tree and index the last commit; None without one."""
    repository = session.repository
    if not isinstance(repository, Repository) or (choice.rev is not None and not base):
        return None
    if not base and not repository.has_commits:
        return None
    return repository.snapshot(base or "HEAD", relevant=session.config.relevant, clock=session.today.date)
