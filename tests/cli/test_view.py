"""`keur view` as people call it."""

import csv
import io
import json

import pytest
from tests.cli.conftest import CLEAN, Place

from keur.views.codeowners import BEGIN, END

TEAM = CLEAN.replace("{name: applications}", '{name: applications, contact: {forge: "@town/apps"}}')
OURS = """\
title: Services by owner
description: Who owns what.
kind: Service
for: {owner: self.owner()}
group: self.owner()
columns: {Name: self.name, Customers: self.refs("customer")}
"""
CONFIG = "schemas: [kinds]\n"


def test_the_views_are_listed_with_what_they_are_for(place: Place) -> None:
    said = place.keur("view")
    assert (said.code, said.err) == (0, "")
    assert said.out.index("cab-agenda") < said.out.index("service-catalogue") < said.out.index("service-portfolio")
    assert "--for NAME: one customer." in " ".join(said.out.split())


def test_a_view_of_the_work_tree(place: Place) -> None:
    place.write({"catalog/a.yaml": CLEAN})
    said = place.keur("view", "service-catalogue", "--for", "tax", "--as-of", "2027-03-28")
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines()[0] == "Service catalogue for customer tax"
    assert said.out.splitlines()[2:] == [
        "",
        "Services",
        "  tax",
        "  Service   What it does  Used for  Hours  Available  Down at most  Restored  Agreements  Order  Help",
        "  ────────  ────────────  ────────  ─────  ─────────  ────────────  ────────  ──────────  ─────  ────",
        "  payments",
        "",
        "Packages",
        "  none",
        "",
        "1 row, as of 2027-03-28, revision work tree",
    ]


def test_a_view_of_a_revision_is_what_it_was(place: Place) -> None:
    first = place.commit({"catalog/a.yaml": CLEAN}, day="2027-01-01")
    place.commit({"catalog/a.yaml": CLEAN.replace("name: payments", "name: levies")}, day="2027-02-01")
    made = json.loads(place.keur("view", "service-portfolio", "--rev", first[:10], "--format", "json").out)
    assert (made["revision"], made["today"]) == (first, "2027-01-01")
    assert [row["entity"] for table in made["tables"] for row in table["rows"]] == ["Service/payments"]
    twice = [place.keur("view", "service-portfolio", "--rev", first, "--format", "markdown").out for _ in range(2)]
    assert twice[0] == twice[1]


def test_a_view_goes_to_a_file_byte_for_byte(place: Place) -> None:
    place.write({"catalog/a.yaml": CLEAN})
    assert place.keur("view", "service-portfolio", "--format", "csv", "--output", "out.csv").code == 0
    written = (place.root / "out.csv").read_bytes()
    assert written.count(b"\r\n") == 2
    rows = list(csv.reader(io.StringIO(written.decode(), newline="")))
    assert rows[1][:2] == ["Catalogue", "payments"]
    assert "\x1b" not in written.decode()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("service-catalog",), "There is no view service-catalog; did you mean service-catalogue?"),
        (("raci",), "There is no view raci; did you mean raci-chart?"),
        (("zzz",), "There is no view zzz; there are cab-agenda, cmdb,"),
        (("service-catalogue", "--for", "taxes"), "service-catalogue knows no customer taxes; did you mean tax?"),
        (("codeowners", "--format", "csv"), "leave --format out"),
        (("codeowners", "--for", "tax"), "leave --for out"),
        (("--format", "csv"), "--format goes with the name of a view"),
        (("--for", "tax"), "--for goes with the name of a view"),
        (("codeowners", "--output", "catalog"), "--output catalog: Is a directory"),
        (("cmdb", "--format", "html"), "'html' is not one of 'csv', 'json', 'markdown', 'terminal'"),
        (("cmdb", "--rev", "nowhere"), "nowhere"),
        (("cmdb", "--as-of", "28-03-2027"), "is no date"),
    ],
)
def test_a_slip_is_answered_with_what_was_meant(place: Place, words: tuple[str, ...], sentence: str) -> None:
    place.commit({"catalog/a.yaml": CLEAN})
    said = place.keur("view", *words)
    assert (said.code, said.out) == (2, "")
    assert sentence in " ".join(said.err.split())
    assert "Traceback" not in said.err


def test_nothing_to_show_is_not_an_empty_view(place: Place) -> None:
    place.write({"catalog/README.md": ""})
    said = place.keur("view", "cmdb")
    assert (said.code, said.out) == (2, "")
    assert "no entity" in said.err


