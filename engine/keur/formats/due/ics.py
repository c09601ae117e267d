"""For calendar programs: iCalendar (RFC 5545), all-day events; windows with their hours.

An event keeps its UID while its day moves, so a calendar that reads the file again moves it too. What is overdue
stands on today, where it is seen.
"""

from datetime import UTC, date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from icalendar import Calendar, Event, Timezone, TimezoneStandard

from keur.due import Due, Item
from keur.formats import Screen
from keur.formats.due import _wording as wording
from keur.formats.wording.printable import prose


def render(due: Due, screen: Screen) -> str:
    """What is due, as iCalendar; the screen makes no difference."""
    name = f"Due{f' for {prose(due.owner)}' if due.owner else ''}"
    calendar = Calendar()
    for key, value in {
        "prodid": "-//keur//keur due//EN",
        "version": "2.0",
        "calscale": "GREGORIAN",
        "method": "PUBLISH",
        "name": name,
        "x-wr-calname": name,
    }.items():
        calendar.add(key, value)
    today = date.fromisoformat(due.today)
    for item in due.items:
        calendar.add_component(_event(item, today))
    if not due.items:
        calendar.add_component(_utc())
    text: str = calendar.to_ical().decode()
    return text


def _event(item: Item, today: date) -> Event:
    event = Event()
    event.add("uid", str(uuid5(NAMESPACE_URL, f"urn:keur:due:{item.name}:{item.number}:{item.entity}")))
    event.add("dtstamp", datetime(today.year, today.month, today.day, tzinfo=UTC))
    begin, end = _span(item, today)
    event.add("dtstart", begin)
    event.add("dtend", end)
    event.add("summary", prose(_summary(item)))
    event.add("description", "\n".join(prose(line) for line in _description(item)))
    owner = item.owner.partition("/")[2]
    event.add("categories", [*(["overdue"] if item.overdue else []), item.verb, *([prose(owner)] if owner else [])])
    event.add("transp", "TRANSPARENT")  # a reminder, which keeps nobody from making an appointment
    return event


def _span(item: Item, today: date) -> tuple[date, date]:
    """When it stands in the calendar; the end is exclusive."""
    if item.begins and not item.overdue:
        begin = datetime.fromisoformat(item.begins).astimezone(UTC)
        end = datetime.fromisoformat(item.ends).astimezone(UTC) if item.ends else begin
        return begin, max(end, begin + timedelta(minutes=15))
    day = today if item.overdue or item.day is None else date.fromisoformat(item.day)
    return day, day + timedelta(days=1)


def _summary(item: Item) -> str:
    verb = f"Overdue, {item.verb}" if item.overdue else item.verb.capitalize()
    return f"{verb}: {item.title or wording.name(item)}"


def _description(item: Item) -> list[str]:
    return [
        f"{item.verb}: {item.what}",
        f"by: {wording.when(item)}",
        f"owner: {wording.called(item.owner, item.owner_title)}",
        f"of: {item.entity}",
        f"file: {item.path}",
    ]


def _utc() -> Timezone:
    """RFC 5545 has no calendar without a component, so one in which nothing is due says its clock."""
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", "Etc/UTC")
    standard.add("dtstart", datetime(1970, 1, 1))
    standard.add("tzoffsetfrom", timedelta(0))
    standard.add("tzoffsetto", timedelta(0))
    zone.add_component(standard)
    return zone
