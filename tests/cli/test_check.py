"""`keur check` as an engineer, a hook and a gate call it."""

import json
import subprocess
import sys

import pytest
from tests.cli.conftest import BROKEN, CLEAN, NEXT, Place

from keur import __version__
from keur.formats import names

START = """\
kind: Group
metadata: {name: applicatiebeheer, title: Team Applicatiebeheer}
---
kind: Customer
metadata: {name: publiekszaken, title: Afdeling Publiekszaken}
---
kind: ConfigurationItem
metadata: {name: db-zaken, owner: applicatiebeheer}
spec: {type: database}
---
kind: Service
metadata: {name: zaaksysteem, title: Zaaksysteem, owner: applicatiebeheer}
spec: {customers: [publiekszaken], dependsOn: [db-zaken, aanmelden]}
---
kind: Service
metadata: {name: aanmelden, title: Aanmelden (DigiD en eHerkenning), owner: applicatiebeheer}
"""


def test_the_first_day_is_green(place: Place) -> None:
    place.commit({"keur.yaml": "catalog: [catalog/]\n", "catalog/start.yaml": START})
    said = place.keur("check")
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines()[-1] == f"5 entities, 6 references, {NEXT}"


def test_a_finding_stands_at_its_place(place: Place) -> None:
    place.commit({"catalog/a.yaml": CLEAN, "catalog/b.yaml": BROKEN})
    said = place.keur("check")
    assert said.code == 1
    assert said.out.startswith(
        "catalog/b.yaml:8:9  error  service-level-management/validity-has-an-order\n"
        "  payments-gold ends on 2026-01-01, before it begins on 2027-01-01\n"
        "  8 |     to: 2026-01-01\n"
        "    |         ^^^^^^^^^^\n"
    )
    assert "why: keur explain service-level-management/validity-has-an-order" in said.out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((), 1),
        (("--rev", "HEAD"), 1),
        (("--rev", "HEAD~1"), 0),
        (("--staged",), 0),
        (("--base", "HEAD"), 0),
        (("--base", "HEAD~1"), 1),
        (("catalog/a.yaml",), 0),
        (("catalog/b.yaml",), 1),
        (("catalog",), 1),
        ((".",), 1),
        (("--ignore", "service-level-management"), 0),
        (("--ignore", "service-level-management/validity-has-an-order"), 0),
        (("--select", "change-management"), 0),
        (("--select", "service-level-management"), 1),
        (("--no-cache",), 1),
        (("--verify-incremental",), 1),
        (("--as-of", "2020-01-01"), 1),
    ],
)
def test_what_decides(place: Place, words: tuple[str, ...], code: int) -> None:
    place.commit({"catalog/a.yaml": CLEAN})
    place.commit({"catalog/b.yaml": BROKEN})
    if "--staged" in words:
        place.git("rm", "-q", "--cached", "catalog/b.yaml")
    assert place.keur("check", *words).code == code


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 1), ("info", 1)])
def test_fail_on(place: Place, fail_on: str, code: int) -> None:
    waiver = "kind: Waiver\nmetadata: {name: w}\nspec: {rule: identity/case, entities: [tax], until: 2027-01-01}\n"
    place.commit({"catalog/a.yaml": CLEAN, "catalog/w.yaml": waiver})
    assert place.keur("check", "--as-of", "2027-03-28", "--fail-on", fail_on).code == code


@pytest.mark.parametrize("name", names())
def test_every_format_is_a_document_and_nothing_else(place: Place, name: str) -> None:
    place.commit({"catalog/a.yaml": CLEAN, "catalog/b.yaml": BROKEN})
    said = place.keur("check", "--format", name)
    assert (said.code, said.err) == (1, "")
    assert said.out
    assert "\x1b" not in said.out
    target = place.root / "out.txt"
    assert place.keur("check", "--format", name, "--output", str(target)).out == ""
    assert target.read_text() == said.out


def test_the_cache_changes_nothing(place: Place) -> None:
    place.commit({"catalog/a.yaml": CLEAN, "catalog/b.yaml": BROKEN})
    cold = place.keur("check", "--format", "json", "--no-cache")
    for _ in range(2):
        assert place.keur("check", "--format", "json") == cold
    place.write({"catalog/b.yaml": BROKEN.replace("2026", "2028")})
    assert place.keur("check").code == 0


def test_two_days_in_the_report(place: Place) -> None:
    place.commit({"catalog/a.yaml": CLEAN}, day="2027-02-03")
    by_commit = json.loads(place.keur("check", "--rev", "HEAD", "--format", "json").out)
    assert (by_commit["today"], by_commit["today_from"]) == ("2027-02-03", "committer date")
    place.write({"keur.yaml": "asOf: 2027-05-06\n"})
    by_config = json.loads(place.keur("check", "--format", "json").out)
    assert (by_config["today"], by_config["today_from"]) == ("2027-05-06", "asOf in keur.yaml")
    by_word = json.loads(place.keur("check", "--as-of", "2027-07-08", "--format", "json").out)
    assert (by_word["today"], by_word["today_from"]) == ("2027-07-08", "--as-of")


