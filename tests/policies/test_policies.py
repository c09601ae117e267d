"""Laws of the shipped rules: each is proven by its examples, answers a requirement that exists, and says why."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from keur import bundle
from keur.assess import Ground, ground
from keur.assess.example import complaints
from keur.assess.mutate import survivors
from keur.config import Config
from keur.kinds.source import read as read_yaml

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = ROOT.parent / "shared" / "requirements"
SHIPPED = bundle.shipped("policies")
IDS = sorted(path.removesuffix(".yaml") for path in SHIPPED if not path.endswith("/area.yaml"))
JUDGED = [id for id in IDS if b"\nbuiltin: true" not in SHIPPED[f"{id}.yaml"]]
EMITTED = re.compile(r'"((?:manifest|mapping|shape|reference|identity|waiver|view)/[a-z-]+)"')


@pytest.fixture(scope="module")
def shipped() -> Ground:
    """Everything that ships."""
    made = ground(bundle.shipped("schemas"), {"": SHIPPED}, Config())
    made.policies.or_refuse()
    return made


@pytest.mark.parametrize("id", IDS)
def test_examples_prove_the_rule(shipped: Ground, id: str) -> None:
    assert list(complaints(shipped, shipped.policies.rules[id])) == []


@pytest.mark.parametrize("id", JUDGED)
def test_the_rule_notices_when_what_it_reads_is_gone(shipped: Ground, id: str) -> None:
    assert list(survivors(shipped, shipped.policies.rules[id])) == []


@pytest.mark.parametrize("id", JUDGED)
def test_the_fast_way_is_compiled(shipped: Ground, id: str) -> None:
    assert all(program.compiled for program in shipped.compiled(id).programs())


@pytest.mark.parametrize("id", IDS)
def test_the_rule_speaks_in_sentences(shipped: Ground, id: str) -> None:
    rule = shipped.policies.rules[id].rule
    assert not rule.title.endswith("."), "a title is a sentence without its full stop"
    assert rule.rationale.endswith("."), "a rationale is a whole sentence"
    assert rule.remedy.endswith("."), "a remedy is a whole sentence"
    assert rule.message is None or not rule.message.endswith(".")


def test_requirements_exist(shipped: Ground) -> None:
    if not REQUIREMENTS.is_dir():
        pytest.skip("the requirements stand beside the repository, in ../shared, and are not here")
    known = set(_requirement_ids())
    for id, file in shipped.policies.rules.items():
        unknown = set(file.rule.requirements) - known
        assert not unknown, f"{id} answers {unknown}, which no requirement file holds"


def _requirement_ids() -> Iterator[str]:
    for path in REQUIREMENTS.glob("*.yaml"):
        for line in path.read_text().splitlines():
            if match := re.match(r"- id: ([A-Z]+-[0-9]+)|  *id: ([A-Z]+-[0-9]+)", line):
                yield match[1] or match[2]


@pytest.mark.parametrize("id", [id for id in JUDGED if not id.startswith("waiver/")])
def test_every_rule_answers_a_requirement(shipped: Ground, id: str) -> None:
    assert shipped.policies.rules[id].rule.requirements


def test_what_keur_finds_by_itself_is_described() -> None:
    """Ids in the engine's text are exactly the rules that are built in."""
    text = "".join(path.read_text() for path in (ROOT / "engine").rglob("*.py"))
    emitted = set(EMITTED.findall(text)) | {"reference/dangling", "reference/wrong-kind", "reference/ambiguous"}
    assert emitted == set(IDS) - set(JUDGED)


def test_areas_are_read_by_people(shipped: Ground) -> None:
    for name, area in shipped.policies.areas.items():
        assert area.description.endswith("."), name
        assert area.process in (None, name)


def test_files_are_plain_yaml() -> None:
    for path, data in SHIPPED.items():
        assert read_yaml(data), path
