"""What is due, in every format, byte for byte; and what calendar programs ask of iCalendar."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import icalendar
import jsonschema
import pytest
from published import GOLDEN, committed

from keur import __version__
from keur.due import Due, Item
from keur.errors import KeurError
from keur.formats import Screen
from keur.formats.due import load, names
from keur.formats.due.json import schema, schema_text

PUBLISHED = Path(__file__).resolve().parents[2] / "docs" / "reference" / "due.schema.json"


def item(entity: str, day: str | None, days: int | None, **more: object) -> Item:
    plain = Item(
        name="a-thing", verb="review", what="every 1 year, for the first time", entity=entity, path="catalog/a.yaml"
    )
    return replace(plain, day=day, days=days, overdue=days is None or days < 0, **more)


MANY = Due(
    revision="work tree",
    today="2027-03-28",
    today_from="asOf in keur.yaml",
    until="2027-04-27",
    items=(
        item("Supplier/north-sea", None, None, owner="Role/supplier-manager", owner_title="Supplier manager"),
        item("Change/CHG-2027-0031", "2027-03-19", -9, verb="decide", what="whether it may be carried out in its window (1 working day before 2027-03-20, by office-hours)", owner="Group/databases", title="Take the standby away"),
        item("ServiceLevelAgreement/payroll", "2027-03-27", -1, owner="Role/service-level-manager"),
        item("Change/CHG-2027-0045", "2027-03-27", -1, verb="begin", what="the window in which it is carried out", owner="Group/databases", begins="2027-03-27T22:00:00+01:00", ends="2027-03-28T06:00:00+02:00") ,
        item("Document/rb-114", "2027-03-28", 0, owner="Group/databases"),
        item("Document/rb-115", "2027-03-29", 1),
        item("Change/CHG-2027-0050", "2027-04-03", 6, verb="begin", what="the window in which it is carried out", owner="Group/databases", begins="2027-04-03T20:00:00+02:00", ends="2027-04-03T22:00:00+02:00"),
        item("Policy/été", "2027-04-27", 30, number=2, owner="Group/databases", title="Zomer; vakantie, en meer"),
    ),
    later=7,
    next="2027-07-01",
    notes=("Change/CHG-2027-0060 is left out: its shape is wrong, as keur check says",),
)  # fmt: skip
MANY = replace(
    MANY, items=tuple(replace(one, overdue=False) if one.entity.endswith("0045") else one for one in MANY.items)
)
NOTHING = replace(MANY, items=(), notes=(), later=0, next=None, owner="l-smit")
HOSTILE = replace(
    MANY,
    owner="a\r\nEND:VCALENDAR",
    items=(
        item("Policy/p", "2027-04-01", 4, title="x\r\nBEGIN:VALARM\n\x1b[31mred", what="a|b `c` <b> \u202e @team #1; c, \\n", owner="Group/\x07g"),
    ),
    notes=("\x1b]0;title\x07 <script>",),
)  # fmt: skip
CASES = {"many": MANY, "nothing": NOTHING, "hostile": HOSTILE}
SUFFIX = {"terminal": "terminal.txt", "markdown": "md", "json": "json", "ics": "ics"}
SCREENS = {"": Screen(120), "-60": Screen(60), "-colour": Screen(120, colour=True)}


@pytest.mark.parametrize(
    ("format", "case", "screen"),
    [
        (name, case, screen)
        for name in SUFFIX
        for case in CASES
        for screen in (SCREENS if name == "terminal" else ("",))
    ],
)
def test_format_writes_what_is_committed(format: str, case: str, screen: str) -> None:
    made = load(format)(CASES[case], SCREENS[screen]).replace(
        f'"tool_version": "{__version__}"', '"tool_version": "VERSION"'
    )
    assert made == committed(GOLDEN / f"due-{case}{screen}.{SUFFIX[format]}", made)


def test_formats_are_the_modules_of_the_package() -> None:
    assert set(names()) == SUFFIX.keys()
    with pytest.raises(KeurError, match="There is no format 'pdf'; there are ics, json, markdown, terminal"):
        load("pdf")


@pytest.mark.parametrize("case", CASES)
def test_json_validates_against_its_published_schema(case: str) -> None:
    written = json.loads(load("json")(CASES[case], Screen()))
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == schema()
    assert json.loads(schema_text()) == schema()
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.Draft202012Validator(schema()).validate(written)
    broken = {**written, "items": [{"name": "x"}]}
    assert not jsonschema.Draft202012Validator(schema()).is_valid(broken)


def test_every_field_of_the_schema_is_described() -> None:
    for fields in (schema()["properties"], schema()["$defs"]["Item"]["properties"]):
        assert all(len(field["description"]) > 10 for field in fields.values())


@pytest.mark.parametrize("case", CASES)
def test_nothing_raw_from_data_reaches_the_terminal_or_the_page(case: str) -> None:
    for format in ("terminal", "markdown"):
        made = load(format)(CASES[case], Screen(100))
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", made)


# iCalendar: read back by the library, and line by line as RFC 5545 has it.


def unfolded(text: str) -> list[str]:
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))  # section 3.1
    return text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


@pytest.mark.parametrize("case", CASES)
def test_icalendar_holds_what_the_standard_requires(case: str) -> None:
    lines = unfolded(load("ics")(CASES[case], Screen()))
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    assert sum(line.startswith("PRODID:") for line in lines) == 1  # section 3.6
    assert lines.count("VERSION:2.0") == 1
    assert not any(re.search(r"[\x00-\x08\x0a-\x1f\x7f]", line) for line in lines)
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == len(CASES[case].items)
    assert sum(line.startswith("BEGIN:") for line in lines) >= 2  # at least one component
    assert not any(line.startswith("BEGIN:VALARM") for line in lines)
    for name in (
        "UID",
        "DTSTAMP",
        "SUMMARY",
        "DTSTART",
        "DTEND",
    ):  # section 3.6.1: the first two once, the others at most
        assert sum(bool(re.match(f"{name}[:;]", line)) for line in lines if "VTIMEZONE" not in line) >= len(
            CASES[case].items
        )


@pytest.mark.parametrize("case", CASES)
def test_a_calendar_program_reads_what_is_due(case: str) -> None:
    due = CASES[case]
    events = icalendar.Calendar.from_ical(load("ics")(due, Screen())).events
    assert len({event["UID"] for event in events}) == len(due.items)
    for event, one in zip(events, due.items, strict=True):
        assert not event.errors
        assert event["DTSTAMP"].dt == datetime(2027, 3, 28, tzinfo=UTC)
        begin, end = event["DTSTART"].dt, event["DTEND"].dt
        if one.begins and not one.overdue:
            assert begin == datetime.fromisoformat(one.begins)
            assert end == datetime.fromisoformat(str(one.ends))
        else:
            assert type(begin) is date
            assert begin == date.fromisoformat("2027-03-28" if one.overdue else str(one.day))
            assert (end - begin).days == 1
        categories = event.categories
        assert one.verb in categories
        assert ("overdue" in categories) == one.overdue


def test_an_event_keeps_its_uid_while_its_day_moves() -> None:
    def uids(due: Due) -> list[str]:
        return [str(event["UID"]) for event in icalendar.Calendar.from_ical(load("ics")(due, Screen())).events]

    moved = replace(
        MANY, items=tuple(replace(one, day="2027-05-05", days=38, overdue=False, what="x") for one in MANY.items)
    )
    assert uids(moved) == uids(MANY)
    others = [replace(MANY.items[0], **change) for change in ({"entity": "Supplier/b"}, {"name": "b"}, {"number": 1})]
    assert len({*uids(replace(MANY, items=(MANY.items[0], *others)))}) == 4


def test_a_title_cannot_break_out_of_its_line() -> None:
    (event,) = icalendar.Calendar.from_ical(load("ics")(HOSTILE, Screen())).events
    assert event.subcomponents == []
    assert str(event["SUMMARY"]) == "Review: x BEGIN:VALARM \\x1b[31mred"
