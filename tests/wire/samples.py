"""Messages that are right, to be spoilt one field at a time."""

import copy
from decimal import Decimal
from typing import Any

Tree = dict[str, Any]


def envelope(infno: str, body: Tree) -> Tree:
    return {
        "infno": infno,
        "msgid": "P51010000001202611220900000001",
        "mdtrtarea_admvs": "510100",
        "insuplc_admdvs": "510100",
        "recer_sys_code": "99",
        "dev_no": "",
        "dev_safe_info": "",
        "cainfo": "",
        "signtype": "",
        "infver": "V1.0",
        "opter_type": "1",
        "opter": "001",
        "opter_name": "陈",
        "inf_time": "2026-11-22 09:00:00",
        "fixmedins_code": "P51010000001",
        "fixmedins_name": "成都示范药房",
        "sign_no": "",
        "input": copy.deepcopy(body),
    }


SIGN_IN: Tree = {"signIn": {"opter_no": "001", "mac": "00-00-00-00-00-00", "ip": "127.0.0.1"}}
SIGN_OUT: Tree = {"signOut": {"sign_no": "510100G0000000000001", "opter_no": "001"}}
PERSON: Tree = {
    "data": {
        "mdtrt_cert_type": "01",
        "mdtrt_cert_no": "510000ec0123456789abcdef0123456789abcdef",
        "psn_cert_type": "01",
        "certno": "990000198403121030",
        "psn_name": "李思源",
    }
}
_LINE: Tree = {
    "feedetl_sn": 1,
    "rx_circ_flag": "0",
    "fee_ocur_time": "2026-11-22 09:00:00",
    "med_list_codg": "ZA01BAY001A005010199002",
    "medins_list_codg": "100001",
    "det_item_fee_sumamt": Decimal("12.80"),
    "cnt": 1,
    "pric": Decimal("12.80"),
}
PURCHASE: Tree = {
    "druginfo": {
        "psn_no": "51010099000000000000000001",
        "mdtrt_cert_type": "01",
        "mdtrt_cert_no": "510000ec0123456789abcdef0123456789abcdef",
        "psn_cert_type": "01",
        "certno": "990000198403121030",
        "psn_type": "11",
        "psn_name": "李思源",
        "begntime": "2026-11-22 09:00:00",
        "medfee_sumamt": Decimal("12.80"),
        "insutype": "310",
        "acct_used_flag": "2",
        "med_type": "41",
    },
    "drugdetail": [_LINE],
}
CANCELLATION: Tree = {"data": {"setl_id": "1", "mdtrt_id": "2", "psn_no": "51010099000000000000000001"}}
REVERSAL: Tree = {"data": {"psn_no": "51010099000000000000000001", "omsgid": "P5101", "oinfno": "2102"}}
DECODE: Tree = {
    "orgId": "P51010000001",
    "transType": "ec.query",
    "data": {
        "ecQrCode": "4240000000000000000000510000",
        "orgId": "P51010000001",
        "businessType": "02121",
        "operatorId": "001",
        "operatorName": "陈",
        "officeId": "01",
        "officeName": "01",
    },
    "extra": None,
}
_PAGE: Tree = {"updt_time": "2026-01-01", "page_num": 1, "page_size": 50}
ENTITLEMENT: Tree = {
    "data": {
        "psn_no": "51010099000000000000000001",
        "insutype": "310",
        "fixmedins_code": "P51010000001",
        "med_type": "41",
        "begntime": "2026-11-22 09:00:00",
    }
}
TOTALS: Tree = {
    "data": {
        "insutype": "310",
        "clr_type": "41",
        "setl_optins": "510100",
        "stmt_begndate": "2026-11-22",
        "stmt_enddate": "2026-11-22",
        "medfee_sumamt": Decimal("12.80"),
        "fund_pay_sumamt": 0,
        "acct_pay": Decimal("12.80"),
        "fixmedins_setl_cnt": 1,
        "fixmedins_refd_setl_flag": "1",
    }
}
DETAILS: Tree = {
    "data": {
        "setl_optins": "510100",
        "file_qury_no": "510100F2026112209000000000001",
        "stmt_begndate": "2026-11-22",
        "stmt_enddate": "2026-11-22",
        "medfee_sumamt": Decimal("12.80"),
        "fund_pay_sumamt": 0,
        "cash_payamt": 0,
        "fixmedins_setl_cnt": 1,
        "clr_type": "41",
        "fixmedins_refd_setl_flag": "1",
    }
}
_GOODS: Tree = {
    "med_list_codg": "ZA01BAY001A005010199002",
    "fixmedins_hilist_id": "100001",
    "fixmedins_hilist_name": "感冒灵颗粒",
    "fixmedins_bchno": "B1",
    "manu_lotnum": "2604A17",
    "manu_date": "2026-04-01",
    "rx_flag": "0",
    "trdn_flag": "0",
    "sel_retn_cnt": 1,
    "sel_retn_time": "2026-11-22 09:00:00",
    "sel_retn_opter_name": "陈",
    "mdtrt_sn": "510100000000000000000000000001",
}
_SOLD: Tree = _GOODS | {
    "drugtracinfo": [],
    "prsc_dr_name": "无",
    "phar_name": "林",
    "phar_prac_cert_no": "Z1",
    "rtal_docno": "0001",
}
_SOLD_ROW: Tree = _SOLD | {"finl_trns_pric": Decimal("12.80"), "drug_prod_barc": "6999002000016"}
TRACE_QUERY: Tree = {"data": {"fixmedins_code": "P51010000001"}}
VIRTUAL_TRACE: Tree = {
    "data": {
        "med_list_codg": "NMLC999",
        "fixmedins_hilist_id": "100004",
        "fixmedins_hilist_name": "维生素C泡腾片",
        "fixmedins_bchno": "B1",
    }
}
VISITS: Tree = {
    "data": {
        "psn_no": "51010099000000000000000001",
        "begntime": "2026-11-22 00:00:00",
        "endtime": "2026-11-22 23:59:59",
        "med_type": "41",
    }
}
UPLOAD: Tree = {"fsUploadIn": {"in": "UEsDBA==", "filename": "1.txt.zip", "fixmedins_code": "P51010000001"}}
DOWNLOAD: Tree = {
    "fsDownloadIn": {
        "file_qury_no": "510100F2026112209000000000001",
        "filename": "1.txt.zip",
        "fixmedins_code": "P51010000001",
    }
}
INPUTS: dict[str, Tree] = {
    "1101": PERSON,
    "1312": {"data": _PAGE},
    "1316": {"data": _PAGE},
    "1318": {"data": _PAGE},
    "1319": {"data": _PAGE},
    "2001": ENTITLEMENT,
    "2101": PURCHASE,
    "2102": PURCHASE,
    "2103": CANCELLATION,
    "2601": REVERSAL,
    "3201": TOTALS,
    "3202": DETAILS,
    "3505": {"selinfo": _SOLD},
    "3505A": {"selinfoDetail": [_SOLD_ROW]},
    "3506": {"selinfo": _GOODS},
    "3506A": {"selinfoDetail": [_GOODS]},
    "3513": TRACE_QUERY,
    "3592B": VIRTUAL_TRACE,
    "5201": VISITS,
    "5203": CANCELLATION,
    "5204": CANCELLATION,
    "5206": {"data": {"psn_no": "51010099000000000000000001"}},
    "9001": SIGN_IN,
    "9002": SIGN_OUT,
    "9101": UPLOAD,
    "9102": DOWNLOAD,
}
