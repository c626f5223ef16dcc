"""Worked examples: a day at the counter trade by trade, and what a script does around it; all of them run.

`${name}` stands for what an earlier answer said; `${now}` is the time as yyyyMMddHHmmss, so that msgids are new, and
`${today}` the day as yyyy-MM-dd, both by the platform's clock.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pos_app.verifier.authorities import Remedy
from pos_app.verifier.faults import FaultPoint
from pos_app.verifier.http.example_messages import Messages
from pos_app.verifier.payment_password import PERSONA_PASSWORD
from pos_app.wire.json_text import write_json
from pos_app.wire.messages import Infno
from pos_app.wire.region import RegionProfile

TRADE_PATHS = ("/fsi/api/rsfComIfsService/callService", "/mbs/fmi/fsi/api/callFsiService/callService")
DECODE_PATH = "/ec/trans"
PERSON = "plenty"

_PLACE = re.compile(r"\$\{(\w+)\}")
_PEOPLE = "/control/people"
_ALIPAY = f"{_PEOPLE}/not-activated/activation/alipay"


@dataclass(frozen=True, slots=True)
class Example:
    """One request; `learns` says which places its answer fills, each by a dotted path."""

    name: str
    summary: str
    path: str
    body: str = ""
    learns: Mapping[str, str] = field(default_factory=dict)
    method: str = "POST"


def worked_examples(profile: RegionProfile) -> tuple[Example, ...]:
    """Give one of each trade and the decode call, in the order in which they run."""
    messages = Messages(profile)
    code = _control(
        "fresh_code", "出示凭证码: a fresh code on the customer's phone", f"{_PEOPLE}/{PERSON}/codes", _FRESH_CODE
    )
    decode = Example(
        "decode",
        "ec.query 解码: scanned text in, token out",
        DECODE_PATH,
        messages.decode(),
        {"token": "data.ecToken", "id_number": "data.idNo", "name": "data.userName", "area": "data.insuOrg"},
    )
    trades = [
        Example(name, f"{infno} {summary}", TRADE_PATHS[0], messages.trade(infno), _LEARNS.get(infno, {}))
        for name, infno, summary in _DAY
    ]
    return (trades[0], code, decode, *trades[1:])


def control_examples() -> tuple[Example, ...]:
    """Give what a script and a phone can ask besides, in the order in which they run."""
    return (
        Example("people", "参保人一览: who can come to the counter", _PEOPLE, method="GET"),
        *_on_the_phone(),
        *_in_the_family(),
        *_behind_the_scenes(),
        Example("journal", "最新报文,已脱敏: the newest exchanges, masked", "/control/journal", method="GET"),
    )


def _on_the_phone() -> Iterator[Example]:
    named = {"name": "林初一", "certno": "990000199001011941"}
    anew = {"channel": "national", "face": "own", "new": "246810"}
    own, locked = f"{_PEOPLE}/{PERSON}", f"{_PEOPLE}/password-locked"
    yield _control("consent", "在手机上确认支付: confirm a payment on the phone", f"{own}/consent", _OWN_PASSWORD)
    for name in ("package", "list", "add"):
        yield _control(f"open_{name}", f"激活电子凭证: open a certificate: {name}", _ALIPAY, {})
    for name, summary, asked in (
        ("open_identity", "激活电子凭证,姓名和证件: open a certificate: name and number", named),
        ("open_face", "激活电子凭证,刷脸: open a certificate: the face", {"face": "own"}),
        ("open_password", "激活电子凭证,支付密码: open a certificate: the payment password", {"password": "246810"}),
    ):
        yield _control(name, summary, _ALIPAY, asked)
    yield Example("opened", "激活进度: how far it is opened", _ALIPAY, method="GET")
    summary = "找回支付密码: a new payment password for one that is locked"
    yield _control("recover_password", summary, f"{locked}/password", anew)


def _in_the_family() -> Iterator[Example]:
    baby = {"name": "苏新芽", "certno": "990000202402292304", "relation": "daughter"}
    family = f"{_PEOPLE}/{PERSON}/family"
    summary = "添加未满16岁的家庭成员: take somebody under 16 into the family"
    yield _control("family_member", summary, family, baby)
    yield _control("share", "开通家庭共济: share the account", f"{family}/baby/sharing", {"shared": True}, "PUT")
    yield Example("let_go", "解除家庭成员: let the member go again", f"{family}/baby", method="DELETE")


def _behind_the_scenes() -> Iterator[Example]:
    faults = [
        {"name": "a lost reply", "point": FaultPoint.AFTER_COMMIT_BEFORE_REPLY, "infno": Infno.SETTLE},
        {"name": "TOKEN_RECHECK_FAILED", "times": 3, "probability": 0.5, "seed": 7},
    ]
    one = {"name": "in_hospital", "times": 1}
    later = {"freeze": True, "advance_s": 60}
    moved = f"{_PEOPLE}/two-places/place"
    summary = "由经办机构补录参保地: let the agency supply a missing place of insurance"
    remedy = {"remedy": Remedy.SUPPLY_PLACE}
    yield _control("supply_place", summary, f"{_PEOPLE}/insuplc-missing/authority", remedy)
    yield _control("place", "切换参保地: switch the place of insurance", moved, {"area": "510100"}, "PUT")
    yield _control("fault", "布置一个故障: arm one fault by its name", "/control/faults", one)
    yield _control("faults", "布置多个故障: arm several", "/control/faults", {"faults": faults})
    yield Example("no_faults", "撤下全部故障: take all faults back", "/control/faults", method="DELETE")
    yield _control("stop_clock", "时钟停在一分钟后: stop the clock a minute later", "/control/clock", later)
    yield _control("reset_clock", "恢复本机时间: back to the machine's time", "/control/clock", {"reset": True})


def places_of(text: str) -> frozenset[str]:
    return frozenset(_PLACE.findall(text))


def filled(text: str, known: Mapping[str, str]) -> str:
    """Put what is known into a text's places; KeyError for a place that nothing fills."""
    return _PLACE.sub(lambda place: known[place.group(1)], text)


