"""The code lists of the national sheet, as far as a pharmacy's messages use them.

Source: a province's interface specification V1.1.27 (2024, on the national baseline). Lists that provinces are known
to extend (psn_type, the fund types of an answer) are left open.
"""

MDTRT_CERT_TYPE = ("01", "02", "03", "04", "05", "06")
PSN_CERT_TYPE = ("01", "02", "03", "04", "05", "06", "07", "08", "16", "17", "90", "99")
INSUTYPE = ("310", "320", "330", "340", "350", "360", "370", "380", "390", "391", "392", "399", "410", "510")
MED_TYPE = ("11", "13", "14", "18", "21", "41", "51", "52", "9901", "9904", "140104")
ACCT_USED_FLAG = ("0", "1", "2")  # 2, the family's shared account, since 2023-03-20
YES_NO = ("0", "1")
OPTER_TYPE = ("1", "2", "3")
CLR_TYPE = ("11", "14", "18", "21", "41", "9950", "9974", "310411", "310412", "390411")
HI_FEESETL_TYPE = ("0", "1", "2")
CHRGITM_LV = ("01", "02", "03")
MED_CHRGITM_TYPE = tuple(f"{number:02d}" for number in range(1, 15))
LIST_TYPE = ("101", "102", "103", "104", "105", "106", "201", "301")

PHARMACY_PURCHASE = "41"  # med_type and clr_type alike
OUT_OF_AREA_PURCHASE = "9974"  # clr_type
CLEARED_BY_ITEM = "1"  # clr_way
PERSONAL_ACCOUNT = "310200"  # fund_pay_type
POOLED_OUTPATIENT = {"310": "310102", "390": "390102"}  # fund_pay_type by insutype
RESIDENT_ID_CARD = "01"  # psn_cert_type
INSURED_NORMALLY = "1"  # psn_insu_stas
OWN_ACCOUNT = "1"  # acct_used_flag
OWN_THEN_SHARED_ACCOUNT = "2"
NO_ACCOUNT = "0"
SOLD_OUT_OF_THE_LOCAL_POOL = "6"  # pay_loc: in the city
BY_FUND = "01"  # trt_chk_type
OUTSIDE_CATALOGUE = "NMLC999"  # med_list_codg of goods without one
EC_PHARMACY_PURCHASE = "02121"  # businessType of the decode call
