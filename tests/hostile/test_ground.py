"""What a run stands on, malformed: configuration, rules, schemas, mappings, baseline. Said at once, with exit code 2."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Site

pytestmark = pytest.mark.usefixtures("few_rules")

START = "kind: Service\nmetadata: {name: start}\nspec: {}\n"
OWN = "policies: [own/]\n"
AREA = "title: Own\ndescription: Rules of our own.\n"
RULE = """\
title: A rule of our own
level: 1
severity: error
rationale: To see what happens.
remedy: None.
kind: Service
assert: {body}
message: "broken"
examples:
  - pass: |
      spec: {{}}
  - fail: |
      spec: {{}}
"""
SCHEMA = """\
title: Thing
description: A thing of our own.
x-class: definition
x-folder: things
type: object
additionalProperties: false
properties:
  a: {field}
examples:
  - metadata: {{name: a}}
"""


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("catalogue: [a/]\n", "did you mean catalog"),
        ("catalog: a\n", "catalog"),
        ("catalog: []\n", "catalog"),
        ("catalog: [../a]\n", "catalog"),
        ("catalog: [/etc]\n", "catalog"),
        ("catalog: ['']\n", "catalog"),
        ("catalog: [1]\n", "catalog"),
        ("- a\n", "keur.yaml"),
        ("words\n", "keur.yaml"),
        ("a: 1\n---\nb: 1\n", "2 documents"),
        ("timeZone: Europe/Nowhere\n", "timeZone"),
        ("timeZone: ../../etc/passwd\n", "timeZone"),
        ("timeZone: /etc/localtime\n", "timeZone"),
        ("asOf: 2027-02-30\n", "asOf"),
        ("asOf: 99999-01-01\n", "asOf"),
        ("enforce: {default: 9}\n", "enforce"),
        ("enforce: {default: true}\n", "enforce"),
        ("enforce: {nowhere: 1}\n", "nowhere"),
        ("enforce: 1\n", "enforce"),
        ("language: fr\n", "language"),
        ("requires: '>=99'\n", "requires|99"),
        ("requires: nonsense\n", "requires"),
        ("rules: {no/rule: {off: true, reason: x}}\n", "no/rule"),
        ("rules: {manifest/tab: {off: true}}\n", "reason"),
        ("rules: {manifest/tab: {reason: x}}\n", "changes nothing"),
        ("rules: {a: {off: true, reason: x}}\n", "is no rule id"),
        ("baseline: nowhere.yaml\n", "which is not there"),
        ("baseline: ../a.yaml\n", "baseline"),
        ("sources: [{paths: [a.yaml], mapping: nowhere}]\n", "nowhere"),
        ("sources: [{paths: [a.yaml], mapping: backstge}]\n", "did you mean backstage"),
        ("sources: [{paths: [], mapping: backstage}]\n", "paths"),
        ("sources: [{paths: [/etc/passwd], mapping: backstage}]\n", "paths"),
        ("sources: [{paths: [a], mapping: backstage, role: judge}]\n", "role"),
        ("catalog: [a/]\ncatalog: [b/]\n", "stands twice"),
        ("\tcatalog: [a/]\n", "tab"),
        ("catalog: [\n", "keur.yaml:"),
        ("a: &a [*a]\n", "alias"),
        (f"a: {'[' * 50_000}\n", "nested"),
        (f"since: {'9' * 5_000}\n", "keur.yaml:1"),
        ("\x1b[31m: 1\n", "U+001B"),
        ('"a\\e[31m": 1\n', "keur.yaml:1"),
        ("policies: [nowhere/]\n", "nowhere/"),
        ("schemas: [nowhere/]\n", "nowhere/"),
        ("mappings: [nowhere/]\n", "nowhere/"),
    ],
)
def test_configuration(site: Site, text: str, word: str) -> None:
    said = site.write({"keur.yaml": text, "catalog/start.yaml": START}).check()
    said.refused("keur.yaml")
    assert any(one in said.err.decode() for one in word.split("|")), said.text
    assert "\x1b" not in said.text
    assert len(said.err) < 4_000


@pytest.mark.parametrize(
    ("params", "word"),
    [
        ("{evry: 1 year}", "no parameter evry"),
        ("{every: often}", "is not a period"),
        ("{every: [1]}", "expected string"),
    ],
)
def test_parameters(site: Site, params: str, word: str) -> None:
    text = f"rules: {{availability-management/standby-is-tested: {{params: {params}, reason: x}}}}\n"
    site.write({"keur.yaml": text, "catalog/start.yaml": START}).check().refused("standby-is-tested", word)


def test_a_folder_is_not_both_catalog_and_rules(site: Site) -> None:
    site.write({"keur.yaml": "policies: [catalog/]\n", "catalog/start.yaml": START}).check().refused(
        "catalog/start.yaml"
    )


def test_configuration_that_is_no_text(site: Site) -> None:
    site.write({"keur.yaml": b"catalog: [\xff]\n", "catalog/start.yaml": START}).check().refused("0xff")
    site.write({"keur.yaml": b"x" * 17_000_000}).check().refused("larger than 16 MiB")
    (site.root / "keur.yaml").unlink()
    (site.root / "keur.yaml").symlink_to("/dev/zero")
    said = site.check()
    assert said.code == 2 or any("keur.yaml is a link" in note["message"] for note in said.report["notes"]), said.text


def test_nothing_in_the_configuration_is_fine(site: Site) -> None:
    for text in ("", "# only words\n", "{}\n", "---\n...\n"):
        assert site.write({"keur.yaml": text, "catalog/start.yaml": START}).check().code == 0


def test_malformed_rules_are_said_all_at_once(site: Site) -> None:
    rules = {
        "a": RULE.format(body="self.spec.nope == 1"),
        "b": RULE.format(body="'1 +'"),
        "c": RULE.format(body="1"),
        "d": RULE.format(body="true").replace("level: 1", "level: 9"),
        "e": RULE.format(body="true").replace("remedy", "remdy"),
        "f": RULE.format(body="true").replace("kind: Service", "kind: Servise"),
        "g": "title: [\n",
        "h": "- a list\n",
        "i": RULE.format(body="nofunction(self)"),
        "j": RULE.format(body=f'"{"(" * 20_000}"'),
        "k": RULE.format(body=f'"{"!" * 20_001}1"'),
        "m": RULE.format(body="self.refs('nowhere').size() == 0"),
        "n": RULE.format(body='"\\"\\e[31m\\" == 1"'),
        "o": RULE.format(body=f'"{" + ".join(["1"] * 20_000)} > 0"'),
    }
    files = {f"own/own/rule-{name}.yaml": text for name, text in rules.items()}
    files |= {"own/own/area.yaml": AREA, "own/own/Bad_Name.yaml": "", "own/loose.yaml": "", "own/x/deep/rule.yaml": ""}
    said = site.write({"keur.yaml": OWN, "catalog/start.yaml": START, **files}).check()
    said.refused("in the rules, nothing was checked")
    told = said.err.decode()
    for path in files:
        assert path in told or path == "own/own/area.yaml", (path, told)
    assert "\x1b" not in told
    assert len(told) < 20_000


DOUBLED = (
    "".join(f"cel.bind(a{n + 1}, a{n} + a{n}, " for n in range(30)).replace("a0", "self.name")
    + "a30"
    + ")" * 30
    + " != ''"
)
ENDLESS = (
    "range.all(a, range.all(b, range.all(c, range.all(d, range.all(e, range.all(f, a + b + c + d + e + f >= 0))))))"
)


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ("1 / self.name.size() - 5 / (self.name.size() - 5) > 0", "zero"),
        ("1 % (self.name.size() - 5) > 0", "zero"),
        ("'[1][self.name.size()] > 0'", "no element 5"),
        ("9223372036854775807 + self.name.size() > 0", "overflow|range"),
        (f'"{DOUBLED}"', "costs more than"),
        ("int(self.name) > 0", "start"),
        ("'self.name.matches(\"(\" + self.name)'", "(start"),
    ],
)
def test_a_rule_that_cannot_be_judged_is_listed_apart(site: Site, body: str, word: str) -> None:
    files = {"own/own/area.yaml": AREA, "own/own/rule.yaml": RULE.format(body=body)}
    said = site.write({"keur.yaml": OWN, "catalog/start.yaml": START, **files}).check()
    assert said.code == 2, said.text
    assert [note["kind"] for note in said.report["notes"]].count("rule-error") == 1
    assert "own/rule cannot be judged for Service/start" in said.err.decode()
    assert any(one in said.err.decode() for one in word.split("|")), said.err.decode()
    assert not [found for found in said.report["findings"] if found["rule"] == "own/rule"]


def test_a_rule_that_never_ends_ends_the_run(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("keur.evaluate.judge.MOST_COSTLY", 1)
    body = f'"cel.bind(range, [{", ".join(map(str, range(40)))}], {ENDLESS})"'
    many = "---\n".join(START.replace("start", f"s{n}") for n in range(1_000))
    files = {"own/own/area.yaml": AREA, "own/own/rule.yaml": RULE.format(body=body)}
    site.write({"keur.yaml": OWN, "catalog/start.yaml": many, **files}).check().refused("own/rule runs too long")


@pytest.mark.parametrize(
    ("schema", "word"),
    [
        (SCHEMA.format(field="{$ref: 'https://example.org/a.json'}"), "example.org"),
        (SCHEMA.format(field="{$ref: 'file:///etc/passwd'}"), "passwd"),
        (SCHEMA.format(field="{$ref: '../../../etc/passwd'}"), "passwd"),
        (SCHEMA.format(field="{$ref: '#/properties/a'}"), "Thing.yaml"),
        (SCHEMA.format(field="{$ref: '#/$defs/nothing'}"), "nothing"),
        (SCHEMA.format(field="{$ref: [1]}"), "Thing.yaml"),
        (SCHEMA.format(field="{type: string, pattern: '(a+)+\\1$', description: A}"), "pattern"),
        (SCHEMA.format(field="{type: string, pattern: '(?=a)', description: A}"), "pattern"),
        (
            SCHEMA.format(field="{type: string, pattern: '((((a{1000}){1000}){1000}){1000})', description: A}"),
            "pattern",
        ),
        (SCHEMA.format(field="{type: string, pattern: '(', description: A}"), "pattern"),
        (SCHEMA.format(field="{type: strng, description: A}"), "strng"),
        (SCHEMA.format(field="{type: string, format: email, description: A}"), "unknown format"),
        (
            SCHEMA.format(field="{type: string, x-ref: {kinds: [Nothing], relation: dependsOn}, description: A}"),
            "Nothing",
        ),
        (SCHEMA.format(field="{type: string}"), "description is missing"),
        (SCHEMA.format(field="{type: string, description: A, maxLenght: 3}"), "did you mean maxLength"),
        (SCHEMA.format(field="7"), "Thing.yaml"),
        (SCHEMA.format(field="[" * 50_000), "nests deeper"),
        ("- a\n", "Thing.yaml"),
        ("title: [\n", "Thing.yaml"),
        ("", "Thing.yaml"),
        (SCHEMA.format(field="true") + "$id: https://example.org/thing\n", "$id"),
    ],
)
def test_schemas(site: Site, schema: str, word: str) -> None:
    files = {"keur.yaml": "schemas: [shape/]\n", "catalog/start.yaml": START, "shape/Thing.yaml": schema}
    said = site.write(files).check()
    said.refused("Thing.yaml", word)
    assert len(said.err) < 4_000


def test_a_pattern_that_would_take_for_ever_elsewhere(site: Site) -> None:
    field = "{type: string, pattern: '^(a+)+$', description: A}"
    thing = f"kind: Thing\nmetadata: {{name: t}}\nspec:\n  a: {'a' * 50_000}b\n"
    files = {
        "keur.yaml": "schemas: [shape/]\n",
        "shape/Thing.yaml": SCHEMA.format(field=field),
        "catalog/t.yaml": thing,
    }
    said = site.write(files).check()
    assert said.places() == [("shape/value", "catalog/t.yaml", 4)]


@pytest.mark.parametrize(
    ("mapping", "word"),
    [
        ("- a\n", "own.yaml"),
        ("a: b\n", "own.yaml"),
        ("", "own.yaml"),
        ("- {from: 'document.', kind: Service, name: a}\n", "own.yaml"),
        ("- {from: {e: document.x}, kind: Servise, name: e.name, spec: {}}\n", "Servise"),
        ("- {from: {e: document.x}, kind: Service, name: e.name, spec: {nope: e.a}}\n", "nope"),
        ("- {from: {e: document.x}, kind: Service, nme: e.name, spec: {}}\n", "own.yaml"),
    ],
)
def test_mappings(site: Site, mapping: str, word: str) -> None:
    config = "mappings: [maps/]\nsources: [{paths: [src/*], mapping: own}]\n"
    files = {"keur.yaml": config, "catalog/start.yaml": START, "maps/own.yaml": mapping, "src/a.yaml": "x: []\n"}
    site.write(files).check().refused("own.yaml", word)


CSV = """\
- from: {row: document}
  kind: Service
  name: row.name
  metadata: {title: row.title}
