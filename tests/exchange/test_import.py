"""`keur import`, end to end: a folder with a source in, files out, never over another."""

import subprocess
import sys
from pathlib import Path

import pytest

CATALOG = """\
services:
  - name: web
    owner: ops
    technical: {dependencies: [{service: db}, {service: }]}
  - name: db
    owner: ops
teams: [{name: ops}]
"""


def keur(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "keur", *args], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path / "source"
    root.mkdir()
    (root / "services.yml").write_text(CATALOG)
    (root / "keur.yaml").write_text("sources:\n  - {paths: [services.yml], mapping: gitlab-runbooks}\n")
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    return root


def test_files_are_written_once(repository: Path, tmp_path: Path) -> None:
    target = tmp_path / "target"
    made = keur(repository, "import", "--into", str(target))
    assert (made.returncode, made.stdout) == (0, "")
    assert "3 files written" in made.stderr
    assert sorted(path.relative_to(target).as_posix() for path in target.rglob("*.yaml")) == [
        "catalog/organisation/group/ops.yaml",
        "catalog/portfolio/service/db.yaml",
        "catalog/portfolio/service/web.yaml",
    ]
    assert "dependsOn:\n    - db\n    - {}\n" in (target / "catalog/portfolio/service/web.yaml").read_text()
    again = keur(repository, "import", "--into", str(target))
    assert again.returncode == 2
    assert "nothing was written" in again.stderr


def test_a_second_import_here_writes_nothing_and_says_so(repository: Path) -> None:
    assert keur(repository, "import").returncode == 0
    again = keur(repository, "import")
    assert (again.returncode, again.stdout) == (2, "")
    assert again.stderr.startswith("keur: These files are there already, so nothing was written:\n")
    (repository / "services.yml").unlink()
    assert "nothing to import" in keur(repository, "import").stderr


def test_nothing_to_import_is_said(repository: Path) -> None:
    made = keur(repository, "import", "backstage")
    assert made.returncode == 2
    assert "nothing to import" in made.stderr
    assert not (repository / "catalog").exists()
