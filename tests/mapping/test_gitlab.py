"""The GitLab mapping on the real, pseudonymised history of that service catalogue."""

import subprocess
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from keur.catalog import Admission, Origin, Turned, build
from keur.kinds import Kinds
from keur.manifest import Parsed, parse
from keur.manifest.locate import Locator
from keur.mapping import Mapped, Mappings, read

BUNDLE = Path(__file__).resolve().parents[3] / "shared" / "data" / "gitlab-runbooks" / "history.bundle"
SERVICES, TEAMS = "services/service-catalog.yml", "services/teams.yml"
COMMITS = 707
BROKEN = {26: SERVICES, 559: TEAMS}
"""Commits, counted from the first, in which a file does not parse."""

EVERY = 20
pytestmark = pytest.mark.skipif(not BUNDLE.is_file(), reason=f"the history of the real catalogue is not at {BUNDLE}")


class History:
    """Every version of the two files, read once per blob."""

    def __init__(self, clone: Path, mappings: Mappings) -> None:
        self.clone = clone
        self.mapping = mappings["gitlab-runbooks"]
        self.commits = self.git("rev-list", "--reverse", "HEAD").decode().split()
        self.known: dict[str, tuple[bytes, Parsed, Mapped]] = {}

    def git(self, *args: str) -> bytes:
        return subprocess.run(["git", "-C", str(self.clone), *args], capture_output=True, check=True).stdout

    def at(self, commit: int) -> Mapping[str, tuple[bytes, Parsed, Mapped]]:
        found = {}
        for line in self.git("ls-tree", self.commits[commit], SERVICES, TEAMS).decode().splitlines():
            about, path = line.split("\t")
            blob = about.split()[2]
            if blob not in self.known:
                data = self.git("cat-file", "blob", blob)
                parsed = parse(data)
                self.known[blob] = data, parsed, read(self.mapping, path, parsed)
            found[path] = self.known[blob]
        return found


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory, mappings: Mappings) -> History:
    clone = tmp_path_factory.mktemp("gitlab") / "clone"
    subprocess.run(["git", "clone", "-q", "--bare", str(BUNDLE), str(clone)], check=True, capture_output=True)
    return History(clone, mappings)


def catalog(files: Mapping[str, tuple[bytes, Parsed, Mapped]], kinds: Kinds) -> tuple[Counter[str], list[Turned]]:
    """How many entities of each kind there are, and everything that is wrong with them."""
    admission = Admission(kinds, "UTC")
    admitted = [
        admission.mapped(Origin(path, path, source="gitlab-runbooks"), 0, [one.data for one in mapped.documents])
        for path, (_, _, mapped) in files.items()
    ]
    built = build(admitted, kinds)
    problems = [*built.problems, *(turned for one in admitted for turned in one.problems)]
    return Counter(header.kind for header in built.catalog.headers.values()), problems


def test_the_latest_state_is_read_whole(history: History, kinds: Kinds) -> None:
    files = history.at(COMMITS - 1)
    assert len(history.commits) == COMMITS
    entities, problems = catalog(files, kinds)
    assert entities == {"Service": 109, "Group": 94}
    about = Counter((turned.problem.rule, turned.problem.pointer.split("/")[2]) for turned in problems)
    assert about == {
        ("reference/dangling", "dependsOn"): 15,
        ("reference/dangling", "teams"): 2,
        ("reference/empty", "dependsOn"): 25,
    }
    owners = [one.data["metadata"].get("owner") for one in files[SERVICES][2].documents]
    assert owners.count("reliability_unowned") == 19


def test_each_finding_stands_at_its_own_line(history: History, kinds: Kinds) -> None:
    files = history.at(COMMITS - 1)
    _, problems = catalog(files, kinds)
    data, _, mapped = files[SERVICES]
    locator = Locator(data)
    lines = data.decode().splitlines()
    seen = set()
    for turned in problems:
        place = mapped.documents[turned.problem.document].place(turned.problem.pointer)
        region = locator.region(*place)
        seen.add((region.line, region.column))
        line = lines[region.line - 1]
        if turned.problem.rule == "reference/empty":
            assert line.strip().startswith("- service:")
            continue
        written = line[region.column - 1 : region.end_column - 1]
        assert f"named {written}" in turned.problem.message
    assert len(seen) == len(problems) == 42


def test_what_nothing_reads_is_counted_by_pattern(history: History) -> None:
    unread = {one.pattern: one for one in history.at(COMMITS - 1)[SERVICES][2].unread}
    assert unread["/tiers/*/name"].count == 5
    assert unread["/tiers/*/name"].first == (0, "/tiers/0/name")
    assert unread["/services/*/technical/project/*"].count == 119
    assert "/services/*/owner" not in unread
    assert "/services/*/technical/dependencies/*/service" not in unread


@pytest.mark.parametrize(("commit", "path"), BROKEN.items())
def test_a_file_that_does_not_parse_is_a_finding(history: History, kinds: Kinds, commit: int, path: str) -> None:
    files = history.at(commit)
    assert files[path][1].problems
    catalog(files, kinds)


def test_before_there_was_a_file_of_teams_they_stand_in_the_catalogue(history: History, kinds: Kinds) -> None:
    files = history.at(100)
    assert TEAMS not in files
    entities, _ = catalog(files, kinds)
    assert entities["Group"] > 10
    assert entities["Service"] > 20


def test_the_first_commits_name_dependencies_in_a_bare_word(history: History) -> None:
    named = {
        entry["ref"]
        for one in history.at(3)[SERVICES][2].documents
        for entry in one.data.get("spec", {}).get("dependsOn", [])
        if "ref" in entry
    }
    assert "prometheus" in named


def test_every_state_can_be_read(history: History, kinds: Kinds) -> None:
    for commit in (*range(0, COMMITS, EVERY), *BROKEN):
        files = history.at(commit)
        entities, _ = catalog(files, kinds)
        assert entities or any(parsed.problems for _, parsed, _ in files.values())
        for _, _, mapped in files.values():
            assert all(found.problem.rule.startswith("mapping/") for found in mapped.problems)