"""


@pytest.mark.parametrize(
    "data",
    [b"name,title\na,b\0c\n", b"name,title\na,\xff\n", b'name,title\na,"b\n', b"name,title\na,b,c,d\n", b"name,name\na,b\n",
     b"", b"\n\n", b"name,title\n,b\n", b"name,title\na\x1b[31m,b\n", b"name;title\na;b\n", b"x" * 200_000 + b"\n"],
)  # fmt: skip
def test_tables(site: Site, data: bytes) -> None:
    config = "mappings: [maps/]\nsources: [{paths: [src/*], mapping: own}]\n"
    files = {"keur.yaml": config, "catalog/start.yaml": START, "maps/own.yaml": CSV, "src/a.csv": data}
    said = site.write(files).check()
    if said.code != 2:
        assert all(path == "src/a.csv" for _, path, _ in said.places()), said.text
        assert said.code == (1 if said.places() else 0)
        assert said.code == 1 or data in (b"", b"\n\n", b"name;title\na;b\n") or len(data) > 9_000, said.text


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("a: b\n", "is a list"),
        ("- a\n", "is no finding"),
        ("- {finding: a, nope: b}\n", "unknown fields"),
        ("- {rule: a}\n", "has no `finding`"),
        ("- {finding: 1}\n", "is no finding"),
        ("- {finding: [a]}\n", "is no finding"),
        ("- [\n", "baseline.yaml"),
        ("- {finding: a}\n- {finding: a}\n- \t\n", "tab"),
        (b"- {finding: \xff}\n", "0xff"),
        ('- {finding: a, "\\e[31m": b}\n', "baseline.yaml"),
        ("--- []\n--- []\n", "baseline.yaml"),
    ],
)
def test_baseline(site: Site, text: str | bytes, word: str) -> None:
    said = site.write({"catalog/start.yaml": START, ".keur/baseline.yaml": text}).check()
    said.refused("The baseline cannot be read", word)
    assert "\x1b" not in said.text


def test_waivers(site: Site) -> None:
    waiver = "kind: Waiver\nmetadata: {{name: w{n}}}\nspec:\n  rule: {rule}\n  entities: [Service/start]\n"
    more = "  reason: It has one.\n  until: 2027-04-01\n"
    rules = {"manifest/tabs": "unknown-rule", "no": "value", "''": "value", '"\\e[31m"': "control-character", "[a]": "type",
             "7": "type", "../../etc": "value", "no/rule": "unknown-rule"}  # fmt: skip
    files = {f"catalog/w{n}.yaml": waiver.format(n=n, rule=rule) + more for n, rule in enumerate(rules)}
    said = site.write({"catalog/start.yaml": START, **files}).check()
    assert said.code == 1
    for n, rule in enumerate(rules):
        told = [place[0].partition("/")[2] for place in said.places() if place[1:] == (f"catalog/w{n}.yaml", 4)]
        assert told == [rules[rule]], (rule, said.places())
