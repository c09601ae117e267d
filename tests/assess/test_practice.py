"""The YAML that practitioners are willing to write, as it is (a grown repository, and one on its first day), and ours."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from keur.kinds import load
from keur.manifest import parse
from keur.model import Report

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT.parent / "shared" / "examples"
START = "00-start.yaml"
GROWN = [f"{number:02}" for number in (*range(1, 12), 13)]

Checked = Callable[..., Report]


@pytest.fixture
def written() -> Mapping[str, str]:
    if not EXAMPLES.is_dir():
        pytest.skip("the examples stand beside the repository, in ../shared, and are not here")
    return {path.name: path.read_text() for path in EXAMPLES.glob("*.yaml")}


@pytest.mark.parametrize("enforce", ['"default": 1', '"change-management": 2, "service-level-management": 2'])
def test_a_grown_repository_is_clean(check: Checked, written: Mapping[str, str], enforce: str) -> None:
    files = {f"catalog/{name}": text for name, text in written.items() if name[:2] in GROWN}
    report = check(files, f'{{"enforce": {{{enforce}}}, "timeZone": "Europe/Amsterdam"}}')
    assert len(files) == len(GROWN)
    assert not [finding for finding in report.findings if finding.enforced]
    waived = [finding for finding in report.findings if finding.suppressed == "waiver"]
    assert [(found.rule, found.entity) for found in waived] == [
        ("availability-management/no-single-point-of-failure", "ConfigurationItem/san-1")
    ]
    assert not [note for note in report.notes if note.kind == "rule-error"]


def test_the_first_day_is_green(check: Checked, written: Mapping[str, str]) -> None:
    report = check({"catalog/start.yaml": written[START]})
    assert (report.entities, report.references, report.deciding()) == (5, 6, ())
    assert not [finding for finding in report.findings if finding.enforced]


@pytest.fixture(scope="module")
def ours() -> Mapping[str, str]:
    return {path.relative_to(ROOT).as_posix(): path.read_text() for path in sorted((ROOT / "catalog").rglob("*.yaml"))}


def test_the_reference_organisation_passes_its_own_check(check: Checked, ours: Mapping[str, str]) -> None:
    (config,) = parse((ROOT / "keur.yaml").read_bytes()).documents
    report = check(ours, json.dumps(config.data))
    assert not [note for note in report.notes if note.kind == "rule-error"]
    assert not report.deciding(), [(one.rule, one.path, one.message) for one in report.deciding()]
    warned = {one.rule for one in report.findings if one.enforced and not one.suppressed}
    assert "service-level-management/successor-is-ready" in warned
    assert len(warned) < 6, warned
    assert [(one.rule, one.entity) for one in report.findings if one.suppressed == "waiver"] == [
        ("availability-management/standby-is-tested", "ConfigurationItem/db-registry"),
        ("availability-management/no-single-point-of-failure", "ConfigurationItem/san-1"),
    ]


def test_the_reference_organisation_shows_every_kind(
    shipped: Mapping[str, Mapping[str, bytes]], ours: Mapping[str, str]
) -> None:
    documents = [document.data for text in ours.values() for document in parse(text.encode()).documents]
    assert {document["kind"] for document in documents} == set(load(shipped["schemas"]))


def test_the_other_end_is_named_once_though_a_value_in_short_form_is_two_fields(check: Checked) -> None:
    agreements = """\
kind: Group
metadata: {name: databases}
---
kind: Service
metadata: {name: payments}
spec: {dependsOn: [payments-db]}
---
kind: ConfigurationItem
metadata: {name: payments-db, owner: databases}
---
kind: OperationalLevelAgreement
metadata: {name: ola}
spec:
  provider: databases
  covers: [payments-db]
  targets: {restore: {p1: 6h}}
---
kind: ServiceLevelAgreement
metadata: {name: sla}
spec:
  services: [payments]
  targets: {restore: {p1: 4h}}
"""
    found = check({"catalog/a.yaml": agreements}).findings
    (broken,) = [one for one in found if one.rule == "service-level-management/backing-time-fits"]
    spots = [(one.place.region.line, one.place.region.column) for one in broken.related]
    assert (16, 27) in spots
    assert len(spots) == len(set(spots))
