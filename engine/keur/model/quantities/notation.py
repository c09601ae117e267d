"""What people write for a quantity, and how it is shown to them.

Every parser raises ValueError with one sentence that names the value and says what is expected. Every `show_*` gives
the one canonical form, and its parser reads that back as the same value.
"""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

from keur.model.quantities.amounts import (
    DAY_NANOS,
    DAY_SECONDS,
    EPOCH_ORDINAL,
    NANOS,
    Day,
    Duration,
    Period,
    Timestamp,
)
from keur.model.quantities.zones import clip, fields_of, local_day, offset_at, zone

_LONGEST = 64
_SECONDS = r"([0-9]+)(?:\.([0-9]{1,9}))?"
_DURATION = re.compile(rf"(?:([0-9]+)w)?(?:([0-9]+)d)?(?:([0-9]+)h)?(?:([0-9]+)m)?(?:{_SECONDS}s)?")
_ISO_DURATION = re.compile(rf"P(?:([0-9]+)W)?(?:([0-9]+)D)?(?:T(?=[0-9])(?:([0-9]+)H)?(?:([0-9]+)M)?(?:{_SECONDS}S)?)?")
_CALENDAR_UNIT = re.compile(r"P[0-9]+[YM].*|.*[0-9] ?(?:y|yr|years?|mo|months?)\b.*")
_PERIOD = re.compile(
    r"(?! )(?:([0-9]+) years?)?(?: ?\b([0-9]+) months?)?(?: ?\b([0-9]+) weeks?)?(?: ?\b([0-9]+) days?)?"
)
_ISO_PERIOD = re.compile(r"P(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)W)?(?:([0-9]+)D)?")
_PERCENTAGE = re.compile(r"-?[0-9]+(?:\.[0-9]+)?%")
_LOOSE_PERCENTAGE = re.compile(r"(-?[0-9]+)(?:[.,]([0-9]+))? ?%")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DATE_TIME = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,9}))?)?"
    r"(?:([Zz])|([+-])([0-9]{2}):([0-9]{2}))?"
)
_DURATION_EXPECTED = "write weeks, days, hours, minutes and seconds such as 4h, 1h30m or 2w, or ISO 8601: PT4H30M"
_PERIOD_EXPECTED = "write years, months and days such as 6 months, 1 year or 2 years 3 months, or ISO 8601 such as P6M"


