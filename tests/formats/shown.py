"""Views to write: small ones of every form, and one with everything in it that a format could trip over."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from keur.views import Cell, Row, Shown, Table


def table(
    section: str, group: str, columns: Sequence[str], *rows: Sequence[Any], marks: int = 0, kind: str = "Service"
) -> Table:
    """A table; a value is a text, or a text and what it is to programs; the first cell names the entity."""
    made = tuple(Row(f"{kind}/{_cell(row[0]).text}", tuple(map(_cell, row))) for row in rows)
    return Table(section, group, tuple(columns), made, marks)


def _cell(value: Any) -> Cell:
    text, plain = value if isinstance(value, tuple) else (value, value or None)
    return Cell(text, plain)


def shown(name: str, title: str, *tables: Table, kept: str = "", notes: Sequence[str] = ()) -> Shown:
    """A view of the work tree."""
    description = (
        f"What stands in {title.lower()}, for those who need it, in one sentence that is longer than a screen."
    )
    return Shown(name, title, description, "work tree", "2027-03-28", kept, tables, tuple(notes))


CATALOGUE = ["Service", "What it does", "Hours", "Available", "Agreements", "Help"]
AGENDA = ["Change", "Title", "Type", "Status", "Raised", "Risk", "Window", "Items", "Owner"]
HOSTILE = ["=1+1", "a|b", "a\nb", "é漢字🙂", "\x1b[31mred"]
SHARE = ("99.8%", 0.998)

VIEWS: Mapping[str, Shown] = {
    "catalogue": shown(
        "service-catalogue",
        "Service catalogue",
        table(
            "",
            "Permits",
            CATALOGUE,
            ["Payments", ("Taxes, and levies, are paid; Receipts are sent", ["a", "b"]), "office", SHARE, "", "desk"],
        ),
        table(
            "",
            "Tax and levies",
            CATALOGUE,
            ["Mail", "", "", "", "", "desk"],
            ["Payments", ("Taxes, and levies, are paid; Receipts are sent", ["a", "b"]), "office", SHARE,
             ("payments-gold", ["ServiceLevelAgreement/payments-gold"]), "desk"],
        ),
    ),
    "agenda": shown(
        "cab-agenda",
        "Agenda of the change advisory board",
        table("Carried out without authorisation", "", AGENDA, kind="Change"),
        table(
            "For assessment",
            "",
            AGENDA,
            ["CHG-2027-0031", "Take the standby of the database away", "normal", "draft", "2027-03-02", "low",
             ("2027-03-20 20:00", "2027-03-20T20:00:00+01:00"), ("db-b, db", ["ConfigurationItem/db-b"]), "databases"],
            ["CHG-2027-0032", "", "normal", "draft", "", "", "", "", ""],
            kind="Change",
        ),
        table("Carried out, to be reviewed", "", ["Change", "Outage"], ["CHG-2027-0030", "15m"], kind="Change"),
        kept="owner databases",
        notes=["Change/CHG-2027-0040 is left out: its shape is wrong, as keur check says"],
    ),
    "dutch": replace(
        shown("cmdb", "Register", table("Old", "tax", ["Name", "Status"], ["a", "Status"])),
        words={"Register": "Registers", "Old": "Oud", "Name": "Naam", "tax": "never", "a": "never"},
    ),
    "chart": shown(
        "raci-chart",
        "RACI chart",
        table(
            "",
            "Change management",
            ["Activity", "What is done", "change-manager", "applications", "board"],
            ["record", "Record the request", ("R/A", ["R", "A"]), "", ""],
            ["assess", "Assess what it touches", ("A", ["A"]), ("R", ["R"]), ("C", ["C"])],
            marks=3,
            kind="Process",
        ),
        table("", "Other", ["Activity", "What is done", "clerk"], ["file", "", ("A", ["A"])], marks=1, kind="Process"),
    ),
    "hostile": shown(
        "hostile",
        "<b>Bold</b> | *and* `code`",
        table(
            "@everyone # section",
            "[link](https://example.org)",
            HOSTILE,
            ["-2+3", "x|y\\|z", "two\nlines\r\n", "wide 漢字 and\u200b nothing\u202e", "\x1b]8;;evil\x07"],
            ["'quoted\", and, more", "@SUM(A1)", "\tTab", "＝1+1", (" =1", " =1")],
            [("-5", -5), ("-99.5%", -0.995), ("", None), ("\ud800", "\ud800"), "+31 20 123"],
        ),
        kept="team *",
        notes=["<script> | `x`"],
    ),
    "empty": shown("service-portfolio", "Service portfolio", table("Pipeline", "", ["A"]), table("Retired", "", ["A"])),
}  # fmt: skip
