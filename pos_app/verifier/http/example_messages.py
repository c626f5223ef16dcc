"""The requests of the worked examples: one of each trade, as a till would send them on one day."""

from base64 import b64encode
from collections.abc import Mapping
from decimal import Decimal

from pos_app.wire.code_lists import EC_PHARMACY_PURCHASE, OUTSIDE_CATALOGUE, OWN_THEN_SHARED_ACCOUNT, PHARMACY_PURCHASE
from pos_app.wire.envelope import Request, Tree, dump_request
from pos_app.wire.file_rows import pack_rows
from pos_app.wire.messages import Infno
from pos_app.wire.messages.reconciliation import ClaimedRow
from pos_app.wire.region import RegionProfile
from pos_app.wire.voucher_decode import TRANS_TYPE, DecodeQuery, DecodeRequest, dump_decode

_NOW = "${today} 09:00:00"
_OPERATOR = "0001"
_NAME = "收银员"
_CODE, _OWN_CODE, _PRICE, _TOTAL = "ZA01BAY001A005010199002", "100001", Decimal("12.80"), Decimal("25.60")
_PAGE: Tree = {"updt_time": "2026-01-01", "page_num": 1, "page_size": 20}
_THE_PURCHASE: Tree = {"setl_id": "${setl_id}", "mdtrt_id": "${mdtrt_id}", "psn_no": "${psn_no}"}
_UPLOADED = "claims.txt.zip"


