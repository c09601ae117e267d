"""The straight line for one snapshot: read, judge, find, report."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from keur import __version__
from keur.assess.baseline import Baseline
from keur.assess.derived import stale
from keur.assess.findings import Findings
from keur.assess.ground import Ground
from keur.assess.place import FORGETFUL, Memory, Places
from keur.assess.reading import Reading
from keur.assess.suppress import InlineIgnore, Suppressor, waivers
from keur.catalog import Header, Turned
from keur.config import Config
from keur.evaluate import Evaluation, State, Tally
from keur.manifest import ignores
from keur.model import Finding, Note, Place, Problem, Region, Report, RuleInfo, Severity, pointer
from keur.model.quantities import Day

UNUSED, UNKNOWN = "waiver/unused", "waiver/unknown-rule"
TOP = Place("keur.yaml", Region(1, 1, 1, 1))


@dataclass(frozen=True)
class Ask:
    """What one run wants to know beside what the repository says.

    paths: findings outside these files and folders are not shown and do not count; empty for all.
    base: the merge base compared with; old: fingerprints of its findings, None without a base.
    edited: entities with an edit, which the baseline does not excuse.
    notes: what there is to say beside what the catalog says.
    """

    today: Day
    today_from: str
    fail_on: Severity = "error"
    paths: tuple[str, ...] = ()
    base: str = ""
    old: frozenset[str] | None = None
    edited: frozenset[str] = frozenset()
    baseline: Baseline = field(default_factory=Baseline)
    notes: tuple[Note, ...] = ()


def judge(
    reading: Reading, ground: Ground, today: Day, evaluation: Evaluation, progress: Callable[[int], None]
) -> None:
    """Judges every rule over everything that was read."""
    evaluation.judge_all(state(reading, today), progress)


def state(reading: Reading, today: Day) -> State:
    """What rules are judged over."""
    return State(reading.declared.catalog, reading.observed.catalog, today.ordinal)


def report(reading: Reading, ground: Ground, ask: Ask, tally: Tally, memory: Memory = FORGETFUL) -> Report:
    """Everything the run says.

    tally: of every rule that was asked, for every entity it speaks of. memory: of places that earlier runs found.
    """
    reporter = _Reporter(reading, ground, ask, memory)
    reporter.expect(tally)
    found = [*reporter.built_in(), *reporter.failed(tally)]
    silenced = [reporter.suppressor.apply(finding) for finding in found]
    silenced += (reporter.suppressor.apply(finding) for finding in reporter.waivers())
    shown = [finding for finding in silenced if _within(finding.place.path, ask.paths)]
    shown.sort(key=lambda one: (one.place.path, one.place.region, one.rule, one.message))
    notes = (*ask.notes, *reporter.notes(tally))
    reporter.places.keep()
    catalog = reading.declared.catalog
    return Report(
        tool="keur",
        version=__version__,
        revision=reading.snapshot.revision,
        today=ask.today.date.isoformat(),
        today_from=ask.today_from,
        config=ground.config_from,
        findings=tuple(shown),
        rules=tuple(reporter.rules(tally, found)),
        notes=notes,
        base=ask.base,
        frameworks=ground.chosen_frameworks,
        digests=ground.digests,
        entities=len(catalog.headers),
        references=sum(len(header.references) for header in catalog.headers.values()),
        files=len(reading.files),
        fail_on=ask.fail_on,
    )


class _Reporter:
    def __init__(self, reading: Reading, ground: Ground, ask: Ask, memory: Memory) -> None:
        self.reading = reading
        self.ground = ground
        self.ask = ask
        self.catalog = reading.declared.catalog
        self.places = Places(reading.snapshot, reading.mapped, memory)
        self.findings = Findings(
            self.catalog,
            self.places,
            ground.policies,
            ground.severities,
            ground.enforced,
            catalog_places(reading, ground, self.places),
        )
        self.suppressor = Suppressor(
            waivers(self.catalog),
            ask.today,
            ask.baseline,
            ask.edited,
            {} if ground.config.inline_ignore == "off" else _Comments(reading),
            None if ground.config.inline_ignore == "off" else ground.config.inline_ignore,
            ask.old,
        )

    def expect(self, tally: Tally) -> None:
        """Reads the files in which findings will stand, all at once."""
        turned = [one for taken in self.reading.files.values() for one in taken.admitted.problems]
        told = [*turned, *self.reading.declared.problems, *self.reading.declared.outlived]
        ids: set[str] = set()
        for (_, subject), result in tally.notable.items():
            if subject and result.outcome == "fail":
                ids.add(subject)
                ids.update(id for failure in result.failures for id, _, _ in failure.related)
        self.places.expect({*(self.catalog.headers[id].path for id in ids), *(one.path for one in told)})

    def built_in(self) -> Iterator[Finding]:
        """Findings of what was turned away."""
        for taken in self.reading.files.values():
            for turned in taken.admitted.problems:
                yield from self._built_in(turned)
        for turned in (*self.reading.declared.problems, *stale(self.reading)):
            yield from self._built_in(turned)

    def _built_in(self, turned: Turned) -> Iterator[Finding]:
        if self.ground.asked(turned.problem.rule, self.ask.today):
            yield self.findings.of_problem(turned)

    def failed(self, tally: Tally) -> Iterator[Finding]:
        """Findings of rules."""
        for (rule, subject), result in tally.notable.items():
            if result.outcome == "fail" and self.can_say(rule, subject):
                yield from self.findings.of_result(rule, subject, result)

    def can_say(self, rule: str, subject: str) -> bool:
        """Whether the source of an entity can say all that the rule reads of it."""
        says = self._says(self.catalog.headers[subject]) if subject else None
        return says is None or self.ground.compiled(rule).answered_by(says)

    def _says(self, header: Header) -> frozenset[str] | None:
        """The fields that the source of an entity can say; None where they are all of its kind's."""
        mapped = self.places.mapped.get((header.path, header.document))
        if mapped is not None:
            return mapped.says
        mapping = self.ground.mappings.get(header.source) if header.source else None
        return mapping.can_say(header.kind) if mapping else None

    def waivers(self) -> Iterator[Finding]:
        """Findings of waivers of rules that do not exist, and of those that nothing needs, of judged rules."""
        found = list(self._needless())
        self.places.expect({turned.path for turned in found})
        for turned in found:
            yield from self._built_in(turned)

    def _needless(self) -> Iterator[Turned]:
        for waiver, _ in self.suppressor.waivers:
            rule = waiver.spec.get("rule", "")
            where = pointer("spec", "rule")
            if rule not in self.ground.policies.rules:
                problem = Problem(UNKNOWN, f"there is no rule {rule}, so this waives nothing", waiver.document, where)
            elif waiver.id not in self.suppressor.used and self.ground.asked(rule, self.ask.today):
                message = f"nothing of what it names breaks {rule}, so the waiver is not needed"
                problem = Problem(UNUSED, message, waiver.document, where)
            else:
                continue
            yield Turned(waiver.path, problem, waiver.id)

    def _builtin(self, rule: str) -> bool:
        return self.ground.policies.rules[rule].rule.builtin

    def rules(self, tally: Tally, found: Sequence[Finding]) -> Iterator[RuleInfo]:
        """What ran, with how it came out."""
        outcomes = {rule: Counter(counts) for rule, counts in tally.outcomes.items()}
        for (rule, subject), result in tally.notable.items():
            if result.outcome == "fail" and not self.can_say(rule, subject):
                outcomes[rule]["fail"] -= 1
                outcomes[rule]["not-assessed"] += 1
        for finding in found:
            if self._builtin(finding.rule):
                outcomes.setdefault(finding.rule, Counter())["fail"] += 1
        for id in self.ground.policies.rules:
            yield self.ground.rule_info(id, self.ask.today, outcomes.get(id, {}))

    def notes(self, tally: Tally) -> Iterator[Note]:
        """What is no finding and must be said all the same."""
        errors: dict[tuple[str, str], list[str]] = {}
        for (rule, subject), result in tally.notable.items():
            if result.outcome == "error":
                errors.setdefault((rule, result.why), []).append(subject or "the catalog")
        for (rule, why), subjects in sorted(errors.items()):
            more = f" and {len(subjects) - 1} more" if len(subjects) > 1 else ""
            yield Note("rule-error", f"{rule} cannot be judged for {subjects[0]}{more}: {why}", count=len(subjects))
        yield from self._reading_notes()

    def _reading_notes(self) -> Iterator[Note]:
        for turned in self.reading.declared.outlived:
            place = self.places.place(turned.path, turned.problem.document, turned.problem.pointer)
            yield Note("information", f"{turned.problem.message}; the record has ended, so that is right", place)
        for turned in self.reading.declared.unassessed:
            place = self.places.place(turned.path, turned.problem.document, turned.problem.pointer)
            message = f"not assessed: {turned.problem.message}, but a file that does not parse names it"
            yield Note("not-assessed", message, place)
        taken = self.reading.files.values()
        foreign = sum(one.admitted.foreign for one in taken)
        if foreign:
            yield Note("information", f"{foreign} documents of other tools were left alone", count=foreign)
        extensions = sum(one.admitted.extensions for one in taken)
        if extensions:
            yield Note("extension", f"fields that begin with x- were ignored: {extensions}", count=extensions)
        yield from (Note("information", sentence) for sentence in _idle(self.reading, self.ground))
        for path, link in sorted(self.reading.snapshot.links.items()):
            if self.ground.config.use(path) is not None:
                yield Note("information", f"{path} is a link to {link}; links are not followed")
        for path, one in self.reading.files.items():
            for unread in one.unread:
                place = self.places.written(path, *unread.first)
                yield Note("unread", f"the mapping reads nothing at {unread.pattern}", place, unread.count)


