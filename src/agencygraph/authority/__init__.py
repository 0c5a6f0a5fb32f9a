"""Names that are on file: organisations, places, laws, the office calendar; and finding them in a text."""

from agencygraph.authority.abbreviated import short_form
from agencygraph.authority.entries import Day, Law, Name, Organisation, Place
from agencygraph.authority.finding import Authority, find, load

__all__ = ["Authority", "Day", "Law", "Name", "Organisation", "Place", "find", "load", "short_form"]
