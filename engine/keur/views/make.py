"""Makes a view of a catalog: every row, in order, under its headings."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import groupby
from typing import Any

from keur.catalog import Catalog
from keur.cel.values import CelError
from keur.errors import KeurError
from keur.evaluate import CatalogReader, NotAssessed
from keur.kinds.wording import either
from keur.model.quantities import Day
from keur.rules.once import Once
from keur.views.cell import ABSENT, cell, names, order, text
from keur.views.compile import CompiledSection, CompiledView, Expressions
from keur.views.shown import Cell, Row, Shown, Table

UNKNOWN = Cell("not assessed", None)
"""What stands where a value cannot be had; a note says why."""

EVERYBODY = "*"
"""What `for` gives for a row that is there whomever the view is for; no entity bears this name."""

NO_GROUP = "none"
"""The heading of rows that are of no group."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What a view is made of.

    observed: what observing sources say. zone: the clock on which times are read. revision: as the snapshot has it.
    language: of headings. notes: what is not in the catalog, and why.
    """

    catalog: Catalog
    observed: Catalog
    today: Day
    zone: str = "UTC"
    revision: str = ""
    language: str = "en"
    notes: tuple[str, ...] = ()


def make(view: CompiledView, scene: Scene, kept: str | None = None) -> Shown:
    """The view. kept: the name that `--for` gives. Raises KeurError where the view is for none of that name."""
    if kept is not None and not view.nouns:
        raise KeurError(f"{view.file.name} is for everybody alike; leave --for {kept} out.")
    maker = _Maker(scene, kept)
    tables = [table for section in view.sections for table in maker.tables(section)]
    noun = maker.found or next((noun for noun, kinds in maker.nouns.items() if _is_one(scene.catalog, kinds, kept)), "")
    if kept is not None and not noun:
        raise KeurError(_nobody(view, maker, scene.catalog, kept))
    said = view.file.view
    return Shown(
        view.file.name,
        said.title,
        said.description,
        scene.revision,
        scene.today.date.isoformat(),
        f"{noun} {kept}" if kept is not None else "",
        tuple(tables),
        (*scene.notes, *dict.fromkeys(maker.notes)),
        said.words(scene.language),
    )


def _is_one(catalog: Catalog, kinds: Iterable[str], kept: str | None) -> bool:
    """Whether there is an entity of this name or id that the view could be for, though it has no row."""
    return any(kept in (id, id.partition("/")[2]) for kind in kinds for id in catalog.kinds.get(kind, ()))


def _nobody(view: CompiledView, maker: "_Maker", catalog: Catalog, kept: str) -> str:
    kinds = {kind for found in maker.nouns.values() for kind in found}
    known = {name for name in maker.seen if "/" not in name or "/" in kept}
    known |= {catalog.headers[id].name for kind in kinds for id in catalog.kinds.get(kind, ())}
    close = get_close_matches(kept, sorted(known), n=1)
    few = f"it knows {', '.join(sorted(known))}." if 0 < len(known) <= 10 else "keur view without --for shows them all."
    meant = f"did you mean {close[0]}?" if close else few
    return f"{view.file.name} knows no {either(tuple(view.nouns))} {kept}; {meant}"


@dataclass(slots=True)
class _Line:
    """A row that is not in its table yet.

    group, sort: what it is ordered by. heading: that of its group. marks: those of the matrix, by column.
    """

    group: tuple[Any, ...]
    sort: tuple[Any, ...]
    heading: str
    row: Row
    marks: dict[str, list[str]]


class _Maker:
    """Makes the tables of one view.

    seen: every name that `--for` could have been. found: the noun that it names. nouns: the kinds behind each noun.
    """

    def __init__(self, scene: Scene, kept: str | None) -> None:
        self.scene = scene
        self.reader = CatalogReader(scene.catalog, scene.observed)
        self.kept = kept
        self.notes: list[str] = []
        self.seen: set[str] = set()
        self.found = ""
        self.nouns: dict[str, set[str]] = {}

    def tables(self, section: CompiledSection) -> Iterator[Table]:
        """The tables of a section, by group; an empty one where it has no row, so that it is seen to have none."""
        lines = sorted(self.lines(section), key=lambda line: (line.group, line.sort))
        headings = tuple(section.said.columns)
        if not lines:
            yield Table(section.heading, "", headings, ())
        for _, together in groupby(lines, lambda line: line.group):
            yield _table(section, headings, list(together))

    def lines(self, section: CompiledSection) -> Iterator[_Line]:
        for kind, expressions in section.expressions.items():
            for noun, once in zip(section.said.for_, expressions.kept, strict=True):
                self.nouns.setdefault(noun, set()).update(_kinds(once))
            for id in self.scene.catalog.kinds.get(kind, ()):
                if not self.scene.catalog.headers[id].intact:
                    self.notes.append(f"{id} is left out: its shape is wrong, as keur check says")
                    continue
                try:
                    yield from self.of_entity(section, expressions, id)
                except (CelError, NotAssessed) as error:
                    self.notes.append(f"{id} is left out: {_why(error)}")
                self.reader.asked.clear()

    def of_entity(self, section: CompiledSection, expressions: Expressions, id: str) -> Iterator[_Line]:
        entity = self.scene.catalog.entities[id]
        for bound in self.elements(expressions, (entity, self.scene.today)):
            values = bound
            for once in expressions.variables:
                values = (*values, once.run(self.reader, *values))
            if all(once.run(self.reader, *values) for once in expressions.where) and self.is_kept(
                section, expressions, values
            ):
                yield self.line(section, expressions, values)

    def elements(self, expressions: Expressions, values: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
        if expressions.each is None:
            yield values
            return
        found = expressions.each.run(self.reader, *values)
        yield from (
            ((*values, *entry) for entry in found.items()) if expressions.pair else ((*values, one) for one in found)
        )

    def is_kept(self, section: CompiledSection, expressions: Expressions, values: tuple[Any, ...]) -> bool:
        if self.kept is None:
            return True
        kept = False
        for noun, once in zip(section.said.for_, expressions.kept, strict=True):
            found = names(once.run(self.reader, *values))
            self.seen |= found - {EVERYBODY}
            kept = kept or EVERYBODY in found
            if self.kept in found:
                self.found, kept = self.found or noun, True
        return kept

    def line(self, section: CompiledSection, expressions: Expressions, values: tuple[Any, ...]) -> _Line:
        entity = values[0]
        cells = tuple(
            self.cell(once, values, entity.id, heading)
            for once, heading in zip(expressions.columns, section.said.columns, strict=True)
        )
        group, heading = self.group(expressions.group, values)
        sort = tuple(order(once.run(self.reader, *values)) for once in expressions.sort) or (order(entity.name),)
        return _Line(group, sort, heading, Row(entity.id, cells), self.marks(expressions, values))

    def group(self, once: Once | None, values: Sequence[Any]) -> tuple[tuple[Any, ...], str]:
        if once is None:
            return (), ""
        value = once.run(self.reader, *values)
        return order(value), text(value, once.program.type, self.scene.zone) or NO_GROUP

    def cell(self, once: Once, values: Sequence[Any], id: str, heading: str) -> Cell:
        try:
            return cell(once.run(self.reader, *values), once.program.type, self.scene.zone)
        except (CelError, NotAssessed) as error:
            self.notes.append(f"{heading} of {id} is not assessed: {_why(error)}")
            return UNKNOWN

    def marks(self, expressions: Expressions, values: Sequence[Any]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for mark, once in expressions.matrix.items():
            for one in once.run(self.reader, *values):
                found.setdefault(text(one, once.program.type.element, self.scene.zone), []).append(mark)
        return found


def _kinds(once: Once) -> Iterable[str]:
    """The kinds of the entities that an expression gives; none where they may be of any."""
    kind = once.program.type
    while kind.args and not kind.kinds:
        kind = kind.args[-1]
    return () if "*" in kind.kinds else kind.kinds


def _table(section: CompiledSection, headings: tuple[str, ...], lines: Sequence[_Line]) -> Table:
    marked = tuple(dict.fromkeys(heading for line in lines for heading in line.marks))
    rows = [
        Row(line.row.entity, (*line.row.cells, *(_marks(line.marks.get(heading, ())) for heading in marked)))
        for line in lines
    ]
    return Table(section.heading, lines[0].heading, (*headings, *marked), tuple(rows), len(marked))


def _marks(marks: Sequence[str]) -> Cell:
    return Cell("/".join(marks), list(marks)) if marks else ABSENT


def _why(error: CelError | NotAssessed) -> str:
    return error.message if isinstance(error, CelError) else error.why
