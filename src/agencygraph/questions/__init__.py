"""The ready-made questions, what answers them, and plain words matched to them."""

from agencygraph.questions.registry import Parameter, Question, parse, question, questions
from agencygraph.questions.running import bind, run, run_text, with_prefixes, year

__all__ = [
    "Parameter",
    "Question",
    "bind",
    "parse",
    "question",
    "questions",
    "run",
    "run_text",
    "with_prefixes",
    "year",
]
