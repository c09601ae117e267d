"""The minutes beside a promised share, and the hours in which it counts."""

from collections.abc import Callable

import pytest

from keur import bundle
from keur.availability import promises, show_promise
from keur.calendar import show_minutes
from keur.catalog import Admission, Catalog, Origin, build
from keur.kinds import load
from keur.manifest import parse
from keur.model.quantities import Duration

Catalogue = Callable[[str], Catalog]

GROUND = """\
kind: Calendar
metadata: {name: office}
spec: {timeZone: Europe/Amsterdam, open: {mon-fri: 07:00-19:00}, holidays: nl}
---
kind: Calendar
metadata: {name: shop}
spec: {open: {daily: 09:00-17:00}}
---
kind: Calendar
metadata: {name: torn}
spec: {open: {daily: 9-17}}
---
kind: Service
metadata: {name: payroll}
spec: {warranty: {hours: office, availability: 99.8%}}
---
kind: Service
metadata: {name: mail}
spec: {warranty: {hours: office}}
---
kind: Service
metadata: {name: kiosk}
spec: {warranty: {hours: shop, availability: {value: 99%, per: quarter}}}
---
kind: Service
metadata: {name: plain}
spec: {warranty: {availability: 99.8%}}
---
"""
SLA = "kind: ServiceLevelAgreement\nmetadata: {name: a}\nspec: "
OLA = "kind: OperationalLevelAgreement\nmetadata: {name: a}\nspec: "
CONTRACT = "kind: UnderpinningContract\nmetadata: {name: a}\nspec: "


@pytest.fixture(scope="module")
def of() -> Catalogue:
    kinds = load(bundle.shipped("schemas"), verified=True)

    def make(text: str) -> Catalog:
        admitted = Admission(kinds, "Europe/Amsterdam").file(Origin("1.yaml", "1"), parse((GROUND + text).encode()))
        return build([admitted], kinds).catalog

    return make


def said(catalog: Catalog, id: str) -> list[str]:
    return [f"{one.field}: {show_promise(one)}" for one in promises(catalog, id, "Europe/Amsterdam", 2027)]


@pytest.mark.parametrize(
    ("id", "text", "expected"),
    [
        (
            "Service/payroll",
            "",
            ["spec.warranty.availability: 99.8% is 31 minutes a month, in office (its own hours)"],
        ),
        (
            "Service/plain",
            "",
            ["spec.warranty.availability: 99.8% is 88 minutes a month, round the clock (nothing says its hours)"],
        ),
        ("Service/mail", "", []),
        (
            "Service/kiosk",
            "",
            ["spec.warranty.availability: 99% is 438 minutes a quarter, in shop (its own hours)"],
        ),
        (
            "ServiceLevelAgreement/a",
            SLA + "{services: [payroll], targets: {availability: 99.8%}}",
            ["spec.targets.availability: 99.8% is 31 minutes a month, in office (the hours of payroll)"],
        ),
        (
            "ServiceLevelAgreement/a",
            SLA + "{services: [payroll], hours: shop, targets: {availability: 99.8%}}",
            ["spec.targets.availability: 99.8% is 29 minutes a month, in shop (its own hours)"],
        ),
        (
            "ServiceLevelAgreement/a",
            SLA + "{services: [payroll], targets: {availability: {value: 99.8%, clock: elapsed}}}",
            ["spec.targets.availability: 99.8% is 88 minutes a month, round the clock (its clock is elapsed)"],
        ),
        (
            "ServiceLevelAgreement/a",
            SLA + "{services: [payroll, mail, kiosk, plain], targets: {availability: {value: 99.8%, per: year}}}",
            [
                "spec.targets.availability: 99.8% is 367 minutes a year, in office (the hours of payroll)",
                "spec.targets.availability: 99.8% is 350 minutes a year, in shop (the hours of kiosk)",
            ],
        ),
        (
            "ServiceLevelAgreement/a",
            SLA + "{services: [plain, nowhere], targets: {availability: 99.8%}}",
            ["spec.targets.availability: 99.8% is 88 minutes a month, round the clock (nothing says its hours)"],
        ),
        (
            "OperationalLevelAgreement/a",
            OLA + "{covers: [payroll], targets: {availability: 99.9%}}",
            ["spec.targets.availability: 99.9% is 44 minutes a month, round the clock (nothing says its hours)"],
        ),
        (
            "UnderpinningContract/a",
            CONTRACT + "{hours: office, targets: {availability: 99.999%}}",
            ["spec.targets.availability: 99.999% is 9 seconds a month, in office (its own hours)"],
        ),
        (
            "UnderpinningContract/a",
            CONTRACT + "{hours: torn, targets: {availability: 99.9%}}",
            ["spec.targets.availability: 99.9% in torn (its own hours), which cannot be read"],
        ),
        (
            "UnderpinningContract/a",
            CONTRACT + "{hours: nowhere, targets: {availability: 99.9%}}",
            ["spec.targets.availability: 99.9% in nowhere (its own hours), which cannot be read"],
        ),
        ("UnderpinningContract/a", CONTRACT + "{targets: {availability: 99,9%}}", []),
        ("Calendar/office", "", []),
    ],
)
def test_what_a_promise_is_in_minutes(of: Catalogue, id: str, text: str, expected: list[str]) -> None:
    assert said(of(text), id) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0, "0 minutes"),
        (1, "1 second"),
        (26, "26 seconds"),
        (60, "1 minute"),
        (263, "4.4 minutes"),
        (599, "10 minutes"),
        (1836, "31 minutes"),
        (31_536_000, "525600 minutes"),
    ],
)
def test_minutes_as_people_read_them(seconds: int, expected: str) -> None:
    assert show_minutes(Duration.of(seconds=seconds)) == expected
