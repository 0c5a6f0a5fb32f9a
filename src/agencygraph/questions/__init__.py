"""The ready-made questions, what answers them, and plain words matched to them."""

from agencygraph.questions.registry import Choice, Parameter, Question, parse, question, questions
from agencygraph.questions.running import bind, date, run, run_text, with_prefixes, year

__all__ = [
    "Choice",
    "Parameter",
    "Question",
    "bind",
    "date",
    "parse",
    "question",
    "questions",
    "run",
    "run_text",
    "with_prefixes",
    "year",
]
