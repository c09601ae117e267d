"""Random damage to real files and random documents of every kind: findings inside the file, the same each time.

Byte and structure mutations of the repository's own catalog, rules, schemas and configuration go through everything
that a check goes through but git: parsing, admission, rules, report and JSON.
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keur import bundle
from keur.assess import Ask, Ground, ground, judge, read, report
from keur.config import Config
from keur.config import read as read_config
from keur.errors import KeurError
from keur.evaluate import Evaluation, MemoryResults
from keur.formats import Screen, load
from keur.manifest import MAX_BYTES, locate, parse
from keur.model import Region, Report, Snapshot
from keur.model.quantities import Day

if TYPE_CHECKING:
    from conftest import Site

ROOT = Path(__file__).resolve().parents[2]
TODAY = Day(date(2027, 3, 28).toordinal())
SCHEMA = jsonschema_rs.validator_for(json.loads((ROOT / "docs/reference/report.schema.json").read_text()))
CATALOG = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in sorted((ROOT / "catalog").rglob("*.yaml"))}
POLICIES, SCHEMAS = bundle.shipped("policies"), bundle.shipped("schemas")
KINDS = sorted(path for path in SCHEMAS if "/" not in path and path[0].isupper())

TOKENS = [b"\0", b"\xff", b"\xc3", b"\t", b"\n", b"\r", b":", b": ", b"- ", b"[", b"]", b"{", b"}", b"&a ", b"*a", b"!!x ",
          b"<<: ", b"|\n", b">-\n", b"'", b'"', b"#", b"%", b"---\n", b"...\n", b"?", b"\x1b[31m", b"\xe2\x80\xae",
          b"\xe2\x80\xa8", b"\\ud800", b"9" * 40, b"1e999", b".nan", b"0x", b"null", b"~", b"x-a: 1\n", b",", b"@", b"`"]  # fmt: skip
VALUES: list[Any] = [None, True, 0, -1, 2**70, 1.5, "", "x", "Service/x", "\x1b", [], {}, [None], {"a": {}}, [[]],
                     {"ref": "x"}, "2027-02-30", "4h", "99,95%", "9" * 300, "\u202e", {"x-a": 1}, ["a", "a"]]  # fmt: skip


@cache
def shipped() -> Ground:
    return ground(SCHEMAS, {"": POLICIES}, Config())


def line(files: Mapping[str, bytes], standing: Ground | None = None) -> Report:
    """The straight line over files that nobody has seen before."""
    standing = standing or shipped()
    snapshot = Snapshot.of(files)
    reading = read(snapshot, standing)
    results = MemoryResults()
    judge(reading, standing, TODAY, Evaluation(standing.compile_all(TODAY), results), lambda _: None)
    return report(reading, standing, Ask(TODAY, "test"), results.tally())


def lawful(made: Report, files: Mapping[str, bytes]) -> str:
    """Holds a report to the law and gives it as JSON."""
    text = load("json").render(made, Screen(width=80, colour=False, verbose=False))
    assert SCHEMA.is_valid(json.loads(text)), [error.message for error in SCHEMA.iter_errors(json.loads(text))]
    for found in made.findings:
        inside(found.place.region, files[found.place.path])
        for related in found.related:
            inside(related.place.region, files[related.place.path])
    for name in ("terminal", "sarif", "junit", "github", "gitlab", "markdown"):
        load(name).render(made, Screen(width=60, colour=False, verbose=True)).encode()
    return text


def inside(region: Region, data: bytes) -> None:
    """A region lies in the file; one column past the end of a line is where something is missing."""
    text = data.decode("utf-8", "replace") if len(data) <= MAX_BYTES else ""
    lines = len(text.splitlines()) + 1
    assert 1 <= region.line <= region.end_line <= lines + 1, (region, lines)
    assert region.column >= 1
    assert (region.line, region.column) < (region.end_line, region.end_column)
    assert region.column <= max((len(one) for one in text.splitlines()), default=0) + 2


@st.composite
def damaged(draw: st.DrawFn, source: bytes) -> bytes:
    """A file with a few stretches of bytes left out, doubled, moved or replaced."""
    data = source
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.sampled_from([0, 1, 2, 5, 30, 200])))
        match draw(st.sampled_from(["drop", "token", "double", "cut", "indent"])):
            case "drop":
                data = data[:start] + data[end:]
            case "token":
                data = data[:start] + draw(st.sampled_from(TOKENS)) + data[end:]
            case "double":
                data = data[:end] + data[start:end] * draw(st.integers(1, 3)) + data[end:]
            case "cut":
                data = data[:start]
            case _:
                at = data.find(b"\n", start) + 1
                data = data[:at] + b" " * draw(st.integers(1, 4)) + data[at:]
    return data


def paths(data: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [at] if at else []
    for key, value in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        found += paths(value, (*at, key))
    return found


def changed(data: Any, at: tuple[Any, ...], how: str, value: Any) -> Any:
    """The same data with one change at a path."""
    data = json.loads(json.dumps(data))
    whole = data
    for step in at[:-1]:
        whole = whole[step]
    if how == "drop":
        del whole[at[-1]]
    elif how == "rename" and isinstance(whole, dict):
        whole[f"{at[-1]}{value}"[:60]] = whole.pop(at[-1])
    else:
        whole[at[-1]] = value
    return data


@st.composite
def bent(draw: st.DrawFn, source: bytes) -> bytes:
    """A file of JSON lines of YAML documents, each with a few fields dropped, renamed or given another value."""
    out = []
    for document in parse(source).documents:
        data = document.data
        for _ in range(draw(st.integers(0, 3))):
            places = paths(data)
            if places:
                how = draw(st.sampled_from(["drop", "rename", "set"]))
                data = changed(data, draw(st.sampled_from(places)), how, draw(st.sampled_from(VALUES)))
        out.append(json.dumps(data))
    return "\n---\n".join(out).encode()


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_damaged_catalogs(data: st.DataObject) -> None:
    files = dict(CATALOG)
    for path in data.draw(st.sets(st.sampled_from(sorted(CATALOG)), min_size=1, max_size=3)):
        files[path] = data.draw(st.one_of(damaged(files[path]), bent(files[path])))
    first = lawful(line(files), files)
    assert lawful(line(dict(reversed(files.items()))), files) == first


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_documents_of_every_kind(data: st.DataObject) -> None:
    files: dict[str, bytes] = {}
    for path in data.draw(st.sets(st.sampled_from(KINDS), min_size=1, max_size=4)):
        kind = path.removesuffix(".yaml")
        schema = parse(SCHEMAS[path]).documents[0].data
        spec = {
            field: data.draw(st.sampled_from([*VALUES, *of_schema(inner)]))
            for field, inner in schema["properties"].items()
            if data.draw(st.booleans())
        }
        document = {"kind": kind, "metadata": {"name": f"n{len(files)}"}, "spec": spec}
        if data.draw(st.booleans()):
            document["metadata"] = data.draw(
                st.sampled_from([document["metadata"], {}, None, [], {"name": 1, "ids": []}])
            )
        files[f"catalog/{kind}.yaml"] = json.dumps(document).encode()
    lawful(line(files), files)


def of_schema(schema: Any) -> list[Any]:
    """Values that nearly fit a field."""
    found = [*schema.get("enum", []), *schema.get("examples", [])]
    if "properties" in schema:
        found += [dict.fromkeys(schema["properties"], value) for value in ("x", None, [])]
    if isinstance(schema.get("items"), dict):
        found += [[value] for value in of_schema(schema["items"])]
    return found or ["n0", ["n0", "n1"], {"n0": "add"}]


def refused_or(run: Any) -> Any:
    """What it gives, or None when it is refused in a bounded number of words; the command line escapes them."""
    try:
        return run()
    except KeurError as error:
        said = len(str(error))
    assert said < 100_000
    return None


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_damaged_rules(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(POLICIES)))
    own = {f"own/{path.rpartition('/')[2]}": data.draw(st.one_of(damaged(POLICIES[path]), bent(POLICIES[path])))}
    own.setdefault("own/area.yaml", b"title: Own\ndescription: Ours.\n")
    built_in = {path: text for path, text in POLICIES.items() if b"builtin: true" in text or path.endswith("area.yaml")}

    def run() -> str:
        return lawful(line(CATALOG, ground(SCHEMAS, {"": built_in, "own/": own}, Config())), CATALOG)

    first = refused_or(run)
    assert first is None or first == run()


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_damaged_schemas(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(KINDS))
    kind = path.removesuffix(".yaml")
    text = SCHEMAS[path].replace(f"title: {kind}".encode(), b"title: Thing")
    own = {"shape/Thing.yaml": data.draw(st.one_of(damaged(text), bent(text)))}
    files = {"catalog/a.yaml": b"kind: Thing\nmetadata: {name: a}\nspec: {status: x, dependsOn: [a], nope: 1}\n"}
    builtin = {path: text for path, text in POLICIES.items() if b"builtin: true" in text or path.endswith("area.yaml")}
    refused_or(lambda: lawful(line(files, ground(SCHEMAS, {"": builtin}, Config(), {"schemas": own})), files))


CONFIG = b"""\
catalog: [catalog/]
timeZone: Europe/Amsterdam
asOf: 2027-03-28
enforce: {default: 1, change-management: 2}
sources: [{paths: ["a/**/*.yaml"], mapping: backstage, role: observed}]
rules: {manifest/tab: {severity: info, reason: We like tabs., until: 2028-01-01}}
policies: [own/]
baseline: .keur/baseline.yaml
"""


@settings(max_examples=150, deadline=None)
@given(st.one_of(damaged(CONFIG), bent(CONFIG)))
def test_damaged_configuration(text: bytes) -> None:
    parsed = parse(text)
    if not parsed.problems and parsed.documents:
        refused_or(
            lambda: read_config(
                parsed.documents[0].data, lambda at, *, on_key=False: locate(text, 0, at, on_key=on_key), "keur.yaml"
            )
        )


SINGLE = [
    ("Service", "drop", ("kind",), None),
    ("Service", "rename", ("kind",), "x"),
    ("Service", "rename", ("metadata", "title"), "x"),
    ("Service", "set", ("metadata", "title"), [1]),
    ("Service", "set", ("metadata", "name"), 7),
    ("Service", "drop", ("metadata", "name"), None),
    ("Service", "set", ("metadata",), "x"),
    ("Service", "set", ("spec",), "x"),
    ("Service", "set", ("spec",), []),
    ("Service", "set", ("spec", "status"), "x"),
    ("Service", "set", ("spec", "status"), 7),
    ("Service", "set", ("spec", "dependsOn"), "nowhere"),
    ("Service", "set", ("spec", "dependsOn"), [{"rf": "a"}]),
    ("Service", "set", ("spec", "dependsOn"), [["a"]]),
    ("Service", "set", ("spec", "dependsOn"), ["nowhere"]),
    ("Service", "set", ("spec", "dependsOn"), [""]),
    ("Service", "set", ("spec", "dependsOn"), ["Nowhere/a"]),
    ("Service", "set", ("spec", "dependsOn"), ["Person/ann"]),
    ("Service", "set", ("spec", "dependsOn"), ["s"]),
    ("Service", "set", ("metadata", "owner"), "nobody-here"),
    ("Service", "set", ("metadata", "owner"), "Service/b"),
    ("Service", "set", ("metadata", "owner"), ["ann"]),
    ("Service", "set", ("spec", "nope"), 1),
]


@pytest.mark.parametrize(("kind", "how", "at", "value"), SINGLE, ids=repr)
def test_one_mistake_one_finding(kind: str, how: str, at: tuple[str, ...], value: Any) -> None:
    whole = {
        "kind": kind,
        "metadata": {"name": "s", "title": "S", "owner": "ann"},
        "spec": {"status": "operational", "dependsOn": ["b"]},
    }
    others = b"kind: Service\nmetadata: {name: b}\n---\nkind: Person\nmetadata: {name: ann}\n"
    files = {"catalog/s.yaml": json.dumps(whole, indent=1).encode(), "catalog/t.yaml": others}
    assert [found for found in line(files).findings if found.enforced] == []
    files["catalog/s.yaml"] = json.dumps(changed(whole, at, how, value), indent=1).encode()
    found = [(one.rule, one.message) for one in line(files).findings if one.enforced]
    assert len(found) == 1, found


@pytest.mark.parametrize("seed", range(1))
def test_the_same_bytes_wherever_it_runs(site: Site, seed: int) -> None:
    chance = random.Random(seed)
    files = dict(CATALOG)
    for path in chance.sample(sorted(files), 4):
        at = chance.randrange(len(files[path]))
        files[path] = files[path][:at] + chance.choice(TOKENS) + files[path][at:]
    site.write({**files, "keur.yaml": (ROOT / "keur.yaml").read_bytes()})
    arguments = ("check", "--format", "json", "-v")
    places = [
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {"TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "4242", "PYTHONUTF8": "0"},
    ]
    said = [site.bounded(*arguments, env=place) for place in places] + [site.keur(*arguments, "--no-cache")]
    assert len({one.out for one in said}) == 1
    assert {one.code for one in said} <= {0, 1}
