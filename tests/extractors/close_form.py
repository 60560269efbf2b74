"""A form whose rows stand as close as lines: its texts, and where its columns begin, in points."""

from __future__ import annotations

XS = (50, 110, 170, 270, 350, 430, 480)
FORM = [
    ["一级指标", "二级指标", "三级指标", "年度\n指标值", "实际\n完成值", "得分"],
    ["产出\n指标\n(50分)", "数量\n指标", "养护公路里程", "≥169\n公里", "208公里", "7"],
    ["", "", "开展路政巡查", "=3次", "3次", "6"],
    ["", "质量\n指标", "公路质量达标率", "≥85%", "按年度计划\n全部完成", "8"],
    ["效益\n指标", "社会\n效益", "沿线群众出行\n时间缩短", "明显", "明显", "9"],
]
SPANS = {(1, 0): 3, (1, 1): 2}
"""By row and column: the rows of the cells that stand over several."""
