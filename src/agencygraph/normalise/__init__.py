"""Folded text to values: numbers, shares, dates, periods, schedules, durations, persons, web addresses, identifiers."""

from agencygraph.model import Frame, Mention
from agencygraph.normalise.calendar import Now, roc
from agencygraph.normalise.claims import Claims
from agencygraph.normalise.codes import find_early_identifiers, find_late_identifiers, find_urls
from agencygraph.normalise.dates import carry, find_dates
from agencygraph.normalise.durations import find_durations
from agencygraph.normalise.numbers import find_numbers
from agencygraph.normalise.numerals import chinese, number
from agencygraph.normalise.percents import find_percents, percent
from agencygraph.normalise.persons import find_persons
from agencygraph.normalise.schedules import WEEK, find_schedules
from agencygraph.normalise.unlisted import find_unlisted

__all__ = ["WEEK", "chinese", "find", "find_persons", "frame_after", "number", "percent", "roc"]


def find(text: str, frame: Frame) -> list[Mention]:
    """What is surely there in a folded text, by place, none overlapping another; `frame` is the "now" of the text."""
    claims = Claims(text)
    find_urls(claims)
    find_early_identifiers(claims)
    find_dates(claims, frame)
    find_schedules(claims)
    find_late_identifiers(claims)
    find_durations(claims)
    find_percents(claims)
    find_numbers(claims)
    persons = find_persons(text)
    for mention in [*persons, *find_unlisted(text, persons)]:
        claims.take(mention)
    return sorted(claims.mentions, key=lambda mention: mention.start)


def frame_after(text: str, frame: Frame) -> Frame:
    """The frame for what follows `text`: the year and month named last are in force."""
    claims = Claims(text)
    find_urls(claims)
    find_early_identifiers(claims)
    now: Now = find_dates(claims, frame)
    return carry(frame, now)
