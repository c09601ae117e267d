"""Framework files: what is taken, what is refused, and where."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keur import bundle
from keur.errors import KeurError
from keur.frameworks import Control, load

GOOD = """\
title: House rules
edition: "3"
publisher: Duinstad
description: What we promised ourselves.
source: The intranet.
controls:
  H.1: {title: Doors}
  H.1.1: {within: H.1, title: Doors are closed}
  H.2: {title: Lights}
"""


def refusal(text: str | bytes, name: str = "house-rules.yaml") -> str:
    data = text.encode() if isinstance(text, str) else text
    with pytest.raises(KeurError) as refused:
        load({}, extensions={f"ours/frameworks/{name}": data})
    return str(refused.value)


def test_a_framework_as_it_should_be() -> None:
    found = load(bundle.shipped("schemas"), extensions={"ours/frameworks/house-rules.yaml": GOOD.encode()})
    assert list(found)[-1] == "house-rules"
    framework = found["house-rules"]
    assert (framework.title, framework.edition, framework.publisher) == ("House rules", "3", "Duinstad")
    assert framework.controls == {
        "H.1": Control(title="Doors"),
        "H.1.1": Control(title="Doors are closed", within="H.1"),
        "H.2": Control(title="Lights"),
    }


def test_what_lies_elsewhere_is_no_framework() -> None:
    files = {
        "Service.yaml": b"x",
        "relations/owner.yaml": b"x",
        "frameworks/README.md": b"x",
        "frameworks/a/b.yaml": b"x",
    }
    assert list(load(files)) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('edition: "3"', "edition: 3", "house-rules.yaml:2:10: edition: expects text, not 3; put it in quotes"),
        ("publisher: Duinstad\n", "", "publisher: Field required"),
        ("title: House", "titel: House", "house-rules.yaml:1:1: titel: unknown field; did you mean title?"),
        ("title: House rules", "title: [", "house-rules.yaml:"),
        ("{within: H.1, title", "{within: H.9, title", "house-rules.yaml:8:19: controls.H.1.1.within: no control H.9 stands before this one; did you mean H.1?"),
        ("{within: H.1, title", "{within: H.1.1, title", "no control H.1.1 stands before this one"),
        ("{within: H.1, title", "{within: H.2, title", "no control H.2 stands before this one"),
        ("{within: H.1, title", "{inside: H.1, title", "house-rules.yaml:8:11: controls.H.1.1.inside: unknown field"),
        ("  H.2:", "  H.1:", "The key H.1 stands twice"),
        ("  H.2:", "  8.1:", "The key 8.1 is no text; put it between quotes."),
        ("  H.2:", '  "H 2":', "house-rules.yaml:9:3: controls.H 2: "),
        ("  H.2: {title: Lights}", "  H.2: Lights", "house-rules.yaml:9:8: controls.H.2: "),
        ("  H.2: {title: Lights}", '  H.2: {title: ""}', "house-rules.yaml:9:16: controls.H.2.title: "),
        (GOOD[GOOD.index("controls") :], "controls: {}", "house-rules.yaml:6:1: controls: "),
        (GOOD, "- a\n", "house-rules.yaml: a file holds one framework, a mapping"),
        (GOOD, "", "house-rules.yaml: a file holds one framework, a mapping"),
    ],
)  # fmt: skip
def test_what_is_refused(old: str, new: str, said: str) -> None:
    assert old in GOOD
    assert said in refusal(GOOD.replace(old, new))


@pytest.mark.parametrize("name", ["House.yaml", "house rules.yaml", "-house.yaml"])
def test_a_name_that_nobody_could_write_in_keur_yaml(name: str) -> None:
    assert "a framework is named in lower case letters, digits, hyphens and dots" in refusal(GOOD, name)


def test_a_shipped_framework_is_not_replaced() -> None:
    with pytest.raises(KeurError) as refused:
        load(bundle.shipped("schemas"), extensions={"ours/frameworks/nis2.yaml": GOOD.encode()}, verified=True)
    said = "ours/frameworks/nis2.yaml: there is another framework named nis2, frameworks/nis2.yaml; give yours another name"
    assert said in str(refused.value)


def test_everything_is_said_at_once() -> None:
    bad = {f"ours/frameworks/{name}.yaml": GOOD.replace("H.1,", "H.7,").encode() for name in ("a", "b")}
    with pytest.raises(KeurError) as refused:
        load({}, extensions=bad)
    assert len(refused.value.problems) == 2


@settings(deadline=None)
@given(
    st.binary(max_size=200)
    | st.text(max_size=200).map(lambda text: GOOD.replace("Doors", text).encode("utf-8", "replace"))
)
def test_whatever_stands_in_a_file_is_taken_or_refused(data: bytes) -> None:
    try:
        found = load({}, extensions={"frameworks/any.yaml": data})
    except KeurError:
        return
    assert all(one.within in (None, *found["any"].controls) for one in found["any"].controls.values())