def learned(example: Example, answer: object) -> dict[str, str]:
    """Read out of an answer what later examples need."""
    return {name: str(_at(answer, path)) for name, path in example.learns.items()}


def _at(tree: object, path: str) -> object:
    for part in path.split("."):
        if isinstance(tree, list):
            tree = tree[int(part)]
        elif isinstance(tree, dict):
            tree = tree[part]
        else:
            raise KeyError(path)
    return tree


def _control(name: str, summary: str, path: str, asked: Mapping[str, object], method: str = "POST") -> Example:
    learns = {"code": "code"} if asked is _FRESH_CODE else {}
    return Example(name, summary, path, write_json(asked), learns, method)


_FRESH_CODE: Mapping[str, object] = {"kind": "certificate", "channel": "national"}
_OWN_PASSWORD: Mapping[str, object] = {"password": PERSONA_PASSWORD}

_DAY = (
    ("sign_in", Infno.SIGN_IN, "签到 sign in: everything else needs it"),
    ("identify", Infno.IDENTIFY, "人员信息获取: who it is and how insured"),
    ("entitlement", Infno.ENTITLEMENT, "人员待遇享受检查: may the insurance be used now"),
    ("items", Infno.ITEMS, "医保目录信息查询: the catalogue, page by page"),
    ("mappings", Infno.MAPPINGS, "医疗目录与医保目录匹配信息查询: its codes against the national ones"),
    ("price_caps", Infno.PRICE_CAPS, "医保目录限价信息查询: the dearest price in scope"),
    ("self_pay", Infno.SELF_PAY, "医保目录先自付比例信息查询: first self-pay by class"),
    ("virtual_trace", Infno.VIRTUAL_TRACE, "获取虚拟药品追溯码: a code for goods that have none"),
    ("quote", Infno.QUOTE, "药店预结算: who would pay what; nothing changes"),
    ("settle", Infno.SETTLE, "药店结算: the money moves"),
    ("past_settlement", Infno.PAST_SETTLEMENT, "结算信息查询: a settlement as it was answered"),
    ("past_lines", Infno.PAST_LINES, "费用明细查询: its lines"),
    ("visits", Infno.VISITS, "就诊信息查询: a person's purchases of some days"),
    ("accumulations", Infno.ACCUMULATIONS, "人员累计信息查询: what they add up to"),
    ("goods_sale", Infno.GOODS_SALE, "商品销售: one box that was sold"),
    ("goods_sales", Infno.GOODS_SALES, "商品销售A: many, each with its own result"),
    ("trace_query", Infno.TRACE_QUERY, "商品销售追溯信息查询: who sold a trace code"),
    ("goods_return", Infno.GOODS_RETURN, "商品销售退货: one box that came back"),
    ("goods_returns", Infno.GOODS_RETURNS, "商品销售退货A: many"),
    ("totals", Infno.TOTALS, "对总账: do the books of the day agree in total"),
    ("upload", Infno.UPLOAD, "文件上传: the pharmacy's lines, TSV in a zip"),
    ("details", Infno.DETAILS, "对明细账: the file is compared line by line"),
    ("download", Infno.DOWNLOAD, "文件下载: the result"),
    ("cancel", Infno.CANCEL, "药店结算撤销: undo a settlement that is known"),
    ("reverse", Infno.REVERSE, "冲正: undo a trade whose outcome is not known"),
    ("sign_out", Infno.SIGN_OUT, "签退 sign out"),
)
_LEARNS: Mapping[Infno, Mapping[str, str]] = {
    Infno.SIGN_IN: {"sign_no": "output.signinoutb.sign_no"},
    Infno.IDENTIFY: {
        "psn_no": "output.baseinfo.psn_no",
        "insutype": "output.insuinfo.0.insutype",
        "psn_type": "output.insuinfo.0.psn_type",
    },
    Infno.SETTLE: {"setl_id": "output.setlinfo.setl_id", "mdtrt_id": "output.setlinfo.mdtrt_id"},
    Infno.UPLOAD: {"claims": "output.file_qury_no"},
    Infno.DETAILS: {"result": "output.fileinfo.file_qury_no", "result_name": "output.fileinfo.filename"},
}
