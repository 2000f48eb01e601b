"""The facts that show only when records are put side by side: nobody has to be asked for them."""

from __future__ import annotations

from app.rules.engine.fact_name import one_of, yes_no

CARD_GRADES = ("一级", "二级", "三级", "四级")

NAMES = (
    one_of("card_grade", "残疾证号上的等级", "残疾证号最后一位（等级）是几？", choices=CARD_GRADES),
    yes_no("exclusive_held", "持有互斥的类别", "是否同时享受了不能同时享受的两种待遇？"),
    yes_no("account_in_two_households", "账户用于两户", "领取的账户是否也用于另外一户？"),
    yes_no("rechecked", "上一期已复核", "上一个复核期内是否核对过登记信息？"),
)
