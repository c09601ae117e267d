"""The requirements as data: what is refused, and what is read."""

import pytest

from keur import bundle
from keur.errors import KeurError
from keur.rules.requirements import load

TEXT = """\
title: A source
areas:
  tea:
    title: Tea
    complete: true
    requirements:
      TEA-01: {title: Water is hot, evidence: catalog}
      TEA-02: {title: Nobody spills, evidence: history, rest: {A later day: the saucers}}
"""


def test_it_is_read() -> None:
    (made,) = load({"requirements/ours.yaml": TEXT.encode(), "Service.yaml": b"title: x"}).values()
    assert [(id, one.title, one.evidence) for id, one in made.all()] == [
        ("TEA-01", "Water is hot", "catalog"),
        ("TEA-02", "Nobody spills", "history"),
    ]
    assert dict(made.areas["tea"].requirements["TEA-02"].rest) == {"A later day": "the saucers"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("evidence: history", "evidence: hearsay", "evidence"),
        ("evidence: catalog", "evidnce: catalog", "evidnce: unknown field"),
        ("title: Nobody spills, ", "", "requirements/ours.yaml:8"),
        ("TEA-01", "Tea-1", "requirements/ours.yaml:7"),
        ("rest:", "waits: {A day: all}, rest:", "waits as a whole, or has a rest; not both"),
        ("title: A source", "title: [", "requirements/ours.yaml:"),
    ],
)
def test_what_is_refused(old: str, new: str, said: str) -> None:
    assert old in TEXT
    with pytest.raises(KeurError) as refused:
        load({"requirements/ours.yaml": TEXT.replace(old, new, 1).encode()})
    assert said in str(refused.value)


def test_an_id_is_given_once() -> None:
    both = {f"requirements/{name}.yaml": TEXT.encode() for name in ("a", "b")}
    with pytest.raises(KeurError, match="TEA-01 is given twice"):
        load(both)


def test_the_shipped_ones() -> None:
    made = load(bundle.shipped("schemas"))["itil-2011"]
    catalog = [
        id
        for area in made.areas.values()
        if area.complete
        for id, one in area.requirements.items()
        if one.evidence == "catalog"
    ]
    assert len(catalog) == 92
    assert [id for id, one in made.all() if one.waits] == ["SLM-12", "ACM-24"]
