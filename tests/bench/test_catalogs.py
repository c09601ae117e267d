"""Generated catalogs are as clean as the one they are made of, the same for the same seed, and have their hub."""

from collections import Counter
from pathlib import Path

import pytest

from bench import catalogs
from keur import bundle
from keur.assess import Ground, ground, read
from keur.assess.reading import Reading
from keur.config import Config
from keur.model import Snapshot

CATALOG = Path(__file__).resolve().parents[2] / "catalog"
SIZE = 500


@pytest.fixture(scope="module")
def standing() -> Ground:
    return ground(bundle.shipped("schemas"), {"": bundle.shipped("policies")}, Config())


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.yaml"))}


def made(standing: Ground, folder: Path, seed: int) -> dict[str, bytes]:
    count = catalogs.write(folder, SIZE, catalogs.models(CATALOG, standing.kinds), seed)
    found = files(folder)
    assert len(found) == count >= SIZE
    return found


def problems(reading: Reading) -> Counter[str]:
    turned = [one for taken in reading.files.values() for one in taken.admitted.problems]
    return Counter(one.problem.rule for one in (*turned, *reading.declared.problems))


def test_copies_are_as_clean_as_the_catalog(standing: Ground, tmp_path: Path) -> None:
    original = read(Snapshot.of({f"catalog/{path}": data for path, data in files(CATALOG).items()}), standing)
    copied = read(Snapshot.of(made(standing, tmp_path, 1)), standing)
    copies = len(copied.declared.catalog.kinds["Service"]) // len(original.declared.catalog.kinds["Service"])
    assert copies > 1
    assert problems(copied) == Counter({rule: count * copies for rule, count in problems(original).items()})
    entities = copied.declared.catalog.entities.values()
    labels = [one.spec["label"] for one in entities if "label" in one.spec]
    assert len(labels) == len(set(labels)) > copies
    kinds = {kind: len(ids) for kind, ids in copied.declared.catalog.kinds.items()}
    times = {kind: 1 if kind == catalogs.ONCE else copies for kind in kinds}
    assert kinds == {kind: len(ids) * times[kind] for kind, ids in original.declared.catalog.kinds.items()}


def test_one_group_owns_a_tenth_and_a_file_is_about_a_kilobyte(standing: Ground, tmp_path: Path) -> None:
    written = made(standing, tmp_path, 1)
    catalog = read(Snapshot.of(written), standing).declared.catalog
    owned = Counter(owner for id in catalog.headers for owner in catalog.targets(id, "owner"))
    ((hub, count),) = owned.most_common(1)
    assert hub.startswith("Group/")
    assert 0.07 < count / len(catalog.headers) < 0.14
    assert 900 < sum(map(len, written.values())) / len(written) < 1_500


def test_a_seed_decides_every_byte(standing: Ground, tmp_path: Path) -> None:
    first, again, other = (made(standing, tmp_path / name, seed) for name, seed in (("a", 1), ("b", 1), ("c", 2)))
    assert first == again != other