@pytest.mark.parametrize(
    ("config", "sentences"),
    [
        ("{}\n", []),
        (
            "catalog: [catalog/, cmdb/]\n",
            ["there is no file below cmdb/, which keur.yaml names as a folder of the catalog"],
        ),
        (
            "sources: [{paths: ['apps/*.yaml'], mapping: backstage}]\n",
            ["no file matches apps/*.yaml, so the source backstage gives nothing"],
        ),
    ],
)
def test_what_names_nothing_is_said(place: Place, config: str, sentences: list[str]) -> None:
    place.commit({"catalog/a.yaml": CLEAN, "keur.yaml": config})
    notes = json.loads(place.keur("check", "--format", "json").out)["notes"]
    assert [note["message"] for note in notes] == sentences


def test_days_that_run_backwards_are_said(place: Place) -> None:
    place.commit({"catalog/a.yaml": CLEAN}, day="2027-02-03")
    place.commit({"catalog/b.yaml": "kind: Person\nmetadata: {name: b}\n"}, day="2027-02-01")
    notes = json.loads(place.keur("check", "--rev", "HEAD", "--format", "json").out)["notes"]
    assert [note["message"] for note in notes] == ["the commit's day, 2027-02-01, lies before its parent's, 2027-02-03"]
    assert not json.loads(place.keur("check", "--rev", "HEAD~1", "--format", "json").out)["notes"]


@pytest.mark.parametrize(
    ("environment", "colour"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ({"NO_COLOR": "1"}, False),
    ],
)
def test_colour_as_people_expect(
    place: Place, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], colour: bool
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    place.commit({"catalog/a.yaml": CLEAN, "catalog/b.yaml": BROKEN})
    assert ("\x1b[" in place.keur("check").out) is colour


def test_a_narrow_terminal(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    place.commit({"catalog/a.yaml": CLEAN, "catalog/b.yaml": BROKEN})
    lines = place.keur("check").out.splitlines()
    wide = [line for line in lines if len(line) > 40]
    assert all("-management" in line for line in wide), f"nothing but an id is wider: {wide}"


def test_without_git(place: Place) -> None:
    place.write({"catalog/a.yaml": CLEAN})
    assert place.keur("check").code == 0
    assert place.keur("check", "--rev", "HEAD").code == 2
    assert place.keur("check", "--base", "main").code == 2


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("check",), "There is no entity below catalog/, so nothing was checked; keur init writes a start."),
        (("check", "--rev", "nowhere"), "There is no commit nowhere here"),
        (("check", "--rev", "HEAD", "--staged"), "--rev and --staged exclude each other"),
        (("check", "--as-of", "tomorrow"), "--as-of tomorrow is no date; write it as 2027-03-28"),
        (("check", "--select", "chnage-management"), "did you mean change-management?"),
        (("check", "--format", "xml"), "'xml' is not one of"),
        (("check", "--config", "nothing.yaml"), "--config nothing.yaml: No such file or directory"),
        (("chekc",), "Did you mean check?"),
        (("check", "--nope"), "No such option"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(place: Place, words: tuple[str, ...], sentence: str) -> None:
    place.commit({"README": "nothing here\n"})
    said = place.keur(*words)
    assert (said.code, said.out) == (2, "")
    assert sentence in said.err
    assert "Traceback" not in said.err


def test_version(place: Place) -> None:
    assert place.keur("--version").out == f"keur {__version__}\n"


def test_the_same_bytes_with_the_cache_after_an_edit(place: Place) -> None:
    place.commit({"catalog/a.yaml": CLEAN})
    place.keur("check")
    place.write({"catalog/m.YAML": "kind: Service\nmetadata: {name: mail}\n"})
    cached = place.keur("check", "--format", "json")
    assert '"entities": 4' in cached.out
    assert place.keur("check", "--format", "json", "--no-cache") == cached


@pytest.mark.parametrize(
    ("config", "imported"),
    [("catalog: [catalog/]\n", set()), ("catalogs: [catalog/]\n", {"pydantic"})],
)
def test_a_check_imports_only_what_it_needs(place: Place, config: str, imported: set[str]) -> None:
    """pydantic and GitPython each take longer to import than a small check takes."""
    place.commit({"keur.yaml": config, "catalog/start.yaml": START})
    program = (
        "import sys\nfrom keur.cli import main\nsys.argv = ['keur', 'check']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(*{'pydantic', 'git'} & sys.modules.keys())"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=place.root, capture_output=True, check=True, text=True)
    assert set(done.stdout.splitlines()[-1].split()) == imported
