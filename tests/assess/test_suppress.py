"""What keeps a finding from setting the exit code, and what does not."""

from collections.abc import Callable, Mapping

import pytest

from keur.assess import Baseline
from keur.assess.baseline import read as read_baseline
from keur.errors import KeurError
from keur.model import Finding, Report
from keur.model.quantities import Day

Checked = Callable[..., Report]

RULE = "service-level-management/validity-has-an-order"
SLA = """\
kind: ServiceLevelAgreement
metadata: {name: sla}
spec:
  valid:
    from: 2027-01-01
    to: 2026-01-01
"""


def waiver(fields: str = "until: 2027-09-30", rule: str = RULE, entities: str = "sla") -> str:
    return f"kind: Waiver\nmetadata: {{name: w}}\nspec: {{rule: {rule}, entities: [{entities}], {fields}}}\n"


def files(*more: str) -> Mapping[str, str]:
    return {"catalog/sla.yaml": SLA, **{f"catalog/{number}.yaml": text for number, text in enumerate(more)}}


def of(report: Report, rule: str = RULE) -> Finding:
    (found,) = [finding for finding in report.findings if finding.rule == rule]
    return found


def test_a_broken_promise_decides(check: Checked) -> None:
    report = check(files())
    assert report.deciding() == (of(report),)
    assert (of(report).place.region.line, of(report).place.region.column) == (6, 9)


@pytest.mark.parametrize(
    ("fields", "silenced"),
    [
        ("until: 2027-09-30", True),
        ("until: 2027-03-28", True),
        ("until: 2027-03-27", False),
        ("from: 2027-03-29, until: 2027-09-30", False),
        ("reason: it has no end", False),
    ],
)
def test_a_waiver_holds_in_its_days(check: Checked, fields: str, silenced: bool) -> None:
    report = check(files(waiver(fields)))
    found = of(report)
    assert (found.suppressed, found.suppressed_by) == (("waiver", "Waiver/w") if silenced else ("", ""))
    assert bool(report.deciding()) is not silenced


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (waiver(rule="service-level-management/answer-comes-before-restoration"), "waiver/unused"),
        (waiver(rule="service-level-management/no-such-rule"), "waiver/unknown-rule"),
    ],
)
def test_a_waiver_that_is_of_no_use_is_said(check: Checked, text: str, rule: str) -> None:
    report = check(files(text))
    assert of(report, rule).entity == "Waiver/w"
    assert not of(report).suppressed


def test_a_waiver_changes_no_rating(check: Checked) -> None:
    (info,) = [info for info in check(files(waiver())).rules if info.id == RULE]
    assert info.outcomes == {"fail": 1}


def test_the_baseline_excuses_until_the_entity_is_edited(check: Checked) -> None:
    broken = of(check(files()))
    baseline = Baseline("b.yaml").with_([broken], "2027-01-01")
    report = check(files(), baseline=baseline)
    assert (of(report).suppressed, of(report).suppressed_by) == ("baseline", "b.yaml")
    edited = check(files(), baseline=baseline, edited=frozenset({"ServiceLevelAgreement/sla"}))
    assert edited.deciding() == (of(edited),)


def test_a_baseline_reads_what_it_writes(check: Checked) -> None:
    found = of(check(files()))
    baseline = Baseline("b.yaml").with_([found], "2027-01-01", reason='because: "it" is # so')
    assert read_baseline("b.yaml", baseline.text().encode()) == baseline
    assert baseline.kept([]).accepted == {}
    assert baseline.kept([found]) == baseline


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [", "b.yaml: "),
        ("a: b\n", "a baseline is a list"),
        ("- text\n", "entry 1 is no finding"),
        ("- {finding: a, other: b}\n", "entry 1 has unknown fields: other"),
        ("- {rule: a/b}\n", "entry 1 has no `finding`"),
    ],
)
def test_a_baseline_that_is_none(text: str, message: str) -> None:
    with pytest.raises(KeurError) as refused:
        read_baseline("b.yaml", text.encode())
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("allowed", "severity", "silenced"),
    [("off", "info", False), ("info", "warning", False), ("warning", "warning", True), ("warning", "error", False)],
)
def test_an_inline_comment_silences_up_to_what_is_allowed(
    check: Checked, allowed: str, severity: str, silenced: bool
) -> None:
    text = SLA.replace("to: 2026-01-01", f"to: 2026-01-01   # keur: ignore[{RULE}] it is history")
    setting = f'{{"severity": "{severity}", "reason": "test"}}'
    config = f'{{"inlineIgnore": "{allowed}", "rules": {{"{RULE}": {setting}}}}}'
    found = of(check({"catalog/sla.yaml": text}, config))
    assert (found.suppressed, found.suppressed_by) == (("inline", "it is history") if silenced else ("", ""))


def test_what_was_there_before_is_not_new(check: Checked) -> None:
    before = check(files())
    old = frozenset(finding.fingerprint for finding in before.findings)
    moved = {"catalog/other.yaml": "# moved down\n\n" + SLA}
    report = check(moved, old=old, base="abc")
    assert of(report).suppressed == "not-new"
    assert not report.deciding()


@pytest.mark.parametrize(
    ("paths", "shown"),
    [
        ((), True),
        (("catalog/sla.yaml",), True),
        (("catalog",), True),
        (("",), True),
        (("cat",), False),
        (("x.yaml",), False),
    ],
)
def test_findings_outside_the_paths_do_not_count(check: Checked, paths: tuple[str, ...], shown: bool) -> None:
    assert bool(check(files(), paths=paths).findings) is shown


@pytest.mark.parametrize(
    ("config", "decides", "found"),
    [
        ('{"rules": {"%s": {"off": true, "reason": "r"}}}', False, False),
        ('{"rules": {"%s": {"severity": "warning", "reason": "r"}}}', False, True),
        ('{"rules": {"%s": {"from": "2027-03-29", "reason": "r"}}}', False, False),
        ('{"rules": {"%s": {"until": "2027-03-27", "reason": "r"}}}', False, False),
        ('{"rules": {"%s": {"until": "2027-03-28", "reason": "r"}}}', True, True),
    ],
)
def test_settings_of_a_rule(check: Checked, config: str, decides: bool, found: bool) -> None:
    report = check(files(), config % RULE)
    assert (bool(report.deciding()), any(one.rule == RULE for one in report.findings)) == (decides, found)


def test_findings_above_the_enforced_level_are_shown_and_do_not_count(check: Checked) -> None:
    unowned = {"catalog/a.yaml": "kind: Service\nmetadata: {name: a}\n"}
    rule = "service-asset-and-configuration-management/somebody-answers-for-it"
    report = check(unowned)
    assert (of(report, rule).enforced, report.deciding()) == (False, ())
    strict = check(unowned, '{"enforce": {"service-asset-and-configuration-management": 2}}')
    assert of(strict, rule) in strict.deciding()


def test_a_rule_about_a_whole_kind_waits_for_its_level(check: Checked) -> None:
    rule = "change-management/there-is-a-board"
    text = {"catalog/a.yaml": "kind: Person\nmetadata: {name: a}\n", "keur.yaml": "enforce:\n  change-management: 2\n"}
    assert all(finding.rule != rule for finding in check(text).findings)
    found = of(check(text, '{"enforce": {"change-management": 2}}'), rule)
    assert (found.place.path, found.place.region.line, found.entity) == ("keur.yaml", 2, "")


def test_day_after_day(check: Checked) -> None:
    text = files(waiver())
    assert not check(text, today=Day.of(2027, 9, 30)).deciding()
    assert check(text, today=Day.of(2027, 10, 1)).deciding()
