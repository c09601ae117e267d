"""One mistake in a file of the catalog, one finding at its line; everything in one repository, read in one run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Said, Site


@dataclass(frozen=True)
class Mistake:
    """A file and the findings it must give: rule, line, and a word of the message."""

    name: str
    content: str | bytes
    rule: str
    line: int
    word: str = ""
    suffix: str = "yaml"

    @property
    def path(self) -> str:
        return f"catalog/{self.name}.{self.suffix}"


def service(name: str, spec: str) -> str:
    return f"kind: Service\nmetadata:\n  name: {name}\n  title: A title\nspec:\n{spec}\n"


BOMB = "x-a: &a [l, l, l, l, l, l, l, l, l, l]\n" + "".join(
    f"x-{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 10)}]\n" for n in range(9)
)

MISTAKES = [
    Mistake("duplicate", service("duplicate", "  status: operational\n  status: retired"), "manifest/duplicate-key", 7),
    Mistake("tab", service("tab", "\tstatus: operational"), "manifest/tab", 6),
    Mistake("bytes", service("bytes", "  x-a: ").encode().rstrip() + b"\xff\xfe\n", "manifest/encoding", 6),
    Mistake("latin", service("latin", "  x-a: caf").encode().rstrip() + b"\xe9\n", "manifest/encoding", 6),
    Mistake(
        "kind", "kind: Servise\nmetadata: {name: kind}\nspec: {}\n", "shape/unknown-kind", 1, "did you mean Service"
    ),
    Mistake("field", service("field", "  dependson: []"), "shape/unknown-field", 6, "did you mean dependsOn"),
    Mistake(
        "meta", "kind: Service\nmetadata:\n  name: meta\n  titel: A\nspec: {}\n", "shape/unknown-field", 4, "title"
    ),
    Mistake("top", "kind: Service\nmetadata: {name: top}\nspce: {}\n", "shape/unknown-field", 3, "did you mean spec"),
    Mistake("twice-a", service("twice", "  {}"), "", 0),
    Mistake("twice-b", service("twice", "  {}"), "identity/duplicate", 3, "twice"),
    Mistake("case-a", service("lower-case", "  {}"), "", 0),
    Mistake("case-b", service("Lower-Case", "  {}"), "identity/case", 3, "lower-case"),
    Mistake("dangling", service("dangling", "  dependsOn: [twise]"), "reference/dangling", 6, "did you mean twice"),
    Mistake("item", "kind: ConfigurationItem\nmetadata: {name: item}\nspec: {}\n", "", 0),
    Mistake("team", "kind: Group\nmetadata: {name: team}\nspec: {}\n", "", 0),
    Mistake("wrong", service("wrong", "  dependsOn: [Group/team]"), "reference/wrong-kind", 6, "Group"),
    Mistake("both-a", service("both", "  {}"), "", 0),
    Mistake("both-b", "kind: ConfigurationItem\nmetadata: {name: both}\nspec: {}\n", "", 0),
    Mistake("ambiguous", service("ambiguous", "  dependsOn: [both]"), "reference/ambiguous", 6, "Service/both"),
    Mistake("nothing", service("nothing", "  dependsOn: ['']"), "reference/empty", 6),
    Mistake(
        "circle",
        "kind: Group\nmetadata: {name: g1}\nspec: {parent: g2}\n---\nkind: Group\nmetadata: {name: g2}\nspec: {parent: g1}\n",
        "reference/cycle",
        3,
    ),
    Mistake("bomb", f"kind: Service\nmetadata: {{name: bomb}}\n{BOMB}spec: {{}}\n", "manifest/alias", 6),
    Mistake("inner", "kind: Service\nmetadata: {name: inner}\nspec: {x-a: &a {b: *a}}\n", "manifest/alias", 3),
    Mistake("merge", "kind: Service\nmetadata: {name: merge}\nspec: {}\nx-a:\n  <<: [a]\n", "manifest/merge-key", 5),
    Mistake(
        "merged", "kind: Service\nmetadata: {name: merged}\nx-a: &a {status: operational}\nspec:\n  <<: *a\n", "", 0
    ),
    Mistake(
        "tag", "kind: Service\nmetadata: {name: tag}\nspec: !!python/object/apply:os.system {}\n", "manifest/tag", 3
    ),
    Mistake("brackets", service("brackets", f"  x-a: {'[' * 50_000}"), "manifest/depth", 6),
    Mistake("braces", service("braces", f"  x-a: {'{a: ' * 50_000}"), "manifest/depth", 6),
    Mistake("dashes", service("dashes", f"  x-a:\n    {'- ' * 50_000}"), "manifest/depth", 7),
    Mistake("digits", service("digits", f"  x-a: {'9' * 5_000}"), "manifest/number", 6),
    Mistake("hex", service("hex", f"  x-a: 0x{'f' * 5_000}"), "manifest/number", 6),
    Mistake("nan", service("nan", "  x-a: .nan"), "manifest/number", 6),
    Mistake("infinity", service("infinity", "  x-a: -.inf"), "manifest/number", 6),
    Mistake("exponent", service("exponent", "  x-a: 1e999999"), "manifest/number", 6),
    Mistake("key", service("key", "  x-a: {1: a}"), "manifest/key", 6),
    Mistake("list-key", service("list-key", "  x-a: {? [a] : b}"), "manifest/key", 6),
    Mistake("surrogate", service("surrogate", '  x-a: "\\ud800"'), "manifest/encoding", 6),
    Mistake("name", 'kind: Service\nmetadata:\n  name: "a\\e[31mb"\nspec: {}\n', "manifest/control-character", 3),
    Mistake("value", service("value", '  x-a: "\\e]0;title\\a"'), "manifest/control-character", 6),
    Mistake("raw", service("raw", "  x-a: \x1b[31m"), "manifest/control-character", 6),
    Mistake("bad-name", "kind: Service\nmetadata:\n  name: ../a\nspec: {}\n", "shape/value", 3),
    Mistake("no-name", "kind: Service\nmetadata:\n  title: A\nspec: {}\n", "shape/required", 2),
    Mistake("number-name", "kind: Service\nmetadata:\n  name: 12\nspec: {}\n", "shape/type", 3),
    Mistake("list", "- a\n- b\n", "shape/document", 1),
    Mistake("text", "only words\n", "shape/document", 1),
    Mistake("null-kind", "kind:\nmetadata: {name: a}\nspec: {}\n", "shape/kind", 1),
    Mistake("type", service("type", "  dependsOn: {a: b}"), "shape/type", 6),
    Mistake("enum", service("enum", "  status: oprational"), "shape/value", 6, "did you mean operational"),
    Mistake("unclosed", service("unclosed", '  x-a: "never'), "manifest/syntax", 7),
    Mistake("alias", service("alias", "  x-a: *nowhere"), "manifest/alias", 6),
    Mistake("version", "apiVersion: keur/v9\nkind: Service\nmetadata: {name: v}\nspec: {}\n", "shape/api-version", 1),
    Mistake("json", '{"kind": "Service", "metadata": {"name": "j"}, "spec": {"nope": 1}}\n', "shape/unknown-field", 1),
    Mistake("crlf", service("crlf", "  nope: 1").replace("\n", "\r\n"), "shape/unknown-field", 6),
    Mistake("utf16", service("utf16", "  {}").encode("utf-16"), "manifest/encoding", 1),
    Mistake("nul", service("nul", "  x-a: a\0b"), "manifest/control-character", 6),
    Mistake("directive", "%YAML 9.9\n---\nkind: Service\nmetadata: {name: d}\nspec: {}\n", "manifest/syntax", 1),
    Mistake("huge", b"x: " + b"a" * 17 * 1024 * 1024, "manifest/size", 1),
]


@pytest.fixture(scope="module")
def said(module_site: Site) -> Said:
    return module_site.write({one.path: one.content for one in MISTAKES}).check()


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda one: one.name)
def test_one_mistake_one_finding_at_its_line(said: Said, mistake: Mistake) -> None:
    found = [one for one in said.report["findings"] if one["place"]["path"] == mistake.path and one["enforced"]]
    told = [(one["rule"], one["place"]["region"]["line"]) for one in found]
    assert told == ([(mistake.rule, mistake.line)] if mistake.rule else [])
    assert all(mistake.word in one["message"] for one in found), found


def test_they_fail_the_check(said: Said) -> None:
    assert said.code == 1
