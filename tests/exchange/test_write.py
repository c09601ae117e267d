"""What is imported gives the same entities, references and findings as the foreign files that it was read from."""

import subprocess
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keur import bundle
from keur.assess import Ask, Ground, Reading, ground, read, report, state
from keur.config import Config
from keur.evaluate import Evaluation, MemoryResults
from keur.exchange import files, written
from keur.kinds import Kinds
from keur.manifest import parse
from keur.mapping import read as read_mapped
from keur.model import Report, Snapshot
from keur.model.quantities import Day
from keur.typed import build

ROOT = Path(__file__).resolve().parents[2]
BUNDLE = ROOT.parent / "shared" / "data" / "gitlab-runbooks" / "history.bundle"
BACKSTAGE = ROOT / "tests" / "mapping" / "backstage.yaml"
TODAY = Day(date(2027, 3, 28).toordinal())


def standing(mapping: str = "") -> Ground:
    sources = [{"paths": ["services/*.yml", "catalog-info.yaml"], "mapping": mapping}] if mapping else []
    config = build(Config, {"sources": sources})
    return ground(bundle.shipped("schemas"), {"": bundle.shipped("policies")}, config)


@pytest.fixture(scope="module")
def kinds() -> Kinds:
    return standing().kinds


def checked(contents: Mapping[str, str | bytes], on: Ground) -> tuple[Reading, Report]:
    reading = read(Snapshot.of(contents), on)
    results = MemoryResults()
    Evaluation(on.compile_all(TODAY), results).judge_all(state(reading, TODAY))
    return reading, report(reading, on, Ask(TODAY, "test"), results.tally())


def imported(contents: Mapping[str, str | bytes], mapping: str, on: Ground) -> dict[str, str]:
    entities = []
    for path, text in contents.items():
        parsed = parse(text.encode() if isinstance(text, str) else text)
        entities += [one.data for one in read_mapped(on.mappings[mapping], path, parsed).documents]
    return files(entities, on.kinds, source=mapping)


@pytest.fixture(scope="module")
def gitlab(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    if not BUNDLE.is_file():
        pytest.skip(f"the history of the real catalogue is not at {BUNDLE}")
    clone = tmp_path_factory.mktemp("gitlab") / "clone"
    subprocess.run(["git", "clone", "-q", str(BUNDLE), str(clone)], check=True, capture_output=True)
    return {f"services/{path.name}": path.read_bytes() for path in (clone / "services").glob("*.yml")}


@pytest.fixture(params=["gitlab-runbooks", "backstage"])
def source(request: pytest.FixtureRequest) -> tuple[str, Mapping[str, str | bytes]]:
    if request.param == "backstage":
        return "backstage", {"catalog-info.yaml": BACKSTAGE.read_bytes()}
    return "gitlab-runbooks", request.getfixturevalue("gitlab")


def test_an_import_gives_the_same_entities_references_and_findings(source) -> None:
    mapping, contents = source
    foreign, on_foreign = checked(contents, standing(mapping))
    ours, on_ours = checked(imported(contents, mapping, standing()), standing())
    before, after = foreign.declared.catalog, ours.declared.catalog
    assert set(after.entities) == set(before.entities)
    for id, entity in before.entities.items():
        assert after.entities[id].metadata == {**entity.metadata, "source": mapping}
        assert after.entities[id].spec == entity.spec
        assert sorted(map(str, after.references(id))) == sorted(map(str, before.references(id)))
    assert of_rules(on_ours) == of_rules(on_foreign)
    assert [info.outcomes for info in on_ours.rules] == [info.outcomes for info in on_foreign.rules]


def of_rules(made: Report) -> Counter[tuple[str, str, str]]:
    """Every finding by rule, entity and what it says; of a circle, whichever of its entities tells it."""
    return Counter((finding.rule, finding.entity, finding.message) for finding in made.findings)


def test_the_real_catalogue_has_just_these_findings(gitlab: Mapping[str, bytes]) -> None:
    _, made = checked(gitlab, standing("gitlab-runbooks"))
    found = Counter(finding.rule for finding in made.findings)
    assert found == {
        "reference/empty": 25,
        "service-asset-and-configuration-management/owner-is-somebody": 19,
        "reference/dangling": 17,
        "service-asset-and-configuration-management/depends-on-itself": 1,
    }
    dangling = [finding.message for finding in made.findings if finding.rule == "reference/dangling"]
    named = Counter(message.partition(" named ")[2].partition(";")[0] for message in dangling)
    assert named == {
        "postgres": 10, "prometheus": 2, "elasticsearch": 2, "haproxy": 1,
        "fulfillment": 1, "Secure Composition Analysis": 1,
    }  # fmt: skip
    assert len({(finding.place.path, finding.place.region) for finding in made.findings}) == 62


def test_one_file_per_entity_with_a_name_that_every_file_system_takes(kinds: Kinds) -> None:
    entities = [
        {"kind": "Service", "metadata": {"name": name}} for name in ("api", "API", "a b", "a:b", "..", "con/trol")
    ]
    made = files(entities, kinds, source="x")
    folder = "catalog/portfolio/service/"
    assert list(made) == [f"{folder}{name}.yaml" for name in ("api", "API_2", "a-b", "a-b_2", "-", "con-trol")]


def test_the_short_forms_and_the_order_of_people(kinds: Kinds) -> None:
    entity = {
        "kind": "Service",
        "spec": {"teams": ["b"], "dependsOn": [{"ref": "a"}, {"soft": True, "ref": "c"}, {}]},
        "metadata": {"owner": "b", "name": "x", "description": "one\ntwo\n", "title": "no"},
    }
    assert (
        written(entity, kinds, source="ours")
        == """\
kind: Service
metadata:
  name: x
  title: no
  description: |
    one
    two
  owner: b
  source: ours
spec:
  dependsOn:
    - a
    - ref: c
      soft: true
    - {}
  teams:
    - b
"""
    )


TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=20)


@given(TEXTS, st.lists(TEXTS | st.none(), max_size=3), st.dictionaries(TEXTS, TEXTS, max_size=3))
@settings(max_examples=60, deadline=None)
def test_whatever_is_written_is_read_again(text: str, teams: list[str | None], labels: dict[str, str]) -> None:
    data = {"title": text, "labels": labels}
    made = written({"kind": "Service", "metadata": {"name": "x", **data}, "spec": {"teams": teams}}, KINDS, source="y")
    parsed = parse(made.encode())
    assert not parsed.problems
    ((document,),) = (parsed.documents,)
    assert document.data == {
        "kind": "Service", "metadata": {"name": "x", **data, "source": "y"}, "spec": {"teams": teams}
    }  # fmt: skip


KINDS: Any = standing().kinds
