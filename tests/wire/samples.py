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
INPUTS: dict[str, Tree] = {
    "1101": PERSON,
    "2101": PURCHASE,
    "2102": PURCHASE,
    "2103": CANCELLATION,
    "2601": REVERSAL,
    "9001": SIGN_IN,
    "9002": SIGN_OUT,
}
