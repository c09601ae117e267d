"""`keur fmt` as people and pre-commit call it."""

from pathlib import Path

import pytest
from tests.cli.conftest import CLEAN, Place

from keur.manifest import parse

ROOT = Path(__file__).resolve().parents[2]
UNTIDY = "metadata:\n    owner: applications # who\n    name: mail\nkind: Service\n"
TIDY = "kind: Service\nmetadata:\n  name: mail\n  owner: applications   # who\n"
COMPOSE = "services:\n    web:   {}   \n"
KUBERNETES = "apiVersion: v1\nkind: Service\nmetadata:\n    name: web\n"


def tidy(place: Place, path: str) -> bool:
    return (place.root / path).read_text().split() == TIDY.split()


def test_the_catalog_is_put_in_order_and_nothing_else(place: Place) -> None:
    files = {
        "catalog/a.yaml": CLEAN,
        "catalog/mail.yaml": UNTIDY,
        "elsewhere.yml": "apiVersion: keur/v1\n" + UNTIDY,
        "compose.yaml": COMPOSE,
        "deploy/web.yaml": KUBERNETES,
        "catalog/web.yaml": KUBERNETES,
        "keur.yaml": "enforce:   {default: 1}\n",
    }
    place.commit(files)
    said = place.keur("fmt", "--check")
    assert (said.code, said.err) == (1, "")
    assert said.out == "catalog/mail.yaml\nelsewhere.yml\n2 files would be put in order, 1 as they should be.\n"
    shown = place.keur("fmt", "--diff", "catalog")
    assert (shown.code, shown.err) == (0, "")
    assert shown.out.startswith("--- a/catalog/mail.yaml\n+++ b/catalog/mail.yaml\n")
    assert place.git("status", "--short") == ""
    assert place.keur("fmt").out == "catalog/mail.yaml\nelsewhere.yml\n2 files put in order, 1 as they should be.\n"
    assert tidy(place, "catalog/mail.yaml")
    assert place.git("status", "--short").split() == ["M", "catalog/mail.yaml", "M", "elsewhere.yml"]
    again = place.keur("fmt", "--check", "--diff")
    assert (again.code, again.out, again.err) == (0, "", "")


def test_as_pre_commit_calls_it(place: Place) -> None:
    """With every YAML file of the commit, those of other tools among them."""
    hooks = {hook["id"]: hook for hook in parse((ROOT / ".pre-commit-hooks.yaml").read_bytes()).documents[0].data}
    words = hooks["keur-fmt"]["entry"].split()
    assert words[0] == "keur"
    place.commit(
        {"catalog/a.yaml": CLEAN, "catalog/mail.yaml": UNTIDY, "compose.yaml": COMPOSE, "web.yaml": KUBERNETES}
    )
    said = place.keur(*words[1:], "catalog/mail.yaml", "compose.yaml", "web.yaml")
    assert said.code == 0
    assert said.err == (
        "keur: compose.yaml is left alone: it holds something else than entities\n"
        "keur: web.yaml is left alone: it holds a document of another tool\n"
    )
    assert tidy(place, "catalog/mail.yaml")
    assert place.git("status", "--short").split() == ["M", "catalog/mail.yaml"]


def test_one_file_that_cannot_be_put_in_order_does_not_stop_the_others(place: Place) -> None:
    place.commit({"catalog/bad.yaml": "kind: Service\nmetadata:\n\tname: x\n", "catalog/mail.yaml": UNTIDY})
    (place.root / "catalog/link.yaml").symlink_to("mail.yaml")
    said = place.keur("fmt", "catalog", "catalog/link.yaml")
    assert said.code == 2
    assert said.err == (
        "keur: catalog/bad.yaml:3 is left alone: A tab stands where YAML takes only spaces; replace it with spaces.\n"
        "keur: catalog/link.yaml is a link; links are not followed, so name the file that it leads to.\n"
    )
    assert tidy(place, "catalog/mail.yaml")


def test_a_file_outside_of_any_catalog(place: Place) -> None:
    place.write({"mail.yaml": UNTIDY})
    assert place.keur("fmt", "mail.yaml").out == "mail.yaml\n1 file put in order, 0 as they should be.\n"
    assert tidy(place, "mail.yaml")


@pytest.mark.parametrize(
    ("words", "files", "sentence"),
    [
        ((), {}, "no catalog is here; name files, or begin one with keur init"),
        (("nowhere.yaml",), {}, "nowhere.yaml is no file"),
        (("nowhere",), {"catalog/a.yaml": CLEAN}, "nowhere is no file or folder here"),
        (("docs",), {"catalog/a.yaml": CLEAN, "docs/a.md": "a"}, "There is no file with entities below docs/"),
        (("..",), {"catalog/a.yaml": CLEAN}, "lies outside the repository"),
    ],
)
def test_what_there_is_nothing_to_do_for(
    place: Place, words: tuple[str, ...], files: dict[str, str], sentence: str
) -> None:
    place.write(files)
    said = place.keur("fmt", *words)
    assert (said.code, said.out) == (2, "")
    assert sentence in said.err


def test_the_reference_organisation_is_in_order(place: Place) -> None:
    files = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in (ROOT / "catalog").rglob("*.yaml")}
    place.write({**files, "keur.yaml": (ROOT / "keur.yaml").read_bytes()})
    said = place.keur("fmt", "--check")
    assert (said.code, said.err) == (0, ""), said.out