class Messages:
    """Makes the messages of one region; each gets the next serial of its msgid."""

    def __init__(self, profile: RegionProfile) -> None:
        self._profile = profile
        self._serial = 0
        self._settled_as = ""

    def decode(self) -> str:
        pharmacy = self._profile.pharmacy
        query = DecodeQuery(
            ecQrCode="${code}",
            orgId=pharmacy.code,
            businessType=EC_PHARMACY_PURCHASE,
            operatorId=_OPERATOR,
            operatorName=_NAME,
            officeId="01",
            officeName="西药柜",
        )
        return dump_decode(DecodeRequest(orgId=pharmacy.code, transType=TRANS_TYPE, data=query))

    def trade(self, infno: Infno) -> str:
        """Give the message of a trade, its envelope around it."""
        self._serial += 1
        msgid = f"{self._profile.pharmacy.code}${{now}}{self._serial:04d}"
        if infno is Infno.SETTLE:
            self._settled_as = msgid
        names_person = infno in {Infno.QUOTE, Infno.SETTLE, Infno.ENTITLEMENT}
        return self._envelope(infno, msgid, self._inputs()[infno], area="${area}" if names_person else "")

    def _inputs(self) -> Mapping[Infno, Tree]:
        return {
            **self._session(),
            **self._catalogue(),
            **self._purchase(),
            **self._history(),
            **self._goods(),
            **self._reconciliation(),
        }

    def _session(self) -> Mapping[Infno, Tree]:
        identity = {"psn_cert_type": "01", "certno": "${id_number}", "psn_name": "${name}"}
        asked = {"psn_no": "${psn_no}", "insutype": "${insutype}", "fixmedins_code": self._profile.pharmacy.code}
        return {
            Infno.SIGN_IN: {"signIn": {"opter_no": _OPERATOR, "mac": "00-00-00-00-00-00", "ip": "127.0.0.1"}},
            Infno.SIGN_OUT: {"signOut": {"sign_no": "${sign_no}", "opter_no": _OPERATOR}},
            Infno.IDENTIFY: {"data": {"mdtrt_cert_type": "01", "mdtrt_cert_no": "${token}", **identity}},
            Infno.ENTITLEMENT: {"data": {**asked, "med_type": PHARMACY_PURCHASE, "begntime": _NOW}},
        }

    def _catalogue(self) -> Mapping[Infno, Tree]:
        return {
            Infno.ITEMS: {"data": {**_PAGE, "hilist_name": "感冒"}},
            Infno.MAPPINGS: {"data": _PAGE},
            Infno.PRICE_CAPS: {"data": _PAGE},
            Infno.SELF_PAY: {"data": _PAGE},
        }

    def _purchase(self) -> Mapping[Infno, Tree]:
        """Give 2101 and 2102: the same bill, and with 2102 the trace codes of the boxes that are sold."""
        bill: Tree = {
            "psn_no": "${psn_no}",
            "mdtrt_cert_type": "01",
            "mdtrt_cert_no": "${token}",
            "psn_cert_type": "01",
            "certno": "${id_number}",
            "psn_type": "${psn_type}",
            "psn_name": "${name}",
            "begntime": _NOW,
            "medfee_sumamt": _TOTAL,
            "insutype": "${insutype}",
            "acct_used_flag": OWN_THEN_SHARED_ACCOUNT,
            "med_type": PHARMACY_PURCHASE,
        }
        line: Tree = {
            "feedetl_sn": 1,
            "rx_circ_flag": "0",
            "fee_ocur_time": _NOW,
            "med_list_codg": _CODE,
            "medins_list_codg": _OWN_CODE,
            "det_item_fee_sumamt": _TOTAL,
            "cnt": Decimal(2),
            "pric": _PRICE,
        }
        traces = [{"feedetl_sn": "1", "drug_trac_codg": _box(number), "trdn_flag": "0"} for number in (1, 2)]
        traced = {**line, self._profile.messages.trace_node: traces}
        undone = {"psn_no": "${psn_no}", "omsgid": self._settled_as, "oinfno": str(Infno.SETTLE)}
        return {
            Infno.QUOTE: {"druginfo": bill, "drugdetail": [line]},
            Infno.SETTLE: {"druginfo": {**bill, "invono": "0001"}, "drugdetail": [traced]},
            Infno.CANCEL: {"data": _THE_PURCHASE},
            Infno.REVERSE: {"data": undone},
        }

    def _history(self) -> Mapping[Infno, Tree]:
        day = {"begntime": "${today} 00:00:00", "endtime": "${today} 23:59:59"}
        return {
            Infno.PAST_SETTLEMENT: {"data": _THE_PURCHASE},
            Infno.PAST_LINES: {"data": _THE_PURCHASE},
            Infno.VISITS: {"data": {"psn_no": "${psn_no}", **day, "med_type": PHARMACY_PURCHASE}},
            Infno.ACCUMULATIONS: {"data": {"psn_no": "${psn_no}"}},
        }

    def _goods(self) -> Mapping[Infno, Tree]:
        """Give the sale and the return of both boxes, one by itself and one as a batch."""
        sold: Tree = {
            "prsc_dr_name": "无",
            "phar_name": "林药师",
            "phar_prac_cert_no": "Z0001",
            "rtal_docno": "0001",
            "finl_trns_pric": _PRICE,
            "drug_prod_barc": "6999002000016",
        }
        unmarked = {"med_list_codg": OUTSIDE_CATALOGUE, "fixmedins_hilist_id": "100004", "fixmedins_bchno": "B2026"}
        return {
            Infno.VIRTUAL_TRACE: {"data": {**unmarked, "fixmedins_hilist_name": "维生素C泡腾片"}},
            Infno.GOODS_SALE: {"selinfo": {**_goods(1), **sold}},
            Infno.GOODS_SALES: {"selinfoDetail": [{**_goods(2), **sold}]},
            Infno.TRACE_QUERY: {"data": {"fixmedins_code": self._profile.pharmacy.code, "drug_trac_codg": _box(1)}},
            Infno.GOODS_RETURN: {"selinfo": _goods(1)},
            Infno.GOODS_RETURNS: {"selinfoDetail": [_goods(2)]},
        }

    def _reconciliation(self) -> Mapping[Infno, Tree]:
        """Give totals, and details with a file of one row that only the pharmacy has."""
        region, pharmacy = self._profile.region.code, self._profile.pharmacy.code
        days = {"stmt_begndate": "${today}", "stmt_enddate": "${today}"}
        includes_account = self._profile.messages.fund_includes_account
        sums = {"medfee_sumamt": _TOTAL, "fund_pay_sumamt": _TOTAL if includes_account else Decimal("0.00")}
        counted = {"fixmedins_setl_cnt": 1, "fixmedins_refd_setl_flag": "1"}
        return {
            Infno.TOTALS: {
                "data": {"insutype": "310", "clr_type": "41", "setl_optins": region, **days, **sums}
                | {"acct_pay": _TOTAL, **counted}
            },
            Infno.UPLOAD: {
                "fsUploadIn": {"in": b64encode(_claims()).decode(), "filename": _UPLOADED, "fixmedins_code": pharmacy}
            },
            Infno.DETAILS: {
                "data": {"setl_optins": region, "file_qury_no": "${claims}", **days, **sums}
                | {"cash_payamt": Decimal("0.00"), "clr_type": "41", **counted}
            },
            Infno.DOWNLOAD: {
                "fsDownloadIn": {
                    "file_qury_no": "${result}",
                    "filename": "${result_name}",
                    "fixmedins_code": pharmacy,
                }
            },
        }

    def _envelope(self, infno: Infno, msgid: str, body: Tree, *, area: str) -> str:
        """Write an envelope; it is not checked here, for the names of some places are longer than what fills them."""
        profile = self._profile
        request = Request.model_construct(
            infno=infno,
            msgid=msgid,
            mdtrtarea_admvs=profile.region.code,
            insuplc_admdvs=area,
            recer_sys_code=profile.pharmacy.receiver,
            infver=profile.messages.version,
            opter_type="1",
            opter=_OPERATOR,
            opter_name=_NAME,
            inf_time=_NOW,
            fixmedins_code=profile.pharmacy.code,
            fixmedins_name=profile.pharmacy.name_zh,
            sign_no="" if infno is Infno.SIGN_IN else "${sign_no}",
            input=body,
        )
        return dump_request(request)


def _box(number: int) -> str:
    """Name a box: 20 digits that begin with 8, new whenever the examples are run."""
    return f"8${{now}}0000{number}"


def _goods(box: int) -> Tree:
    return {
        "med_list_codg": _CODE,
        "fixmedins_hilist_id": _OWN_CODE,
        "fixmedins_hilist_name": "感冒灵颗粒",
        "fixmedins_bchno": "2604A17",
        "setl_id": "${setl_id}",
        "psn_no": "${psn_no}",
        "manu_lotnum": "2604A17",
        "manu_date": "2026-04-01",
        "rx_flag": "0",
        "trdn_flag": "0",
        "sel_retn_cnt": 1,
        "sel_retn_time": _NOW,
        "sel_retn_opter_name": _NAME,
        "mdtrt_sn": "${mdtrt_id}",
        "drugtracinfo": [{"drug_trac_codg": _box(box)}],
    }


def _claims() -> bytes:
    row = ClaimedRow(
        setl_id="1",
        mdtrt_id="1",
        psn_no="51010099000000000000000001",
        medfee_sumamt=_TOTAL,
        fund_pay_sumamt=Decimal("0.00"),
        acct_pay=_TOTAL,
        refd_setl_flag="0",
    )
    return pack_rows("claims", [row])
