"""From report files to graph files: reads, builds, keeps the manifest, writes so that nothing is ever half a file."""

from agencygraph.pipeline.build import Built, build, reports
from agencygraph.pipeline.manifest import Entry
from agencygraph.pipeline.reading import NO_CHINESE, NO_OUTLINE, UNREADABLE, Language, Outcome, Reading, document, read

__all__ = [
    "NO_CHINESE",
    "NO_OUTLINE",
    "UNREADABLE",
    "Built",
    "Entry",
    "Language",
    "Outcome",
    "Reading",
    "build",
    "document",
    "read",
    "reports",
]
