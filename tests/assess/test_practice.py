"""The YAML that practitioners are willing to write, as it is: one grown repository, and one on its first day."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from keur.model import Report

EXAMPLES = Path(__file__).resolve().parents[3] / "shared" / "examples"
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


def test_the_catalogue_here_is_those_files(written: Mapping[str, str]) -> None:
    root = Path(__file__).resolve().parents[2] / "catalog"
    ours = {path.read_text() for path in root.rglob("*.yaml")}
    assert ours == {text for name, text in written.items() if name[:2] in GROWN}
