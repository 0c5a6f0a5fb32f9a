"""The test cases of the SPARQL 1.1 Protocol, from a manifest."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import httpx
import pyoxigraph as ox
import pytest
import yaml

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "protocol.yaml").read_text("utf-8"))
KEYS = {"case", "get", "post", "put", "form", "body", "type", "encoding", "accept", "status", "boolean", "media"}
GRAPH = re.compile(r"\b(data\d)\b")


def _whole(value: Any) -> Any:
    """A value with the short names of the graphs written out."""
    if isinstance(value, list):
        return [_whole(one) for one in value]
    return GRAPH.sub(r"http://example.org/\1", value)


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
@pytest.mark.parametrize("path", ["/sparql", "/sparql/"])
def test_protocol(client: httpx.Client, case: dict[str, Any], path: str) -> None:
    assert set(case) <= KEYS
    method = next(one for one in ("get", "post", "put") if one in case)
    headers = {"accept": case.get("accept", "*/*")}
    if "type" in case:
        headers["content-type"] = case["type"]
    answer = client.request(
        method.upper(),
        path,
        params={name: _whole(value) for name, value in case[method].items()},
        data={name: _whole(value) for name, value in case["form"].items()} if case.get("form") else None,
        content=_whole(case["body"]).encode(case.get("encoding", "utf-8")) if "body" in case else None,
        headers=headers,
    )
    assert answer.status_code == case["status"], answer.text
    media = answer.headers["content-type"].partition(";")[0]
    assert media == case.get("media", media)
    if "boolean" in case:
        form = ox.QueryResultsFormat.from_media_type(media)
        assert form is not None
        told = ox.parse_query_results(answer.content, form)
        assert isinstance(told, ox.QueryBoolean)
        assert bool(told) is case["boolean"]


def test_every_case_is_there_once() -> None:
    names = [case["case"] for case in CASES]
    assert len(set(names)) == len(names) >= 25
