"""Every reason why the counter says no; each has a sentence and a next step in both languages."""

from dataclasses import dataclass
from enum import StrEnum


class RefusalCode(StrEnum):
    """The value is the stable key of the sentence, of the JSON answer and of the platform's bracketed code."""

    # what was scanned
    NO_CODE = "no_code"
    SEVERAL_CODES = "several_codes"
    NOT_A_VOUCHER = "not_a_voucher"
    PAY_CODE_NOT_VOUCHER = "pay_code_not_voucher"
    GOODS_CODE_NOT_VOUCHER = "goods_code_not_voucher"
    TRACE_CODE_NOT_VOUCHER = "trace_code_not_voucher"
    RECEIPT_CODE_NOT_VOUCHER = "receipt_code_not_voucher"
    ID_NUMBER_NOT_VOUCHER = "id_number_not_voucher"
    # the picture that was handed in
    PICTURE_MISSING = "picture_missing"
    PICTURE_NOT_A_FILE = "picture_not_a_file"
    PICTURE_EMPTY = "picture_empty"
    PICTURE_TOO_BIG = "picture_too_big"
    PICTURE_TOO_MANY_PIXELS = "picture_too_many_pixels"
    PICTURE_NOT_A_PICTURE = "picture_not_a_picture"
    PICTURE_FORMAT_UNKNOWN = "picture_format_unknown"
    PICTURE_DAMAGED = "picture_damaged"
    PICTURE_TOO_SLOW = "picture_too_slow"
    # goods and money at the till
    GOODS_UNKNOWN = "goods_unknown"
    GOODS_AMBIGUOUS = "goods_ambiguous"
    BASKET_EMPTY = "basket_empty"
    BASKET_FULL = "basket_full"
    CASH_SHORT = "cash_short"
    CASH_NOT_AN_AMOUNT = "cash_not_an_amount"
    TENDER_NOT_OFFERED = "tender_not_offered"
    # the voucher, said by the platform
    CODE_UNKNOWN = "code_unknown"
    CODE_EXPIRED = "code_expired"
    CODE_USED = "code_used"
    CODE_REPLACED = "code_replaced"
    TOKEN_INVALID = "token_invalid"
    TOKEN_EXPIRED = "token_expired"
    SOCIAL_CARD_LEVEL_1 = "social_card_level_1"
    SOCIAL_CARD_MISSING = "social_card_missing"
    NOT_IN_FAMILY = "not_in_family"
    NOT_ACTIVATED = "not_activated"
    CARD_STOPPED = "card_stopped"
    TOO_MANY_CODES = "too_many_codes"
    TILL_PAUSED = "till_paused"
    # opening a certificate, its password and the family, said by the platform
    REAL_ID_REFUSED = "real_id_refused"
    STEP_OUT_OF_TURN = "step_out_of_turn"
    REAL_NAME_FAILED = "real_name_failed"
    FACE_CHECK_FAILED = "face_check_failed"
    INSURANCE_DATA_WRONG = "insurance_data_wrong"
    PASSWORD_UNFIT = "password_unfit"
    PASSWORD_NEEDED = "password_needed"
    PASSWORD_NOT_SET = "password_not_set"
    PASSWORD_WRONG = "password_wrong"
    PASSWORD_LOCKED = "password_locked"
    FAMILY_FULL = "family_full"
    FAMILY_PAPERS_MISSING = "family_papers_missing"
    ALREADY_IN_FAMILY = "already_in_family"
    PLACE_NOT_OFFERED = "place_not_offered"
    # the person, said by the platform
    PERSON_UNKNOWN = "person_unknown"
    PERSON_DECEASED = "person_deceased"
    IN_HOSPITAL = "in_hospital"
    PERSON_BLACKLISTED = "person_blacklisted"
    RECORDS_NOT_MERGED = "records_not_merged"
    INSURANCE_PAUSED = "insurance_paused"
    ACCOUNT_FROZEN = "account_frozen"
    OTHER_PROVINCE = "other_province"
    INSUPLC_MISSING = "insuplc_missing"
    # the trade, said by the platform
    NOT_SIGNED_IN = "not_signed_in"
    MESSAGE_INVALID = "message_invalid"
    TRADE_UNKNOWN = "trade_unknown"
    TOTALS_DIFFER = "totals_differ"
    SPLIT_CHANGED = "split_changed"
    BALANCE_CHANGED = "balance_changed"
    MSGID_REUSED = "msgid_reused"
    TRADE_REVERSED = "trade_reversed"
    SETTLEMENT_UNKNOWN = "settlement_unknown"
    SETTLEMENT_CANCELLED = "settlement_cancelled"
    REVERSE_NOT_ALLOWED = "reverse_not_allowed"
    TRACE_CODE_MISSING = "trace_code_missing"
    TRACE_CODE_USED = "trace_code_used"
    UPLOAD_REPEATED = "upload_repeated"
    FILE_UNKNOWN = "file_unknown"
    FILE_INVALID = "file_invalid"
    PLATFORM_REFUSED = "platform_refused"
    # who works at the counter
    STAFF_UNKNOWN = "staff_unknown"
    PIN_WRONG = "pin_wrong"
    PIN_LOCKED = "pin_locked"
    PIN_UNFIT = "pin_unfit"
    APPROVAL_NEEDED = "approval_needed"
    APPROVAL_SPENT = "approval_spent"
    APPROVER_MAY_NOT = "approver_may_not"
    ROLE_MAY_NOT = "role_may_not"
    # the audit log
    AUDIT_CHANGED = "audit_changed"
    AUDIT_MISSING = "audit_missing"
    AUDIT_CUT = "audit_cut"
    AUDIT_REBUILT = "audit_rebuilt"
    # reconciling
    BOOKS_DIFFER = "books_differ"
    REPAIR_FOR_PERSON = "repair_for_person"
    REPAIR_UNKNOWN = "repair_unknown"
    # the outcome
    PLATFORM_SILENT = "platform_silent"
    OUTCOME_UNKNOWN = "outcome_unknown"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A definite no. `detail` is what the sentence names: the platform's own text, a number typed, a file's name."""

    code: RefusalCode
    detail: str = ""
