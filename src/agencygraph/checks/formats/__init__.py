"""Findings in the formats of other programs, and as a page to print."""