class _Comments(dict[str, Sequence[InlineIgnore]]):
    """Silencing comments by path, read when a finding stands there."""

    def __init__(self, reading: Reading) -> None:
        super().__init__()
        self._snapshot = reading.snapshot

    def get(self, path: str, default: object = ()) -> Sequence[InlineIgnore]:
        if path not in self:
            data = self._snapshot.read(path)
            self[path] = tuple(InlineIgnore(one.line, one.rule, one.reason) for one in ignores(data))
        return self[path]


def _idle(reading: Reading, ground: Ground) -> Iterator[str]:
    """What `keur.yaml` names and no file answers to: it would silently be nothing."""
    config, files = ground.config, reading.snapshot.files
    for source in config.sources:
        if not any(source in config.sources_of(path) for path in files):
            yield f"no file matches {' or '.join(source.paths)}, so the source {source.mapping} gives nothing"
    for folder in config.catalog if config.catalog != Config().catalog else ():
        if not any(path.startswith(folder) for path in files):
            yield f"there is no file below {folder}, which keur.yaml names as a folder of the catalog"


def catalog_places(reading: Reading, ground: Ground, places: Places) -> Mapping[str, Place]:
    """Where findings of catalog-wide rules stand, by area: at its `enforce` entry, else where `keur.yaml` begins."""
    if "keur.yaml" not in reading.snapshot.files:
        return {"": TOP}
    found = {"": replace(places.place("keur.yaml", 0, ""), pointer="")}
    for area in ground.config.enforce:
        where = pointer("enforce", area)
        found["" if area == "default" else area] = places.place("keur.yaml", 0, where, on_key=True)
    return found


def _within(path: str, paths: Sequence[str]) -> bool:
    return not paths or any(path == one or path.startswith(f"{one.rstrip('/')}/") or one in ("", ".") for one in paths)