def parse_duration(text: str) -> Duration:
    """`90s`, `30m`, `4h`, `7d`, `2w`, `1h30m` (greatest unit first, each once; only seconds may have decimals), or
    ISO 8601 without years and months (`PT4H30M`, `P7D`)."""
    match = _fullmatch(_DURATION, text) or _fullmatch(_ISO_DURATION, text)
    if match is None or not any(match.groups()):
        if _fullmatch(_CALENDAR_UNIT, text):
            raise ValueError(
                f"{clip(text)} is not a duration: months and years have no fixed length; write days, such as 30d"
            )
        raise ValueError(f"{clip(text)} is not a duration; {_DURATION_EXPECTED}")
    weeks, days, hours, minutes, seconds = (int(group or 0) for group in match.groups()[:5])
    total = ((((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds) * NANOS
    try:
        return Duration(total + int((match[6] or "").ljust(9, "0")))
    except OverflowError as error:
        raise ValueError(f"{clip(text)} is not a duration: {error}") from None


def show_duration(value: Duration) -> str:
    """Whole days as days (`7d`), anything else as hours, minutes and seconds (`4h`, `1h30m`, `36h`, `0.5s`); `0s`."""
    if value.ns < 0:
        # the most negative duration has no positive twin
        return "-" + show_duration(Duration(-value.ns)) if -value.ns < 2**63 else f"-{_seconds(-value.ns)}s"
    if value.ns and value.ns % DAY_NANOS == 0:
        return f"{value.ns // DAY_NANOS}d"
    minutes, nanos = divmod(value.ns, 60 * NANOS)
    hours, minutes = divmod(minutes, 60)
    parts = (f"{hours}h" if hours else "", f"{minutes}m" if minutes else "", f"{_seconds(nanos)}s" if nanos else "")
    return "".join(parts) or "0s"


def _seconds(nanos: int) -> str:
    """Nanoseconds as decimal seconds without needless zeros."""
    whole, rest = divmod(nanos, NANOS)
    return f"{whole}.{rest:09d}".rstrip("0") if rest else str(whole)


def parse_period(text: str) -> Period:
    """`6 months`, `1 year`, `2 years 3 months`, `2 weeks`, `30 days`, or ISO 8601 without times (`P6M`, `P1Y`)."""
    match = _fullmatch(_PERIOD, text) or _fullmatch(_ISO_PERIOD, text)
    if match is None or not any(match.groups()):
        raise ValueError(f"{clip(text)} is not a period; {_PERIOD_EXPECTED}")
    years, months, weeks, days = (int(group or 0) for group in match.groups())
    try:
        return Period(years * 12 + months, weeks * 7 + days)
    except OverflowError as error:
        raise ValueError(f"{clip(text)} is not a period: {error}") from None


def show_period(value: Period) -> str:
    """Years, months and days, as far as there are any (`2 years 3 months`, `30 days`, `1 year`); `0 days`."""
    if value.months < 0 or (value.months == 0 and value.days < 0):
        return "-" + show_period(-value)
    years, months = divmod(value.months, 12)
    counts = ((years, "year"), (months, "month"), (value.days, "day"))
    return " ".join(f"{n} {unit}" if n == 1 else f"{n} {unit}s" for n, unit in counts if n) or "0 days"


def parse_percentage(text: str) -> float:
    """`99.95%`: the double nearest to the decimal fraction 0.9995."""
    if _fullmatch(_PERCENTAGE, text):
        return float(text[:-1] + "e-2")
    if loose := _fullmatch(_LOOSE_PERCENTAGE, text):
        whole, decimals = loose.groups()
        meant = f"{whole}.{decimals}%" if decimals else f"{whole}%"
        raise ValueError(f"{clip(text)} is not a percentage; write {meant}")
    raise ValueError(f"{clip(text)} is not a percentage; write a number and a percent sign, such as 99.95%")


def show_percentage(value: float) -> str:
    """The shortest percentage that is read back as this double: `99.95%`."""
    exact = Decimal(repr(value))
    if not exact.is_finite():
        return f"{value}%"
    text = format(exact.scaleb(2), "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) + "%"


def parse_date(text: str) -> Day:
    """`2025-06-30`."""
    match = _fullmatch(_DATE, text)
    if match is None:
        raise ValueError(f"{clip(text)} is not a date; write year, month and day, such as 2025-06-30")
    try:
        return Day(date(*map(int, match.groups())).toordinal())
    except ValueError:
        raise ValueError(f"{clip(text)} is not a date: the calendar has no such day") from None


def show_date(value: Day) -> str:
    """`2025-06-30`."""
    return value.date.isoformat()


def parse_date_time(text: str, zone_name: str | None) -> Timestamp:
    """RFC 3339, where seconds and offset may be left out: `2027-03-20T20:00`.

    Without an offset it is the clock of the named time zone that counts; a time which that clock skips or shows twice
    is refused. When `zone_name` is None, seconds and offset must be there.
    """
    match = _fullmatch(_DATE_TIME, text)
    if match is None or (zone_name is None and (match[4] is None or not (match[6] or match[7]))):
        example = "2027-03-20T20:00:00Z" if zone_name is None else "2027-03-20T20:00 or 2027-03-20T20:00:00+01:00"
        raise ValueError(f"{clip(text)} is not a date and time; write {example}")
    try:
        day = parse_date(match[1])
    except ValueError:
        raise ValueError(f"{clip(text)} is not a date and time: the calendar has no such day") from None
    hour, minute, second = int(match[2]), int(match[3]), int(match[4] or 0)
    ahead_hours, ahead_minutes = int(match[8] or 0), int(match[9] or 0)
    if hour > 23 or minute > 59 or second > 59 or ahead_hours > 23 or ahead_minutes > 59:
        raise ValueError(f"{clip(text)} is not a date and time: the clock has no such hour, minute or second")
    seconds = (day.ordinal - EPOCH_ORDINAL) * DAY_SECONDS + hour * 3600 + minute * 60 + second
    if match[7]:
        seconds -= (ahead_hours * 3600 + ahead_minutes * 60) * (-1 if match[7] == "-" else 1)
    elif match[6] is None and zone_name is not None:
        local = datetime.fromordinal(day.ordinal).replace(hour=hour, minute=minute)
        seconds -= _offset_of_local(text, local, zone_name)
    try:
        return Timestamp(seconds * NANOS + int((match[5] or "").ljust(9, "0")))
    except OverflowError as error:
        raise ValueError(f"{clip(text)} is not a date and time: {error}") from None


def _offset_of_local(text: str, local: datetime, zone_name: str) -> int:
    """Seconds that the clock is ahead of UTC when it shows this; ValueError when it never does, or does so twice."""
    clock = zone(zone_name)
    first, second = (local.replace(tzinfo=clock, fold=fold).utcoffset() or timedelta() for fold in (0, 1))
    if first > second:
        raise ValueError(
            f"{clip(text)} happens twice in {zone_name}, where the clock goes back that day; "
            f"write the offset, {_offset(first)} or {_offset(second)}"
        )
    if first < second:
        raise ValueError(
            f"{clip(text)} does not exist in {zone_name}, where the clock skips that hour; "
            f"write an earlier or a later time, or the offset, {_offset(first)} or {_offset(second)}"
        )
    return first.days * DAY_SECONDS + first.seconds


def _offset(value: timedelta) -> str:
    minutes = abs(value) // timedelta(minutes=1)
    return f"{'-' if value < timedelta() else '+'}{minutes // 60:02d}:{minutes % 60:02d}"


def show_date_time(value: Timestamp, zone_name: str = "UTC") -> str:
    """RFC 3339 on the clock of this time zone: `2027-03-20T20:00:00+01:00`, with Z in UTC, decimals only as needed.

    Where that clock stands off by seconds, as clocks did before standard time, or leaves the years 1 to 9999, UTC.
    """
    if zone_name != "UTC":
        ahead = offset_at(value, zone_name)
        days = (value.ns // NANOS + ahead) // DAY_SECONDS + EPOCH_ORDINAL
        if ahead % 60 or not 1 <= days <= date.max.toordinal():
            zone_name = "UTC"
    local = fields_of(value, zone_name)
    nanos = f".{local.nanosecond:09d}".rstrip("0") if local.nanosecond else ""
    offset = "Z" if zone_name == "UTC" else _offset(timedelta(seconds=offset_at(value, zone_name)))
    return f"{show_date(local.day)}T{local.hour:02d}:{local.minute:02d}:{local.second:02d}{nanos}{offset}"


def parse_moment(text: str, zone_name: str) -> Day:
    """A date, or a date and time: then the date that the calendar of the named time zone shows at that instant."""
    if _fullmatch(_DATE, text):
        return parse_date(text)
    if not _fullmatch(_DATE_TIME, text):
        raise ValueError(f"{clip(text)} is not a date; write 2025-06-30, or a date and time such as 2025-06-30T20:00")
    return local_day(parse_date_time(text, zone_name), zone_name)


def _fullmatch(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return pattern.fullmatch(text) if len(text) <= _LONGEST else None
