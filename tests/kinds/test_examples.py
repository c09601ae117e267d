"""The YAML people are willing to write is admitted as it is."""

from pathlib import Path

import pytest

from keur.kinds import Kinds

EXAMPLES = Path(__file__).resolve().parents[3] / "shared" / "examples"
FILES = sorted(path.name for path in EXAMPLES.glob("[01]*.yaml") if path.name != "12-keur.yaml")

pytestmark = pytest.mark.skipif(not FILES, reason="../shared/examples is absent")


@pytest.mark.parametrize("name", FILES)
def test_every_example_is_admitted(kinds: Kinds, documents, name: str) -> None:
    for document in documents((EXAMPLES / name).read_bytes()):
        kind = kinds[document["kind"]]
        assert kind.problems(document) == []
        assert kind.admit(document, "Europe/Amsterdam").problems == ()


def test_every_reference_leads_to_something(kinds: Kinds, documents) -> None:
    """Within 01 to 13, as the README of the examples says; the names are unique there across kinds."""
    found = [d for name in FILES if name != "00-start.yaml" for d in documents((EXAMPLES / name).read_bytes())]
    ids = {(document["kind"], document["metadata"]["name"]) for document in found}
    for document in found:
        for reference in kinds[document["kind"]].admit(document).references:
            allowed = kinds if reference.kinds == ("*",) else reference.kinds
            assert any((kind, reference.target) in ids for kind in allowed), reference


def test_the_day_one_repository_has_six_references(kinds: Kinds, documents) -> None:
    if "00-start.yaml" not in FILES:
        pytest.skip("../shared/examples is absent")
    found = documents((EXAMPLES / "00-start.yaml").read_bytes())
    assert len(found) == 5
    assert sum(len(kinds[document["kind"]].admit(document).references) for document in found) == 6


def test_the_service_as_the_text_would_have_it_says_each_thing_in_one_place(kinds: Kinds, documents) -> None:
    """`as-written/` is there as a warning: its fields are unknown here, and each is said once."""
    (document,) = documents((EXAMPLES / "as-written" / "service-zaaksysteem.yaml").read_bytes())
    problems = kinds["Service"].problems(document)
    assert problems
    assert len({problem.pointer for problem in problems}) == len(problems)
