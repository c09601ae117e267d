"""`keur view controls`: how each control of a framework stands, by what the rules found."""

import csv
import io
import json

import pytest
from tests.cli.conftest import CLEAN, Place
from tests.cli.test_frameworks import FILES

HOUSE = "frameworks: [house-rules]\n"
OURS = {**FILES, "keur.yaml": f"schemas: [kinds/]\npolicies: [rules/]\n{HOUSE}"}
OTHER = "---\nkind: Service\nmetadata: {name: levies, owner: applications}\nspec: {customers: [tax]}\n"
WAIVER = """\
---
kind: Waiver
metadata: {name: levies-may, owner: applications}
spec: {rule: house/payments, entities: [levies], reason: It is renamed in May., until: 2027-05-31}
"""


def states(place: Place, *words: str) -> dict[str, str]:
    """The state of each control."""
    said = place.keur("view", "controls", *words, "--as-of", "2027-03-28", "--format", "json")
    assert said.code == 0, said.err
    return {
        row["cells"]["Control"]: row["cells"]["State"]
        for table in json.loads(said.out)["tables"]
        for row in table["rows"]
    }


def test_the_only_framework_of_keur_yaml_needs_no_name(place: Place) -> None:
    place.write(OURS)
    said = place.keur("view", "controls", "--as-of", "2027-03-28")
    assert (said.code, said.err) == (0, "")
    lines = said.out.splitlines()
    assert lines[0] == "Controls: House rules, 3"
    assert "it does not certify" in " ".join(lines[1:6])
    assert lines[-7:] == [
        "",
        "H.1 Doors",
        "  Control  About             State  Judged  Failing  Waived  Not judged  Rules            Not asked",
        "  ───────  ────────────────  ─────  ──────  ───────  ──────  ──────────  ───────────────  ─────────",
        "  H.1.1    Doors are closed  met    1                                    house: payments",
        "",
        "1 row, as of 2027-03-28, revision work tree",
    ]


def test_states_follow_the_catalog_and_its_waivers(place: Place) -> None:
    place.write(OURS)
    assert states(place) == {"H.1.1": "met"}
    place.write({"catalog/b.yaml": OTHER})
    assert states(place) == {"H.1.1": "not met"}
    place.write({"catalog/c.yaml": WAIVER})
    assert states(place) == {"H.1.1": "waived"}
    assert states(place, "--framework", "nis2")["21(2)(d)"] == "waived"
    place.write({"keur.yaml": f"{OURS['keur.yaml']}rules: {{house/payments: {{off: true, reason: Not ours.}}}}\n"})
    assert states(place) == {"H.1.1": "not assessed"}


def test_every_control_of_the_edition_is_there_once_and_in_its_order(place: Place) -> None:
    place.write({"catalog/a.yaml": CLEAN})
    found = states(place, "--framework", "iso-27001-2022")
    assert len(found) == 93
    assert list(found)[:2] == ["A.5.1", "A.5.2"]
    assert found["A.7.1"] == "unmapped"


def test_a_baseline_excuses_from_the_check_and_not_from_the_control(place: Place) -> None:
    place.commit({**OURS, "catalog/b.yaml": OTHER, "rules/house/payments.yaml":
                  FILES["rules/house/payments.yaml"].replace("severity: warning", "severity: error")})  # fmt: skip
    assert place.keur("check").code == 1
    assert place.keur("baseline").code == 0
    place.commit({})
    assert place.keur("check").code == 0
    assert states(place) == {"H.1.1": "not met"}


def test_a_view_of_a_revision_and_to_a_file(place: Place) -> None:
    first = place.commit(OURS, day="2027-01-01")
    place.commit({"catalog/b.yaml": OTHER}, day="2027-02-01")
    said = place.keur("view", "controls", "--rev", first, "--format", "csv", "--output", "out.csv")
    assert (said.code, said.out) == (0, "")
    written = list(csv.reader(io.StringIO((place.root / "out.csv").read_bytes().decode(), newline="")))
    assert [row[:4] for row in written] == [
        ["Group", "Control", "About", "State"],
        ["H.1 Doors", "H.1.1", "Doors are closed", "met"],
    ]
    twice = [place.keur("view", "controls", "--rev", first, "--format", "markdown").out for _ in range(2)]
    assert twice[0] == twice[1]
    assert "keur view controls" in twice[0]


def test_an_unreadable_file_is_said(place: Place) -> None:
    place.write({**OURS, "catalog/c.yaml": "kind: ["})
    said = place.keur("view", "controls")
    assert said.code == 0
    assert "catalog/c.yaml is left out" in said.err


@pytest.mark.parametrize(
    ("config", "words", "sentence"),
    [
        ("", (), "Controls of which framework? keur.yaml names none; say --framework NAME, one of these: "
                 "iso-20000-1-2018: ISO/IEC 20000-1, 2018"),
        ("frameworks: [nis2, iso-27001-2022]\n", (), "keur.yaml names several; say --framework NAME, one of these: "
                                                     "iso-27001-2022: ISO/IEC 27001, Annex A, 2022 nis2: NIS2"),
        ("", ("--framework", "nis"), "There is no framework nis; did you mean nis2?"),
        ("", ("--framework", "20000"), "There is no framework 20000; did you mean iso-20000-1-2018?"),
        ("", ("--framework", "zzz"), "There is no framework zzz; there are iso-20000-1-2018, iso-27001-2022, nis2."),
        ("", ("--framework", "nis2", "--for", "tax"), "controls is for everybody alike; leave --for out"),
    ],
)  # fmt: skip
def test_a_slip_is_answered(place: Place, config: str, words: tuple[str, ...], sentence: str) -> None:
    place.write({"keur.yaml": config, "catalog/a.yaml": CLEAN})
    said = place.keur("view", "controls", *words)
    assert (said.code, said.out) == (2, "")
    assert sentence in " ".join(said.err.split())


def test_other_views_have_no_framework(place: Place) -> None:
    place.write({"catalog/a.yaml": CLEAN})
    said = place.keur("view", "cmdb", "--framework", "nis2")
    assert (said.code, said.out) == (2, "")
    assert "--framework goes with controls; leave it out for cmdb" in " ".join(said.err.split())
    assert "--framework goes with the name of a view" in place.keur("view", "--framework", "nis2").err
    assert "--framework NAME: of which standard or law." in " ".join(place.keur("view").out.split())


def test_nothing_to_judge_is_not_a_page_of_unassessed_controls(place: Place) -> None:
    place.write({"catalog/README.md": ""})
    said = place.keur("view", "controls", "--framework", "nis2")
    assert (said.code, said.out) == (2, "")
    assert "no entity" in said.err
