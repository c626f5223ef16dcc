"""The platform's own Chinese texts, part of the protocol: what stands in err_msg before the bracketed code."""

from collections.abc import Mapping
from types import MappingProxyType

from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.wire.refusal_text import write_refusal

_DEFAULT = "平台拒绝了本次交易"

SENTENCES: Mapping[RefusalCode, str] = MappingProxyType(
    {
        RefusalCode.NOT_A_VOUCHER: "请使用医保电子凭证二维码",
        RefusalCode.PAY_CODE_NOT_VOUCHER: "请使用医保电子凭证二维码,不能使用付款码",
        RefusalCode.GOODS_CODE_NOT_VOUCHER: "请使用医保电子凭证二维码,不能使用商品条码",
        RefusalCode.TRACE_CODE_NOT_VOUCHER: "请使用医保电子凭证二维码,不能使用药品追溯码",
        RefusalCode.RECEIPT_CODE_NOT_VOUCHER: "请使用医保电子凭证二维码,不能使用小票码",
        RefusalCode.ID_NUMBER_NOT_VOUCHER: "药店购药不支持仅凭身份证号结算",
        RefusalCode.CODE_UNKNOWN: "二维码无效,请刷新后重试",
        RefusalCode.CODE_EXPIRED: "二维码已过期,请刷新后重试",
        RefusalCode.CODE_USED: "二维码已使用,每个二维码仅限使用一次",
        RefusalCode.CODE_REPLACED: "二维码已刷新,请出示最新的二维码",
        RefusalCode.TOKEN_INVALID: "ecToken二次核验失败",
        RefusalCode.TOKEN_EXPIRED: "ecToken已过期,请重新扫码",
        RefusalCode.SOCIAL_CARD_LEVEL_1: "电子社保卡为一级签发,仅可用于身份识别",
        RefusalCode.NOT_ACTIVATED: "该渠道未激活医保电子凭证",
        RefusalCode.CARD_STOPPED: "社会保障卡已挂失或停用",
        RefusalCode.TOO_MANY_CODES: "获取二维码过于频繁,请稍后再试",
        RefusalCode.TILL_PAUSED: "无效二维码过多,请30秒后重试",
        RefusalCode.REAL_ID_REFUSED: "模拟平台不接受真实的居民身份证号码,请使用990000开头的模拟号码",
        RefusalCode.STEP_OUT_OF_TURN: "激活步骤顺序不正确",
        RefusalCode.REAL_NAME_FAILED: "实名认证未通过,请联系户籍所在地公安机关",
        RefusalCode.FACE_CHECK_FAILED: "人脸核验未通过,请联系户籍所在地公安机关",
        RefusalCode.INSURANCE_DATA_WRONG: "参保信息有误,请联系参保地医保经办机构",
        RefusalCode.PASSWORD_UNFIT: "支付密码应为六位数字且不能过于简单",
        RefusalCode.PASSWORD_NEEDED: "请参保人在手机上输入支付密码确认",
        RefusalCode.PASSWORD_NOT_SET: "参保人未设置支付密码",
        RefusalCode.PASSWORD_WRONG: "支付密码错误",
        RefusalCode.PASSWORD_LOCKED: "支付密码已锁定",
        RefusalCode.FAMILY_FULL: "亲情账户成员已达五人",
        RefusalCode.FAMILY_PAPERS_MISSING: "添加16周岁及以上成员须提交承诺书和户口簿",
        RefusalCode.ALREADY_IN_FAMILY: "该成员已在亲情账户中",
        RefusalCode.PLACE_NOT_OFFERED: "不能切换到该参保地",
        RefusalCode.PERSON_DECEASED: "参保人已死亡,待遇终止",
        RefusalCode.IN_HOSPITAL: "参保人住院期间不能在药店结算",
        RefusalCode.PERSON_BLACKLISTED: "参保人在黑名单中,待遇暂停",
        RefusalCode.PERSON_UNKNOWN: "未查询到参保人基本信息",
        RefusalCode.RECORDS_NOT_MERGED: "同一证件号下存在多条参保记录,请先办理合并",
        RefusalCode.INSURANCE_PAUSED: "参保状态不正常,不能享受医保待遇",
        RefusalCode.ACCOUNT_FROZEN: "个人账户已冻结",
        RefusalCode.OTHER_PROVINCE: "未开通跨省异地药店购药直接结算",
        RefusalCode.INSUPLC_MISSING: "参保地信息为空",
        RefusalCode.NOT_SIGNED_IN: "操作员未签到",
        RefusalCode.MESSAGE_INVALID: "报文校验不通过",
        RefusalCode.TRADE_UNKNOWN: "交易编号不存在",
        RefusalCode.TOTALS_DIFFER: "费用总额校验不通过",
        RefusalCode.BALANCE_CHANGED: "个人账户余额不足",
        RefusalCode.MSGID_REUSED: "发送方报文ID重复且内容不一致",
        RefusalCode.TRADE_REVERSED: "该交易已被冲正",
        RefusalCode.SETTLEMENT_UNKNOWN: "未查询到该结算信息",
        RefusalCode.SETTLEMENT_CANCELLED: "该结算已撤销",
        RefusalCode.REVERSE_NOT_ALLOWED: "该交易不支持冲正",
        RefusalCode.TRACE_CODE_MISSING: "药品追溯码不能为空,无码不结",
        RefusalCode.TRACE_CODE_USED: "药品追溯码已使用",
        RefusalCode.UPLOAD_REPEATED: "该商品记录已上传,请勿重复上传",
        RefusalCode.FILE_UNKNOWN: "文件查询号不存在或已过期",
        RefusalCode.FILE_INVALID: "文件内容校验不通过",
    }
)


def platform_text(refusal: Refusal) -> str:
    """Say no as the platform does, with what was wrong and the bracketed code."""
    sentence = SENTENCES.get(refusal.code, _DEFAULT)
    return write_refusal(f"{sentence}:{refusal.detail}" if refusal.detail else sentence, refusal.code)
