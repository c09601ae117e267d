"""Views to write: small ones of every form, and one with everything in it that a format could trip over."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from keur import bundle, views
from keur.frameworks import Control, Framework
from keur.rules import Rule
from keur.views import Asked, Cell, Evidence, Row, Shown, Table


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


def controls(language: str) -> Shown:
    """A framework of controls in every state, in groups and outside of any, as `keur view controls` shows it."""
    held = {
        "1": ("Being there", None),
        "1.1": ("Calls are answered on working days", "1"),
        "1.2": ("Who calls is known", "1"),
        "1.2.1": ("Callers have a number", "1.2"),
        "1.3": ("What was said is kept | for a year", "1"),
        "2": ("Being clear", None),
        "2.1": ("Letters are short", "2"),
        "3": ("Being kind", None),
        "4": ("Being on time", None),
        "5": ("Being quick", None),
    }
    framework = Framework(
        title="House rules",
        edition="3",
        publisher="Duinstad",
        description="D.",
        source="S.",
        controls={id: Control(title=title, within=within) for id, (title, within) in held.items()},
    )
    naming = {
        "calls/answered": ("1.1", "1"),
        "calls/kept": ("1.3",),
        "letters/short-and-in-one-page": ("1.3", "2.1"),
        "letters/signed": ("2.1", "5"),
        "letters/in-time": ("4",),
    }
    rule = Rule(
        title="T",
        level=1,
        severity="error",
        rationale="R",
        remedy="R",
        kind=("Service",),
        assertion="true",
        message="M",
    )
    rules = {id: replace(rule, controls={"h": ids}) for id, ids in naming.items()}
    many = frozenset(f"Service/number-{index:02}" for index in range(12))
    found = {
        "calls/answered": Evidence(passed=frozenset({"Service/desk"}), failed=many, unjudged=frozenset({"Service/b"})),
        "calls/kept": Evidence(passed=frozenset({"", "Service/desk"})),
        "letters/short-and-in-one-page": Evidence(passed=many, waived=frozenset({"Service/desk", ""})),
        "letters/signed": Evidence(asked=False),
        "letters/in-time": Evidence(passed=frozenset({"Service/desk"}), unjudged=frozenset({"Service/b"})),
    }
    file = views.load(bundle.shipped("schemas"), {}).files["controls"]
    return views.controls(file, Asked("h", framework, "work tree", "2027-03-28", language, ("A note.",)), rules, found)


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
    "controls": controls("en"),
    "controls-dutch": controls("nl"),
    "empty": shown("service-portfolio", "Service portfolio", table("Pipeline", "", ["A"]), table("Retired", "", ["A"])),
}  # fmt: skip
