"""Names of indicators: which are one, which are not, and why; the same on any machine in any order."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizers.lexicon import VocabularyError
from normalizers.matching import (
    Decisions,
    Match,
    Name,
    indicators,
    match,
    normal_form,
    one_name_a_code,
    parse_indicators,
    proposals,
)
from normalizers.matching.meaning import parse_meanings
from tests.normalizers.conftest import Refusal

LABELLED = Path(__file__).resolve().parents[2] / "benchmarks" / "data" / "indicator_names_dev.tsv"


def one(text: str, level2: str | None = None, unit: str | None = None, **decided: Any) -> Match:
    return match([Name(text, level2, unit)], Decisions(**decided))[0]


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("1.遵义市2023年污水处理率（%）", "污水处理率"),
        ("花溪区农业农村局培训农民人数", "农民培训人数"),
        ("（二）2022-2023学年资助学生人数", "学生资助人数"),
        ("“雪亮工程”摄像头安装数量", "安装摄像头数量"),
        ("青山湖综合整治项目验收合格率", "验收合格率"),
        ("贵州省第一中学学生满意度", "学生满意度"),
        ("居民满意度", "社会公众满意率"),
        ("资金拨付的及时性", "资金拨付及时情况"),
        ("资金按时拨付率", "资金拨付及时率"),
        ("滑雪者津贴发放率（100%）", "滑雪者津贴发放率"),
        ("雪板检修率100%", "雪板检修率"),
        ("滑雪场培训次数10次", "滑雪场培训次数"),
        ("滑雪者津贴标准（≥**元/人·月）", "滑雪者津贴标准"),
        ("滑雪者津贴标准（5000元/人）", "滑雪者津贴标准"),
        ("雪板合格率（大于等于98%）", "雪板合格率"),
        ("受益学生满意度", "学生满意度"),
        ("受益对象满意度", "受益群众满意度"),
        ("干部职工满意度", "职工满意度"),
        ("辖区居民满意度", "群众满意度"),
        ("按期开工率", "开工及时率"),
        ("新建农村公路公里数", "农村公路新建里程"),
        ("购置滑雪板台数", "滑雪板采购数量"),
        ("受益群众（户）", "受益户数"),
        ("群众满意度≥95%", "群众满意度"),
        ("污水处里率", "污水处理率"),
        ("群众满意读", "群众满意度"),
        ("森林复盖率", "森林覆盖率"),
        ("抚育森林面积", "森林抚育面积"),
        ("案件审结率率", "案件审结率"),
        ("省级财政窑洞改造面积", "窑洞改造面积"),
        ("2023年中央财政补助项目窑洞改造面积", "窑洞改造面积"),
        ("省级教师满意度", "教师满意度"),
        ("一是窑洞改造面积", "窑洞改造面积"),
        ("都江堰窑洞改造面积", "窑洞改造面积"),
        ("窑洞攻造面积", "窑洞改造面积"),
        ("群从满意度", "群众满意度"),
        ("滑雪场培川合格率", "滑雪场培训合格率"),
        ("滑雪板友放数量", "滑雪板发放数量"),
        ("经费拨付及时率", "资金及时拨付率"),
        ("窑洞改造完成面积", "窑洞改造面积"),
        ("滑雪场质量合格率", "滑雪场合格率"),
        ("指标2：滑雪场培训次数（≥**次）", "滑雪场培训次数"),
        ("窑洞改造面积≥*亩", "窑洞改造面积"),
        ("滑雪者伤亡率（1/10万）", "滑雪者伤亡率"),
        ("滑雪者津贴标准（元/人·月）", "滑雪者津贴标准"),
        ("雪板检修率（18岁以上）", "18岁以上雪板检修率"),
        ("雪地救援队数", "雪地救援队数量"),
        ("窑洞按期加固率", "窑洞法定期限内加固率"),
        ("雪板支付及时律", "雪板支付及时率"),
        ("美术馆接待观众人次", "美术馆参观人次"),
        ("孤儿保障人数", "孤儿补助人数"),
        ("慰问活动次数", "慰问次数"),
        ("病险雪坝除险加固数量", "雪坝除险加固数量"),
        ("滑雪监测户户数", "滑雪监测户数"),
        ("雪（冰）道改造长度", "雪冰道改造长度"),
        ("大河村滑雪者满意度", "滑雪者满意度"),
        ("抚恤金发放覆盖率", "抚恤资金发放覆盖率"),
        ("雪峰攀登者满意度", "雪峰攀登人员满意度"),
        ("年末滑雪者人数", "滑雪者人数"),
        ("养护雪橇数量（人次）", "养护雪橇人次"),
    ],
)
def test_what_an_auditor_puts_into_one_column_is_one(text: str, other: str) -> None:
    assert one(text).code == one(other).code


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("满意度", "不满意度"),
        ("投诉率", "投诉处理率"),
        ("污水处理量", "污水处理率"),
        ("完成率", "完成及时率"),
        ("资金拨付及时性", "资金拨付及时率"),
        ("资金使用合规情况", "资金使用合规率"),
        ("索道完成情况", "索道完成率"),
        ("雪板识别准确性", "雪板识别准确率"),
        ("雪崩预报准确率（24小时）", "雪崩预报准确率"),
        ("滑雪者体检率（≥65岁）", "滑雪者体检率"),
        ("周边群众满意度", "群众满意度"),
        ("幼儿家长满意度", "学生家长满意度"),
        ("患者家属满意度", "患者及家属满意度"),
        ("残疾人家属满意度", "残疾人及其家属满意度"),
        ("参保单位满意度", "参保人员满意度"),
        ("纳税人缴费人满意度", "纳税人满意度"),
        ("投诉举报处理率", "投诉处理率"),
        ("滑雪教练招聘人数", "滑雪教练聘用人数"),
        ("滑雪者津贴足额发放率", "滑雪者津贴发放率"),
        ("竣工验收合格率", "项目验收合格率"),
        ("群众安全感", "群众安全感满意度"),
        ("平均缆车费用", "缆车费用"),
        ("每百万人口滑雪事故报告数", "滑雪事故报告人数"),
        ("培训人数", "培训人次"),
        ("滑雪者受益人数", "滑雪者受益户数"),
        ("新建泵站数量", "改造泵站数量"),
        ("学生满意度", "家长满意度"),
        ("食品抽检合格率", "食品抽检不合格率"),
        ("小学入学率", "大学入学率"),
        ("单位GDP能耗", "单位GDP水耗"),
        ("污水处理规模", "污水日处理规模"),
        ("茶园新建面积", "茶园新建数量"),
        ("农村低保人数", "城市低保人数"),
        ("收入增长率", "收入下降率"),
        ("路灯维修数量", "路灯维护数量"),
        ("中央资金到位率", "资金到位率"),
        ("省级财政资金到位率", "资金到位率"),
        ("省级滑雪场数量", "滑雪场数量"),
        ("服务对象满意度", "群众满意度"),
        ("受益群众满意度", "群众满意度"),
        ("调查对象满意度", "服务单位满意度"),
        ("较大及以上安全事故发生数", "安全事故发生数"),
        ("督查次数", "检查次数"),
        ("聘用人员人数", "编外人员人数"),
        ("清扫保洁面积", "保洁面积"),
        ("公务用车购置数量", "车辆购置数量"),
        ("冷藏保鲜设施数量", "冷藏保险设施数量"),
        ("护边员人数", "护边人员数"),
        ("旅游人次", "接待游客人数"),
        ("供销社改造数量", "技术改造项目数量"),
        ("项目完成率", "任务完成率"),
        ("项目完成及时率", "工作完成及时率"),
        ("项目验收合格率", "任务验收合格率"),
        ("民警满意度", "干警满意度"),
        ("雪板抽检量（批次/千人）", "雪板抽检批次"),
        ("孤儿救助人数", "孤儿保障人数"),
        ("企业家人数", "企业家数"),
        ("慰问活动次数", "活动次数"),
    ],
)
def test_what_an_auditor_keeps_apart_is_two(text: str, other: str) -> None:
    assert one(text).code != one(other).code


def test_a_match_says_how_sure_it_is_and_why() -> None:
    assert one("群众满意度").reason == "name"
    slip = one("群众满意读")
    assert 70 < slip.score < 100
    assert slip.reason == "likeness 80: 群众满意读 → 群众满意度"
    apart = one("游客不满意度")
    assert (apart.score, apart.provisional) == (0.0, True)
    assert apart.reason == "veto: polarity 不, which 游客满意度 has not"


def test_the_unit_says_what_is_counted_where_the_name_does_not() -> None:
    assert one("受益羊舍主", unit="户").code == one("受益羊舍主户数").code
    assert one("新建索道", unit="公里").code != one("新建索道", unit="条").code
    assert one("群众", "服务对象满意度指标", "%").code == one("群众满意度").code


@given(
    st.permutations(["新建滑雪场数量", "滑雪场满意度", "2023年滑雪场新建个数", "窑洞改造面积", "污水处理率"])
)
@settings(max_examples=20)
def test_codes_do_not_depend_on_order_or_company(names: list[str]) -> None:
    together = {name: found.code for name, found in zip(names, match(map(Name, names)), strict=True)}
    assert together == {name: one(name).code for name in names}
    assert together["新建滑雪场数量"] == together["2023年滑雪场新建个数"]


@given(st.text(max_size=12))
def test_any_text_has_a_code(text: str) -> None:
    found = one(text)
    assert found.code
    assert found.code == one(f" {text} ").code


def test_the_code_of_a_provisional_indicator_is_a_hash_of_its_normal_form() -> None:
    form = normal_form("2023年滑雪场新建个数")
    assert form == normal_form("新建滑雪场数量")
    assert one("滑雪场新建数量").code == f"P-{hashlib.sha256(form.encode()).hexdigest()[:16]}"


def test_decisions_go_before_the_vocabulary() -> None:
    loose = one("窑洞改造面积")
    assert loose.provisional
    accepted = one("窑洞改造面积", accept=((loose.code, "HOU-900", "窑洞改造面积"),))
    assert (accepted.code, accepted.provisional, accepted.reason) == ("HOU-900", False, "decision: accepted")
    assert one("窑洞改造面积", alias=(("窑洞改造面积", "GEN-001"),)).indicator == "群众满意度"
    merged = one("窑洞改造面积", merge=((loose.code, "GEN-001"),))
    assert (merged.code, merged.reason) == ("GEN-001", f"decision: merged from {loose.code}")
    split = one("居民满意度", split=(("居民满意度", "GEN-001"),))
    assert split.provisional
    assert one("群众满意度", split=(("居民满意度", "GEN-001"),)).code == "GEN-001"


def test_decisions_are_hashable_and_their_digest_does_not_depend_on_order() -> None:
    first = Decisions(merge=(("P-1", "A"), ("P-2", "A")))
    second = Decisions(merge=(("P-2", "A"), ("P-1", "A")))
    assert first.digest == second.digest != Decisions().digest
    assert len({first, second, Decisions()}) == 3
    with pytest.raises(ValueError, match="merges run in a circle at P-1"):
        Decisions(merge=(("P-1", "P-2"), ("P-2", "P-1")))


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("PM2.5年均浓度变化", "PM2.5年均浓度变化"),
        ("AI诊疗系统数量", "AI诊疗系统数量"),
        ("１.窑洞ＷｉＦｉ覆盖数（处）", "窑洞WiFi覆盖数"),
        ("窑洞改造数", "窑洞改造数"),
    ],
)
def test_a_provisional_name_keeps_its_letters_as_typed(printed: str, shown: str) -> None:
    found = one(printed)
    assert (found.provisional, found.indicator) == (True, shown)
    assert one(printed.lower()).code == found.code


def test_one_provisional_code_has_one_name_whatever_the_order() -> None:
    names = [
        Name(text)
        for text in ("财政资金支付及时率", "资金支付及时率", "PM2.5年均浓度变化", "pm2.5年均浓度变化")
    ]
    more = [*names, Name("PM2.5年均浓度变化")]
    for asked in (more, more[::-1]):
        found = one_name_a_code(match(asked))
        assert {each.indicator for each in found} == {"资金支付及时率", "PM2.5年均浓度变化"}
        assert len({each.code for each in found}) == 2


def test_look_alikes_are_proposed_and_not_merged() -> None:
    found = match(map(Name, ["窑洞与羊舍改造面积", "窑洞改造面积", "滑雪场满意度", "污水处理率"]))
    assert len({one.code for one in found}) == 4
    [pair] = proposals(found)
    assert {pair.first.indicator, pair.second.indicator} == {"窑洞与羊舍改造面积", "窑洞改造面积"}
    assert 70 < pair.score < 100
    assert pair.reason.startswith("likeness")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("执法记录设备开工时间", "执法记录设备完成时间"),
        ("泵站设备故障响应时间", "诊疗设备故障响应时间"),
        ("改善沿岸群众生产生活条件", "改善困难群众生产生活条件"),
        ("窑洞与羊舍改造面积", "窑洞与羊圈改造面积"),
        ("窑洞改造竣工及时率", "窑洞改造竣工率"),
        ("窑洞一号洞改造面积", "窑洞二号洞改造面积"),
        ("窑洞5g基站数量", "窑洞基站数量"),
        ("窑洞改造户数", "窑洞改造面积"),
    ],
)
def test_another_act_object_or_number_is_never_proposed(one: str, other: str) -> None:
    found = match(map(Name, [one, other]))
    assert [each.provisional for each in found] == [True, True]
    assert proposals(found, at_least=50) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("窑洞应急广播终端设备在线率", "窑洞应急广播终端在线率"), ("窑洞灌溉面积", "窑洞农田灌溉面积")],
)
def test_a_name_that_only_says_more_of_the_same_is_proposed(one: str, other: str) -> None:
    assert len(proposals(match(map(Name, [one, other])))) == 1


def test_measures_polarity_and_counts_are_never_proposed_as_one() -> None:
    found = match(map(Name, ["窑洞改造合格率", "窑洞改造不合格率", "窑洞改造合格数量"]))
    assert proposals(found, at_least=50) == []


def entry(code: str, name: str, rest: str = "") -> str:
    return f"- {{code: {code}, name: {name}, level: 质量指标, direction: higher, dimension: ratio{rest}}}\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            entry("A-1", "完好率") + entry("A-1", "完工率"),
            "a.yaml: line 2: code A-1 stands already at a.yaml: line 1",
        ),
        (
            entry("A-1", "垃圾处理率") + entry("A-2", "处理率", ", aliases: [生活垃圾处置率]"),
            "a.yaml: line 2: “生活垃圾处置率” of A-2 means the same as “垃圾处理率” of A-1",
        ),
        (
            "- {code: A-1, name: 完好率}\n",
            "a.yaml: line 1: an indicator needs a text as level, direction, dimension",
        ),
        (entry("A-1", "完好率").replace("质量", "重量"), "a.yaml: line 1: level “重量指标” is none of"),
        (entry("A-1", "完好率").replace("higher", "up"), "a.yaml: line 1: direction “up” is none of"),
        (entry("A-1", "完好率", ", units: 个"), "a.yaml: line 1: unknown key “units”"),
        ("code: A-1\n", "a.yaml: line 1: expected a list of indicators"),
    ],
)
def test_a_wrong_vocabulary_is_refused_with_file_and_line(refusal: Refusal, text: str, says: str) -> None:
    def read(path: Path) -> object:
        return parse_indicators([path], lambda name: normal_form(name.text, name.level2, name.unit))

    assert refusal(read, "a.yaml", text).startswith(says)


def test_a_word_with_two_meanings_is_refused_with_file_and_line(tmp_path: Path) -> None:
    for name in ("measures", "units", "classes", "words", "implied", "kinds"):
        (tmp_path / f"{name}.yaml").write_text("{}", encoding="utf-8")
    (tmp_path / "synonyms.yaml").write_text("采购: [购置]\n配备:\n  - 购置\n", encoding="utf-8")
    with pytest.raises(VocabularyError, match=r"synonyms\.yaml: line 3: “购置” already means 采购"):
        parse_meanings(tmp_path)


def test_a_word_that_is_implied_must_be_known(tmp_path: Path) -> None:
    for name in ("measures", "units", "classes", "words", "synonyms", "kinds"):
        (tmp_path / f"{name}.yaml").write_text("{}", encoding="utf-8")
    (tmp_path / "synonyms.yaml").write_text("加固: [固定]\n", encoding="utf-8")
    (tmp_path / "implied.yaml").write_text("加固: [病险]\n", encoding="utf-8")
    with pytest.raises(VocabularyError, match=r"implied\.yaml: line 1: “病险” is no word of synonyms"):
        parse_meanings(tmp_path)


def test_a_kind_of_measures_has_measures_alone(tmp_path: Path) -> None:
    for name in ("units", "classes", "words", "synonyms", "implied"):
        (tmp_path / f"{name}.yaml").write_text("{}", encoding="utf-8")
    (tmp_path / "measures.yaml").write_text("面积: [总面积]\n", encoding="utf-8")
    (tmp_path / "kinds.yaml").write_text("paid: [面积]\npriced: [总面积]\n", encoding="utf-8")
    with pytest.raises(VocabularyError, match=r"kinds\.yaml: line 2: “总面积” is no measure of measures"):
        parse_meanings(tmp_path)


def test_the_shipped_vocabulary_knows_its_own_names() -> None:
    entries = list(indicators().values())
    found = match(Name(entry.name, entry.level, entry.unit) for entry in entries)
    assert [one.code for one in found] == [entry.code for entry in entries]
    assert {one.reason for one in found} == {"name"}


def test_a_curated_name_is_known_with_its_unit_and_without() -> None:
    assert one("群众安全感").code == one("群众安全感", unit="%").code != one("提升群众安全感").code
    assert one("税收收入").code == one("税收收入", unit="亿元").code


def test_a_unit_that_measures_something_else_is_another_indicator() -> None:
    assert one("税收收入", unit="户").code != one("税收收入").code
    assert one("税收收入", unit="%").code != one("税收收入").code


def test_the_labelled_names_are_told_apart_as_well_as_measured() -> None:
    with LABELLED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    found = match(Name(row["name"], row["level2"], row["unit"]) for row in rows)
    pairs = [
        (found[i].code == found[j].code, rows[i]["group"] == rows[j]["group"])
        for i in range(len(rows))
        for j in range(i)
    ]
    both = sum(ours and theirs for ours, theirs in pairs)
    assert both / sum(ours for ours, _ in pairs) > 0.95
    assert both / sum(theirs for _, theirs in pairs) > 0.88


def test_a_number_that_a_blank_parts_from_the_name_is_numbering() -> None:
    numbered, plain = match([Name("4 公厕数量"), Name("公厕数量")])
    assert numbered.code == plain.code


def test_a_provisional_name_is_shown_as_typed_though_it_is_read_as_a_known_word() -> None:
    (found,) = match([Name("民族语言影视剧译制数量")])
    assert found.provisional
    assert found.indicator == "民族语言影视剧译制数量"
