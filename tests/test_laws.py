"""What holds for the project as a whole: its floors, its modules, its rule files, its words.

The floors are written once, in pyproject.toml; import-linter holds the direction, this file holds the purity.
"""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from keur import __version__
from keur.manifest import parse

ROOT = Path(__file__).resolve().parents[1]
ENGINE = ROOT / "engine" / "keur"
MODULES = sorted(ENGINE.rglob("*.py"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

MAX_LINES = 300
DRAWERS = {"utils", "util", "helpers", "helper", "common", "base", "misc", "manager", "managers", "core"}

EDGES = {"__main__", "cli", "git", "bundle", "cache", "formats", "exchange"}
"""The floors that may touch the world; all others are pure."""

WORLD = {
    "asyncio", "ftplib", "git", "http", "multiprocessing", "os", "random", "requests", "rich", "shutil", "signal",
    "socket", "sqlite3", "ssl", "subprocess", "sys", "tempfile", "threading", "time", "urllib",
}  # fmt: skip
"""Modules that a pure floor has no use for: disk, process, network, clock, chance."""

SHIPPED = ENGINE / "model" / "quantities" / "zones.py"
"""Reads the time zone data that a pinned package brings, the same on every machine: no part of the world."""

WORLDLY_CALLS = {"open", "input", "print", "now", "utcnow", "read_text", "read_bytes", "write_text", "write_bytes"}


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def floors() -> list[set[str]]:
    """The modules of each floor, from the top down."""
    (contract,) = PROJECT["tool"]["importlinter"]["contracts"]
    assert contract["exhaustive"]
    return [set(re.findall(r"\w+", layer)) for layer in contract["layers"]]


def pure_modules() -> list[Path]:
    inner = [path for path in MODULES if path.relative_to(ENGINE).parts[0].removesuffix(".py") not in EDGES]
    return [path for path in inner if path != SHIPPED]


def test_no_module_without_a_floor_and_none_on_two() -> None:
    listed = [name for floor in floors() for name in floor]
    assert len(listed) == len(set(listed))
    present = {path.relative_to(ENGINE).parts[0].removesuffix(".py") for path in MODULES} - {"__init__"}
    assert present - set(listed) == set()
    assert set(listed) >= EDGES


@pytest.mark.parametrize("path", pure_modules(), ids=shown)
def test_a_pure_floor_never_touches_the_world(path: Path) -> None:
    assert list(_worldly(tree(path))) == []


def _worldly(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        match node:
            case ast.Import(names=names):
                yield from (f"line {node.lineno}: {one.name}" for one in names if one.name.partition(".")[0] in WORLD)
            case ast.ImportFrom(module=str(name)) if name.partition(".")[0] in WORLD:
                yield f"line {node.lineno}: {name}"
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in WORLDLY_CALLS:
                yield f"line {node.lineno}: {name}()"
            case ast.Call(func=ast.Attribute(value=ast.Name(id="date" | "datetime"), attr="today")):
                yield f"line {node.lineno}: today()"


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_a_module_says_what_it_is_and_stays_readable(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), "a module begins with what it is, in one sentence"
    assert len(text.splitlines()) <= MAX_LINES
    assert path.stem not in DRAWERS
    assert path.parent.name not in DRAWERS


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_whatever_is_public_says_what_it_does(path: Path) -> None:
    silent = [
        f"line {node.lineno}: {node.name}"
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []


@pytest.mark.parametrize("path", [path for path in MODULES if shown(path) != "engine/keur/cli/program.py"], ids=shown)
def test_nothing_catches_everything(path: Path) -> None:
    """Only the one place that turns a bug into an exit code may."""
    caught = [
        f"line {node.lineno}"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"}))
    ]
    assert caught == []


@pytest.mark.parametrize("folder", ["engine", "tests", "bench"])
def test_what_is_silenced_says_why(folder: str) -> None:
    silent = [
        f"{shown(path)}:{number}"
        for path in sorted((ROOT / folder).rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"#\s*(noqa|type:\s*ignore)", line)
        and not re.search(r"#\s*(noqa(: [A-Z0-9, ]+)?|type:\s*ignore\[[\w, -]+\])\s+#?\s*\w", line)
    ]
    assert silent == []


POLICIES = sorted((ROOT / "policies").rglob("*.y*ml"))
SCHEMAS = sorted((ROOT / "schemas").rglob("*.y*ml"))


@pytest.mark.parametrize("path", POLICIES, ids=shown)
def test_a_rule_stands_where_its_id_says(path: Path) -> None:
    """The path is the id: AREA/NAME.yaml, and beside the rules of an area a file that says what the area is."""
    assert re.fullmatch(r"policies/[a-z][a-z0-9-]*/[a-z][a-z0-9-]*\.yaml", shown(path))
    assert path.with_name("area.yaml").exists()
    assert not re.search(r"^(id|name):", path.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("path", SCHEMAS, ids=shown)
def test_a_schema_file_ends_in_yaml(path: Path) -> None:
    assert path.suffix == ".yaml"


def _committed() -> list[Path]:
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-z"], capture_output=True, text=True, check=False
    ).stdout.split("\0")
    return [ROOT / name for name in listed if name and (ROOT / name).is_file()]


def test_no_registry_address_and_no_place_of_a_machine_is_committed() -> None:
    files = _committed()
    if not files:
        pytest.skip("this is no git checkout")
    address = re.compile(
        rb"index-url|find-links|https?://[^\s]*/simple|https?://(registry|files|pypi|deb)\.|/" rb"work/"
    )
    found = [
        f"{shown(path)}: {match.group().decode()}"
        for path in files
        if path != Path(__file__).resolve() and (match := address.search(path.read_bytes()))
    ]
    assert found == []


DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("path", DOCUMENTS, ids=shown)
def test_what_a_document_links_to_is_there(path: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (path.parent / link).exists()] == []


@pytest.mark.parametrize("name", [".pre-commit-hooks.yaml", "action.yml", "ci/gitlab.yml", "keur.yaml"])
def test_what_other_tools_read_is_sound_yaml(name: str) -> None:
    parsed = parse((ROOT / name).read_bytes())
    assert parsed.problems == ()
    assert len(parsed.documents) == 1


def test_the_version_is_said_once_and_the_same() -> None:
    assert PROJECT["project"]["version"] == __version__


def test_the_wheel_holds_every_folder_of_data() -> None:
    shipped = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    present = {folder for folder in ("policies", "schemas", "mappings") if any((ROOT / folder).rglob("*.yaml"))}
    assert present - shipped.keys() == set()
    assert all(target == f"keur/_data/{folder}" for folder, target in shipped.items())


def test_every_dependency_is_pinned_and_in_the_constraints() -> None:
    pins = {
        line.partition("==")[0].lower().replace("_", "-"): line.partition("==")[2]
        for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
        if "==" in line
    }
    extras = PROJECT["project"]["optional-dependencies"]
    for wanted in [*PROJECT["project"]["dependencies"], *(one for extra in extras.values() for one in extra)]:
        name, _, version = wanted.partition("==")
        assert pins.get(name.lower().replace("_", "-")) == version, wanted
