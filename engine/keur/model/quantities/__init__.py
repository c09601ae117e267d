"""Exact quantities of time, and how people write them.

`amounts` holds the values and their arithmetic, `zones` the local clock, `notation` what people write and read.
"""

from keur.model.quantities.amounts import Day, Duration, Period, Timestamp
from keur.model.quantities.notation import (
    parse_date,
    parse_date_time,
    parse_duration,
    parse_moment,
    parse_percentage,
    parse_period,
    show_date,
    show_date_time,
    show_duration,
    show_percentage,
    show_period,
)
from keur.model.quantities.zones import Fields, fields_of, is_zone, local_day, offset_at

__all__ = [
    "Day",
    "Duration",
    "Fields",
    "Period",
    "Timestamp",
    "fields_of",
    "is_zone",
    "local_day",
    "offset_at",
    "parse_date",
    "parse_date_time",
    "parse_duration",
    "parse_moment",
    "parse_percentage",
    "parse_period",
    "show_date",
    "show_date_time",
    "show_duration",
    "show_percentage",
    "show_period",
]
