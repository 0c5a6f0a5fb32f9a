"""Consistency: where the figures of a report contradict each other, in exact arithmetic over facts and text."""

from agencygraph.checks.consistency.room import CheckRoom, load
from agencygraph.checks.consistency.runner import Checked, consistency
from agencygraph.checks.consistency.subject import Subject

__all__ = ["CheckRoom", "Checked", "Subject", "consistency", "load"]
