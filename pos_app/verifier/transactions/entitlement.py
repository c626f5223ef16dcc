"""2001: may this person use this insurance here now; a no is an answer with its reason, not a refusal."""

from datetime import datetime

from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.shanghai import business_day
from pos_app.verifier.desk import Desk
from pos_app.verifier.people import Person
from pos_app.verifier.sentences import platform_text
from pos_app.verifier.store.protocol import Reader
from pos_app.verifier.transactions.admission import check_standing
from pos_app.wire.code_lists import BY_FUND, PERSONAL_ACCOUNT, POOLED_OUTPATIENT
from pos_app.wire.envelope import Request
from pos_app.wire.messages.entitlement import Entitlement, EntitlementInput, EntitlementOutput


def check_entitlement(
    desk: Desk, books: Reader, request: Request, body: EntitlementInput, at: datetime
) -> EntitlementOutput | Refusal:
    query = body.data
    known = books.person(query.psn_no)
    if known is None:
        return Refusal(RefusalCode.PERSON_UNKNOWN)
    person = known.insured_as(query.insutype) or known
    if query.fixmedins_code != request.fixmedins_code:
        return Refusal(RefusalCode.MESSAGE_INVALID, "data.fixmedins_code应与报文头一致")
    if query.insutype != person.insurance:
        return Refusal(RefusalCode.MESSAGE_INVALID, "data.insutype与参保信息不符")
    obstacles = {PERSONAL_ACCOUNT: _obstacle(desk, person)}
    if desk.profile.pooled_rule(person.insurance, person.person_type):
        obstacles[POOLED_OUTPATIENT[person.insurance]] = _obstacle_to_fund(person, request)
    return EntitlementOutput(
        trtinfo=tuple(
            Entitlement(
                psn_no=person.psn_no,
                trt_chk_type=BY_FUND,
                fund_pay_type=fund,
                trt_enjymnt_flag="0" if obstacle else "1",
                begndate=business_day(at),
                trt_chk_rslt=platform_text(obstacle) if obstacle else "",
            )
            for fund, obstacle in obstacles.items()
        )
    )


def _obstacle(desk: Desk, person: Person) -> Refusal | None:
    """Find what stands between a person and the personal account."""
    if person.frozen:
        return Refusal(RefusalCode.ACCOUNT_FROZEN)
    if not person.area:
        return Refusal(RefusalCode.INSUPLC_MISSING)
    if not person.has_account and not desk.profile.account.shared_after_own:
        return Refusal(RefusalCode.BALANCE_CHANGED, "无个人账户")
    return check_standing(person)


def _obstacle_to_fund(person: Person, request: Request) -> Refusal | None:
    """Find what stands between a person and the pooled fund, which pays in its own place only."""
    if not person.area:
        return Refusal(RefusalCode.INSUPLC_MISSING)
    if person.area != request.mdtrtarea_admvs:
        return Refusal(RefusalCode.PLATFORM_REFUSED, "门诊统筹基金限参保地使用")
    return check_standing(person)
