"""The look-up by name, and what the files say about themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from agencygraph.authority import Authority, load
from agencygraph.authority.compile import main
from agencygraph.authority.files import FOLDER, head
from agencygraph.reconcile.organisations import key, same, with_parents

SAME = [
    ("健保局", "衛生福利部中央健康保險署"),
    ("中央健保署", "健保署"),
    ("行政院衛生署中央健康保險局", "中央健康保險署"),
    ("勞保局臺南辦事處", "勞動部勞工保險局臺南辦事處"),
    ("台中分署", "法務部行政執行署臺中分署"),
    ("花蓮行政執行處", "花蓮分署"),
    ("彰化地檢署", "臺灣彰化地方法院檢察署"),
    ("南區國稅局", "財政部臺灣省南區國稅局"),
    ("國稅局花蓮分局", "財政部北區國稅局花蓮分局"),
    ("嘉義市政府稅務局", "嘉義市稅務局"),
    ("桃園縣政府", "桃園市政府"),
    ("交通部公路局新竹區監理所", "新竹區監理所"),
    ("雲林監理站", "交通部公路總局嘉義區監理所雲林監理站"),
    ("聯合信用卡中心", "財團法人聯合信用卡處理中心"),
    ("勞委會", "勞動部"),
    ("臺南市環保局", "臺南市政府環境保護局"),
    ("桃園市裁決處", "桃園市政府交通事件裁決處"),
    ("陽光基金會", "財團法人陽光社會福利基金會"),
    ("某某文教基金會", "某某文教基金會"),
]
DIFFERENT = [
    ("桃園分署", "宜蘭分署"),
    ("桃園監理站", "中壢監理站"),
    ("桃園市政府社會局", "桃園市政府"),
    ("人事室", "衛生福利部中央健康保險署人事室"),
    ("社會局", "臺北市政府社會局"),
    ("臺灣臺北地方法院", "臺灣臺北地方檢察署"),
    ("財政部北區國稅局", "財政部南區國稅局"),
]


@pytest.fixture(scope="module")
def authority() -> Authority:
    return load()


@pytest.mark.parametrize(("one", "other"), SAME)
def test_names_of_one_body(one: str, other: str) -> None:
    assert same(one, other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_names_of_two_bodies(one: str, other: str) -> None:
    assert not same(one, other)


@pytest.mark.parametrize("name", ["人事室", "會計室", "第一科", "社會局", "機關", "", "局"])
def test_a_name_that_many_bear_is_no_ones(authority: Authority, name: str) -> None:
    assert authority.organisation(name) is None


def test_a_key_is_the_oid_where_it_is_known() -> None:
    assert key("士林分署") == "2.16.886.101.20003.20006.20090.20015"
    assert key("財團法人臺灣某基金會") == key("財團法人台灣某基金會") == "財團法人臺灣某基金會"


def test_the_chain_leads_from_the_branch_to_the_top(authority: Authority) -> None:
    names = [body.name for body in authority.chain(key("臺東監理站"))]
    assert names == [
        "交通部公路總局高雄區監理所臺東監理站",
        "交通部公路總局高雄區監理所",
        "交通部公路總局",
        "交通部",
        "行政院",
    ]
    assert authority.chain("沒有這個機關") == ()


def test_bodies_come_with_those_above_them_once() -> None:
    bodies = list(with_parents([key("新竹分署"), key("屏東分署"), "沒有這個機關"]))
    assert len(bodies) == len({body.key for body in bodies}) == 5
    assert {body.name for body in bodies} >= {"法務部", "法務部行政執行署"}


def test_names_have_their_days(authority: Authority) -> None:
    days = {name.text: (name.start, name.end) for name in authority.names(key("健保署"))}
    assert days["健保局"] == ("1995-01-01", "2013-07-22")
    assert days["健保署"][0] == "2013-07-23"


def test_places(authority: Authority) -> None:
    town = authority.place("台東縣池上鄉")
    assert town is not None
    assert (town.code, town.level, town.english) == ("10014060", "township", "Chishang Township")
    assert authority.place("中山區") is None
    assert len(authority.places("中山區")) == 2


def test_laws_and_days(authority: Authority) -> None:
    law = authority.law("個資法")
    assert law is not None
    assert (law.title, law.code) == ("個人資料保護法", "I0050021")
    day = authority.day_off("2013-02-11")
    assert day is not None
    assert day.off
    assert day.note == "春節"
    assert authority.day_off("2013-03-05") is None


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.tsv")))
def test_each_file_tells_where_it_comes_from_and_is_sorted(name: str) -> None:
    assert {"source", "date", "licence"} <= head(name).keys()
    lines = (FOLDER / f"{name}.tsv").read_text("utf-8").splitlines()
    body = [line for line in lines if not line.startswith("#")][1:]
    assert [line.split("\t")[0] for line in body] == sorted(line.split("\t")[0] for line in body)


def test_the_large_files_are_what_the_compiler_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "organisations.csv").write_text(
        "oid,code,name,full_name,parent_oid,former_names,url,sources\n"
        "2.16.886.101.9.1,A1,甲 局,示範部甲 局,2.16.886.101.9,乙局,,x\n"
        ",00,無,無,,,,x\n2.16.886.101.9.2,,丙鄉,丙鄉,,,,x\n",
        "utf-8",
    )
    (tmp_path / "places.csv").write_text("level,code,name,full_name,english\nvillage,1,里,里,Li Vil.\n", "utf-8")
    (tmp_path / "office-calendar.csv").write_text("date,day_off,note\n2020-01-01,1,元旦\n", "utf-8")
    monkeypatch.setattr("agencygraph.authority.compile.FOLDER", tmp_path)
    assert main([str(tmp_path)]) == 0
    assert (tmp_path / "organisations.tsv").read_text("utf-8").endswith("\n9.1\tA1\t示範部甲局\t乙局\n")
    assert (tmp_path / "places.tsv").read_text("utf-8").endswith("\n1\t里\tLi\n")
    assert main([]) == 2
