"""Runs of the straight line with what stands outside of it: cache, base, progress."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from keur import bundle
from keur.assess import Ask, Reading, edited, judge, read, report, state
from keur.assess.place import FORGETFUL
from keur.assess.resume import Judged, Resumption
from keur.cache import CachedParser, DiskStore, PlaceMemory, cache_file, parse_pooled, tally_pooled
from keur.cli.output import say
from keur.cli.progress import Progress
from keur.cli.session import Choice, Session, begin, environment
from keur.errors import KeurError
from keur.evaluate import Evaluation, MemoryResults, Results, Summed
from keur.git import Repository
from keur.model import Report, Severity, Snapshot


@dataclass(frozen=True)
class Run:
    """A session and everything that was found out."""

    session: Session
    reading: Reading
    results: Results
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
    made = run(choice, paths=paths, base=base, fail_on=fail_on, cached=cached, verify=verify, whole=False)
    return made.report


def run(
    choice: Choice,
    *,
    paths: Sequence[str] = (),
    base: str | None = None,
    fail_on: Severity = "error",
    cached: bool = True,
    verify: bool = False,
    whole: bool = True,
) -> Run:
    """Reads and judges a repository. Raises KeurError when that cannot be done, or when nothing was there to judge.

    whole: each result is wanted, and not only what they come to.
    """
    with Progress() as progress:
        session = begin(replace(choice, cached=cached or verify))
        progress.say("reading")
        store = _store(session) if cached or verify else None
        judged = _judged(session, store, progress, whole=whole)
        reading = judged.reading
        refuse_nothing(session, reading)
        if verify:
            _verify(session, judged)
        old, commit = _base(session, base)
        before = _reference(session, choice, commit) if session.baseline.accepted else None
        ask = Ask(
            today=session.today,
            today_from=session.today_from,
            fail_on=fail_on,
            paths=tuple(session.path(path) for path in paths),
            base=commit,
            old=old,
            edited=edited(before, reading, session.ground) if before else frozenset(),
            baseline=session.baseline,
            notes=session.notes,
        )
        made = report(reading, session.ground, ask, judged.results.tally(), PlaceMemory(store) if store else FORGETFUL)
        return Run(session, reading, judged.results, made)


def judged_session(session: Session) -> Run:
    """The repository of a session, judged. Nothing is accepted or new in it: a baseline silences findings alone."""
    with Progress() as progress:
        progress.say("reading")
        store = _store(session)
        judged = _judged(session, store, progress)
        refuse_nothing(session, judged.reading)
        ask = Ask(today=session.today, today_from=session.today_from, notes=session.notes)
        places = PlaceMemory(store) if store else FORGETFUL
        made = report(judged.reading, session.ground, ask, judged.results.tally(), places)
        return Run(session, judged.reading, judged.results, made)


def read_only(session: Session) -> Reading:
    """The repository of a session, read and not judged. Raises KeurError when nothing was there to read."""
    store = _store(session)
    reading = read(session.snapshot, session.ground, CachedParser(store) if store else parse_pooled)
    refuse_nothing(session, reading, "there is nothing to show")
    return reading


def _store(session: Session) -> DiskStore | None:
    """The cache of the repository; None, with a word about it, where there can be none."""
    try:
        store = DiskStore(cache_file(session.root, environment()))
    except (KeurError, OSError) as error:
        say(f"no cache: {error}")
        return None
    if store.note:
        say(store.note)
    return store


def _judged(session: Session, store: DiskStore | None, progress: Progress, *, whole: bool = True) -> Judged:
    if store is not None:
        parser = CachedParser(store, partial(session.ground.ready_all, session.today))
        run = Resumption(session.snapshot, session.ground, session.today, store, parser, bundle.build())
        return run.run(progress.say_done)
    return _from_nothing(session, progress, whole=whole)


def _from_nothing(session: Session, progress: Progress, *, whole: bool = True) -> Judged:
    # Rules are compiled while another process parses files.
    meanwhile = partial(session.ground.ready_all, session.today)
    reading = read(session.snapshot, session.ground, partial(parse_pooled, meanwhile=meanwhile))
    rules = session.ground.compile_all(session.today)
    if not whole:
        tally = tally_pooled(state(reading, session.today), rules, progress.say_done)
        return Judged(reading, Summed(tally), False, tally.count)
    results = MemoryResults()
    evaluation = Evaluation(rules, results)
    judge(reading, session.ground, session.today, evaluation, progress.say_done)
    return Judged(reading, results, False, evaluation.judged)


def _verify(session: Session, judged: Judged) -> None:
    """Proves that what an earlier run left gives the same results as a run from nothing; anything else is a bug."""
    full = _from_nothing(session, Progress())
    if judged.results.tally() != full.results.tally():
        mine, theirs = judged.results.tally(), full.results.tally()
        keys = mine.notable.items() ^ theirs.notable.items() if mine.notable != theirs.notable else ()
        raise AssertionError(f"incremental differs from full: {sorted(key for key, _ in keys)[:20]}")
    count = full.results.tally().count
    how = f"{judged.judged} of them judged now" if judged.resumed else "all judged now"
    say(f"incremental equals full: {count} results, {how}")


def refuse_nothing(session: Session, reading: Reading, so: str = "nothing was checked") -> None:
    """Nothing evaluated is not green. Raises KeurError where there is no entity; so: what follows."""
    catalog = reading.declared.catalog
    torn = any(taken.admitted.problems for taken in reading.files.values())
    if not catalog.headers and not torn:
        folders = ", ".join(folder or "." for folder in session.config.catalog)
        raise KeurError(f"There is no entity below {folders}, so {so}; keur init writes a start.")


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
