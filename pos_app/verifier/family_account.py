"""亲情账户 and 家庭共济: whose codes a phone shows besides its owner's, and who may draw on whose account."""

from datetime import datetime

from pos_app.domain.family import FamilyApplication, Relation, check_number, check_papers
from pos_app.domain.masking import mask_name
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.shanghai import business_day
from pos_app.domain.voucher import FamilyMember
from pos_app.verifier.people import Person
from pos_app.verifier.records import FamilyTie
from pos_app.verifier.store.protocol import Reader, Writer
from pos_app.wording import Language, Wording


def add_member(books: Writer, holder: Person, application: FamilyApplication, at: datetime) -> FamilyMember | Refusal:
    """Take somebody in: the number first, then who it is, then the papers, then whether there is a place."""
    refusal = check_number(application)
    if refusal:
        return refusal
    member = books.person_with_id_number(application.certno.strip().upper())
    if member is None or member.name != application.name.strip():
        return Refusal(RefusalCode.PERSON_UNKNOWN)
    refusal = check_papers(application, age=member.age_on(business_day(at))) or _check_ties(books, holder, member)
    if refusal:
        return refusal
    tie = FamilyTie(holder.id, member.id, application.relation)
    return _shown(member, tie) if books.add_family_member(tie) else Refusal(RefusalCode.FAMILY_FULL)


def remove_member(books: Writer, holder: Person, member_id: str) -> Refusal | None:
    """Let somebody go, and the account with it."""
    if not books.remove_family_member(holder_id=holder.id, member_id=member_id):
        return Refusal(RefusalCode.NOT_IN_FAMILY, member_id)
    books.stop_sharing(holder_id=holder.id, user_id=member_id)
    return None


def set_sharing(books: Writer, holder: Person, member_id: str, *, is_shared: bool) -> Refusal | None:
    """Let a member draw on the holder's account once their own is empty, or no longer."""
    if not is_in_family(books, holder, member_id) or member_id == holder.id:
        return Refusal(RefusalCode.NOT_IN_FAMILY, member_id)
    change = books.share_account if is_shared else books.stop_sharing
    change(holder_id=holder.id, user_id=member_id)
    return None


def is_in_family(books: Reader, holder: Person, member_id: str) -> bool:
    return member_id == holder.id or any(tie.member_id == member_id for tie in books.family_of(holder.id))


def members_of(books: Reader, holder: Person) -> tuple[FamilyMember, ...]:
    found = ((books.person_called(tie.member_id), tie) for tie in books.family_of(holder.id))
    return tuple(_shown(member, tie) for member, tie in found if member)


def _check_ties(books: Reader, holder: Person, member: Person) -> Refusal | None:
    if is_in_family(books, holder, member.id):
        return Refusal(RefusalCode.ALREADY_IN_FAMILY)
    return Refusal(RefusalCode.PERSON_DECEASED) if member.deceased else None


def _shown(member: Person, tie: FamilyTie) -> FamilyMember:
    """Name the relation as the holder gave it, or as the persona's own file has it."""
    if not tie.relation:
        return FamilyMember(member.id, mask_name(member.name), member.relation_zh, member.relation_en)
    key = f"phone.relation.{Relation(tie.relation)}"
    words = [Wording(language).say(key) for language in (Language.CHINESE, Language.ENGLISH)]
    return FamilyMember(member.id, mask_name(member.name), *words)