def test_what_is_left_out_is_said_on_standard_error_and_in_json(place: Place) -> None:
    torn = "kind: Service\nmetadata: {name: torn}\nspec: {status: nowhere}\n"
    place.write({"catalog/a.yaml": CLEAN, "catalog/b.yaml": torn, "catalog/c.yaml": "kind: ["})
    said = place.keur("view", "service-portfolio", "--format", "json")
    notes = [
        "catalog/c.yaml is left out, in whole or in part: it cannot be read, as keur check says",
        "Service/torn is left out: its shape is wrong, as keur check says",
    ]
    assert said.code == 0
    assert said.err.splitlines() == [f"keur: {note}" for note in notes]
    assert json.loads(said.out)["notes"] == notes


def test_views_of_an_organisation_stand_beside_its_kinds(place: Place) -> None:
    place.write({"keur.yaml": CONFIG, "catalog/a.yaml": CLEAN, "kinds/views/services-by-owner.yaml": OURS})
    assert "services-by-owner" in place.keur("view").out
    said = place.keur("view", "services-by-owner", "--for", "applications")
    assert said.out.splitlines()[3:-2] == [
        "applications",
        "  Name      Customers",
        "  ────────  ─────────",
        "  payments  tax",
    ]
    assert place.keur("check").code == 0


def test_a_malformed_view_is_refused_with_every_mistake(place: Place) -> None:
    wrong = OURS.replace("self.name", "self.nam").replace("group: self.owner()", "group: self.refs('customr')")
    place.write({"keur.yaml": CONFIG, "catalog/a.yaml": CLEAN, "kinds/views/services-by-owner.yaml": wrong})
    said = place.keur("view", "cmdb")
    assert (said.code, said.out) == (2, "")
    assert said.err.splitlines() == [
        "keur: these views cannot be used:",
        "  kinds/views/services-by-owner.yaml:5:8: group: there is no relation customr; did you mean customer?",
        "  kinds/views/services-by-owner.yaml:6:22: columns/Name: Service has no field nam; did you mean name?",
    ]


def test_codeowners_is_written_kept_and_found_stale(place: Place) -> None:
    place.write({"catalog/a.yaml": TEAM})
    said = place.keur("view", "codeowners", "--output", "CODEOWNERS")
    assert said.code == 0
    file = place.root / "CODEOWNERS"
    assert file.read_text() == f"{BEGIN}\n/catalog/a.yaml @town/apps\n{END}\n"
    assert "owned by nobody" in said.err
    file.write_text(f"* @town/all\n{file.read_text()}/docs @town/writers\n")
    assert "CODEOWNERS" not in place.keur("check").out
    place.write({"catalog/a.yaml": TEAM.replace("@town/apps", "@town/new")})
    checked = place.keur("check")
    assert checked.code == 0
    assert "CODEOWNERS:3:1  warning  view/codeowners-is-current" in checked.out
    assert "/catalog/a.yaml @town/apps does not follow from the owners in the catalog" in checked.out
    assert place.keur("view", "codeowners", "--output", "CODEOWNERS").code == 0
    assert file.read_text() == (f"* @town/all\n{BEGIN}\n/catalog/a.yaml @town/new\n{END}\n/docs @town/writers\n")
    assert "CODEOWNERS" not in place.keur("check").out


@pytest.mark.parametrize(
    ("torn", "said"),
    [
        ("kind: [", "catalog/b.yaml cannot be read, so some files would lose their owners; see keur check."),
        (
            "kind: Group\nmetadata: {name: odd, contact: 1}\n---\nkind: Service\nmetadata: {name: x, owner: odd}\n",
            "an owner cannot be read, so some files would lose their owners; see keur check.",
        ),
    ],
)
def test_codeowners_is_never_written_while_owners_are_missing(place: Place, torn: str, said: str) -> None:
    place.write({"catalog/a.yaml": TEAM, "catalog/b.yaml": torn})
    answer = place.keur("view", "codeowners", "--output", "CODEOWNERS")
    assert (answer.code, answer.out, answer.err) == (2, "", f"keur: {said}\n")
    assert not (place.root / "CODEOWNERS").exists()


@pytest.mark.parametrize("content", [b"* @town/all\n", b"\xff\xfe"])
def test_a_codeowners_of_somebody_else_is_never_overwritten(place: Place, content: bytes) -> None:
    place.write({"catalog/a.yaml": TEAM, "CODEOWNERS": content})
    said = place.keur("view", "codeowners", "--output", "CODEOWNERS")
    assert (said.code, said.out) == (2, "")
    assert "CODEOWNERS" in said.err
    assert (place.root / "CODEOWNERS").read_bytes() == content
