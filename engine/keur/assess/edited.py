"""Which entities have an edit between two snapshots. Only files that differ are read again."""

from keur.assess.ground import Ground
from keur.assess.reading import ParseAll, Reading, parse_each, take
from keur.evaluate.cells import differing
from keur.model import Entity, Snapshot


def edited(before: Snapshot, after: Reading, ground: Ground, parse_all: ParseAll = parse_each) -> frozenset[str]:
    """Ids of entities that are new, gone, or say something else; formatting, comments and moves are no edit."""
    now = after.snapshot.files
    paths = [path for path in before.files.keys() | now.keys() if before.files.get(path) != now.get(path)]
    there = sorted(path for path in paths if path in before.files)
    taken_before = take(before, ground, there, parse_all)
    old = {one.id: one for _, taken in taken_before for one in taken.admitted.entities if isinstance(one, Entity)}
    ids = (one.id for path in paths if path in after.files for one in after.files[path].admitted.entities)
    new = {id: after.declared.catalog.entities[id] for id in ids}
    return frozenset(id for id in old.keys() | new.keys() if _differ(old.get(id), new.get(id)))


def _differ(old: Entity | None, new: Entity | None) -> bool:
    return old is None or new is None or old.intact != new.intact or next(iter(differing(old, new)), None) is not None
