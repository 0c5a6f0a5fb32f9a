"""The figures as a Data Cube: the integrity constraints hold, and each can be broken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
import yaml

from agencygraph.exports import profiles

TOLD = yaml.safe_load((Path(__file__).parent / "cube.yaml").read_text("utf-8"))
CONSTRAINTS: dict[str, dict[str, str]] = TOLD["constraints"]
PREFIXES = {
    **profiles()["qb"].prefixes,
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "ag": "https://w3id.org/agencygraph/ontology#",
}
HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())


@pytest.fixture
def cube(exported: Callable[[str], bytes]) -> ox.Store:
    store = ox.Store()
    store.load(exported("qb"), ox.RdfFormat.TURTLE)
    return store


def rows(store: ox.Store, pattern: str) -> list[dict[str, str]]:
    found = store.query(f"{HEAD}SELECT * WHERE {{ {pattern} }}")
    assert isinstance(found, ox.QuerySolutions)
    names = [variable.value for variable in found.variables]
    return [
        {name: value.value for name in names if isinstance(value := row[name], ox.Literal | ox.NamedNode)}
        for row in found
    ]


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_constraint_holds_and_can_be_broken(cube: ox.Store, name: str) -> None:
    broken = CONSTRAINTS[name]["broken"]
    assert rows(cube, "?observation a qb:Observation")
    assert rows(cube, broken) == []
    cube.update(HEAD + CONSTRAINTS[name]["damage"])
    assert rows(cube, broken)


def test_all_constraints_are_seen_to(cube: ox.Store) -> None:
    numbers = {name for names in TOLD["absent"] for name in names.split(", ")} | set(CONSTRAINTS)
    assert numbers == {f"IC-{number}" for number in range(22)}
    for term in TOLD["absent"].values():
        assert not rows(cube, f"?any ?property ?value FILTER ({term} IN (?property, ?value))")


def test_no_telling_is_lost(cube: ox.Store, paths: list[Path]) -> None:
    graphs = ox.Store()
    for path in paths:
        graphs.load(path.read_bytes(), ox.RdfFormat.TURTLE)
    told = len(rows(graphs, "?fact a ag:Statistic")) + len(
        rows(graphs, "?fact a ag:SurveyResult ; ag:percent|ag:count ?of")
    )
    assert len(rows(cube, "?observation a qb:Observation")) == told > 40


def test_a_figure_told_again_is_the_next_telling(cube: ox.Store) -> None:
    found = rows(cube, '?o cube:indicator "收件" ; cube:telling ?telling ; sdmx-measure:obsValue ?value')
    assert {(row["telling"], row["value"]) for row in found} == {("1", "12"), ("2", "13")}


def test_a_survey_result_tells_percent_and_count_apart(cube: ox.Store) -> None:
    found = rows(cube, '?o cube:indicator "整體" ; cube:unit ?unit ; sdmx-measure:obsValue ?value ; ag:n ?n')
    assert {(row["unit"], row["value"], row["n"]) for row in found} == {("%", "55", "20"), ("", "11", "20")}
