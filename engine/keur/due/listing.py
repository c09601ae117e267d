"""Asks a catalog what is due of it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from keur.calendar import Calendar, add_working_days
from keur.catalog import Catalog
from keur.cel.values import CelError, Optional
from keur.due.compile import CompiledDue, Expressions
from keur.due.item import Due, Item
from keur.due.owners import named
from keur.due.working import calendar_of, working_calendar
from keur.evaluate import CatalogReader, NotAssessed
from keur.kinds import Kind
from keur.model import Entity
from keur.model.quantities import Day, Timestamp, local_day, show_date, show_date_time


@dataclass(frozen=True, slots=True)
class Scene:
    """What is asked, and when.

    observed: what observing sources say. kinds: by name; what has come to the end of its life has nothing due.
    zone: the clock on which moments are read. says: the fields that the source of an entity can say, None where it can
    say all; what it cannot say is not asked. notes: what there is to say before anything is asked.
    """

    catalog: Catalog
    observed: Catalog
    kinds: Mapping[str, Kind]
    today: Day
    today_from: str = ""
    zone: str = "UTC"
    revision: str = ""
    notes: tuple[str, ...] = ()
    says: Callable[[str], frozenset[str] | None] = lambda _: None


def everything(dues: Iterable[CompiledDue], scene: Scene) -> Due:
    """All that is or will be due, overdue first."""
    lister = _Lister(scene)
    items = [item for due in dues for item in lister.items(due)]
    items.sort(key=_order)
    today = show_date(scene.today)
    notes = (*scene.notes, *dict.fromkeys(lister.notes))
    return Due(
        revision=scene.revision,
        today=today,
        today_from=scene.today_from,
        until=show_date(Day.of(9999, 12, 31)),
        items=tuple(items),
        notes=notes,
    )


def within(due: Due, until: Day) -> Due:
    """What is due up to a day, that day included, and what is overdue; what comes later is counted."""
    last = show_date(until)
    later = [one.day for one in due.items if one.day is not None and not one.overdue and one.day > last]
    kept = tuple(one for one in due.items if one.overdue or (one.day or "") <= last)
    return replace(due, until=last, items=kept, later=len(later), next=min(later, default=None))


def _order(item: Item) -> tuple[Any, ...]:
    return not item.overdue, item.day or "", item.begins or "", item.entity, item.name, item.number


class _Lister:
    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.reader = CatalogReader(scene.catalog, scene.observed)
        self.notes: list[str] = []
        self.calendars: dict[str, tuple[Calendar, str]] = {}

    def items(self, due: CompiledDue) -> Iterator[Item]:
        """What is due of every entity of one sort."""
        catalog = self.scene.catalog
        for kind, expressions in due.kinds.items():
            for id in catalog.kinds.get(kind, ()):
                if not catalog.headers[id].intact:
                    self.notes.append(f"{id} is left out: its shape is wrong, as keur check says")
                    continue
                if (says := self.scene.says(id)) is not None and not expressions.answered_by(says):
                    continue
                entity = catalog.entities[id]
                state = self.scene.kinds[kind].state(entity.spec)
                if state is not None and state.terminal:
                    continue
                try:
                    yield from self.of_entity(due, expressions, entity)
                except (CelError, NotAssessed) as error:
                    why = error.message if isinstance(error, CelError) else error.why
                    self.notes.append(f"{id} is left out of {due.file.name}: {why}")
                self.reader.asked.clear()

    def of_entity(self, due: CompiledDue, expressions: Expressions, entity: Entity) -> Iterator[Item]:
        given: tuple[Any, ...] = (entity, due.params, self.scene.zone, self.scene.today)
        for number, element in enumerate(self.elements(expressions, given)):
            values = (*given, *element)
            for once in expressions.variables:
                values = (*values, once.run(self.reader, *values))
            if expressions.when is None or expressions.when.run(self.reader, *values):
                yield self.item(due, expressions, values, number)

    def elements(self, expressions: Expressions, values: tuple[Any, ...]) -> Iterable[tuple[Any, ...]]:
        if expressions.each is None:
            return [()]
        found = expressions.each.run(self.reader, *values)
        return list(found.items()) if expressions.pair else [(one,) for one in found]

    def item(self, due: CompiledDue, expressions: Expressions, values: tuple[Any, ...], number: int) -> Item:
        entity, scene = values[0], self.scene
        owner = self.owner(expressions, values)
        what = expressions.what.render(self.reader, *values)
        moment = self.moment(expressions.on, values)
        end = self.moment(expressions.to, values)
        day = local_day(moment, scene.zone) if isinstance(moment, Timestamp) else moment
        if day is not None and expressions.working_days is not None:
            day, how = self.working_day(expressions, values, day, owner)
            moment, what = day, f"{what} ({how})"
        last = local_day(end, scene.zone) if isinstance(end, Timestamp) else day
        return Item(
            name=due.file.name,
            verb=due.file.declared.verb,
            what=what,
            entity=entity.id,
            number=number,
            title=entity.metadata.get("title", ""),
            path=entity.path,
            owner=owner,
            owner_title=scene.catalog.entities[owner].metadata.get("title", "") if owner else "",
            day=None if day is None else show_date(day),
            begins=show_date_time(moment, scene.zone) if isinstance(moment, Timestamp) else None,
            ends=show_date_time(end, scene.zone) if isinstance(end, Timestamp) else None,
            days=None if day is None else day.ordinal - scene.today.ordinal,
            overdue=last is None or last < scene.today,
        )

    def owner(self, expressions: Expressions, values: tuple[Any, ...]) -> str:
        """Who must see to it: who is named there, else the owner of the entity."""
        name = self.value(expressions.by, values)
        ids = named(self.scene.catalog, name) if isinstance(name, str) else ()
        return ids[0] if ids else self.reader.owner_id(values[0].id)

    def moment(self, once: Any, values: tuple[Any, ...]) -> Day | Timestamp | None:
        found = self.value(once, values)
        if found is None or isinstance(found, Day | Timestamp):
            return found
        raise CelError("invalid_argument", "it is due on a day or at a moment, and this is neither")

    def value(self, once: Any, values: tuple[Any, ...]) -> Any:
        found = None if once is None else once.run(self.reader, *values)
        while isinstance(found, Optional):
            found = found.value
        return found

    def working_day(self, expressions: Expressions, values: tuple[Any, ...], day: Day, owner: str) -> tuple[Day, str]:
        """So many working days from a day, and how that was counted."""
        scene = self.scene
        count = self.value(expressions.working_days, values)
        named = self.value(expressions.calendar, values)
        if owner not in self.calendars:
            self.calendars[owner] = working_calendar(scene.catalog, owner, scene.zone)
        calendar, name = self.calendars[owner]
        if isinstance(named, Entity):
            theirs = calendar_of(scene.catalog, named.id, scene.zone)
            calendar, name = (theirs, named.name) if theirs is not None else (calendar, name)
        found = add_working_days(calendar, day, count)
        if found is None:
            raise CelError("invalid_argument", f"the calendar {name} has not so many working days")
        way = "after" if count > 0 else "before"
        return found, f"{abs(count)} working day{'' if abs(count) == 1 else 's'} {way} {show_date(day)}, by {name}"
