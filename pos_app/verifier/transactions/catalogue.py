"""1312, 1316, 1318 and 1319: the catalogue that bills are cut up by, page by page, as it is asked for."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final, TypeAlias

from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.verifier.desk import Desk
from pos_app.verifier.rules import NO_CAP, CatalogueItem
from pos_app.verifier.transactions.bill import charge_type, list_type
from pos_app.wire.messages.catalogue import (
    CatalogueFilter,
    CataloguePage,
    CatalogueRow,
    ItemInput,
    ItemOutput,
    ItemRow,
    MappingInput,
    MappingOutput,
    MappingRow,
    PriceCapInput,
    PriceCapOutput,
    PriceCapRow,
    SelfPayInput,
    SelfPayOutput,
    SelfPayRow,
)

CatalogueInput: TypeAlias = ItemInput | MappingInput | PriceCapInput | SelfPayInput

_IN_FORCE = date(2026, 1, 1)  # the whole catalogue; a till that asks for what changed since later gets nothing
_PERSON_TYPES = ("310", "390", "330", "99")  # selfpay_prop_psn_type: employees, residents, large sum, all others
_PAGING: Final = frozenset({"page_num", "page_size"})
_YES, _NO = "1", "0"
_ONLY_KIND = "1"  # of limit, of what is done about it, and of ratio: the sheet gives no list


def query_catalogue(desk: Desk, body: CatalogueInput) -> CataloguePage | Refusal:
    """Give one page; rows are in the order of their codes, so that turning pages misses nothing."""
    match body:
        case ItemInput():
            return _page(ItemOutput, body.data, _items(desk))
        case MappingInput():
            return _page(MappingOutput, body.data, _mappings(desk))
        case PriceCapInput():
            return _page(PriceCapOutput, body.data, _price_caps(desk))
        case SelfPayInput():
            return _page(SelfPayOutput, body.data, _selfpay(desk))


def _page(
    output: type[CataloguePage], wanted: CatalogueFilter, rows: Iterable[CatalogueRow]
) -> CataloguePage | Refusal:
    number, size = int(wanted.page_num), int(wanted.page_size)
    if number < 1 or size < 1:
        return Refusal(RefusalCode.MESSAGE_INVALID, "data.page_num与data.page_size应从1起")
    found = [row for row in rows if _is_wanted(wanted, row)]
    pages = -(-len(found) // size)
    shown: Sequence[CatalogueRow] = found[(number - 1) * size : number * size]
    begin = (number - 1) * size
    return output.model_validate(
        {
            "data": shown,
            "recordCounts": len(found),
            "pages": pages,
            "pageNum": number,
            "pageSize": size,
            "size": len(shown),
            "startRow": begin + 1 if shown else 0,
            "endRow": begin + len(shown) if shown else 0,
            "firstPage": number == 1,
            "lastPage": number >= pages,
        }
    )


def _is_wanted(wanted: CatalogueFilter, row: CatalogueRow) -> bool:
    """Compare field by field what was asked; a field that a row does not have is not asked of it."""
    asked = {name: getattr(wanted, name) for name in type(wanted).model_fields if name not in _PAGING}
    return all(_fits(name, value, row) for name, value in asked.items() if value)


def _fits(name: str, value: object, row: CatalogueRow) -> bool:
    match name, value:
        case "query_date", date():
            return row.begndate <= value
        case (("updt_time" | "begndate"), date()):
            return bool(getattr(row, name) >= value)
        case "hilist_name", str():
            return value in getattr(row, name)
        case "enddate", _:
            return True  # no row ends
        case _:
            return not hasattr(row, name) or bool(getattr(row, name) == value)


def _items(desk: Desk) -> Iterator[ItemRow]:
    for code, item in _catalogue(desk):
        yield ItemRow.model_validate(
            {
                **_common(desk, code, code),
                "hilist_name": item.name,
                "med_chrgitm_type": charge_type(item),
                "chrgitm_lv": str(item.charge_class),
                "lmt_used_flag": _NO,
                "list_type": list_type(item),
                "med_use_flag": _YES,
                "matn_used_flag": _NO,
                "hilist_use_type": _ONLY_KIND,
                "lmt_cpnd_type": _NO,
            }
        )


def _mappings(desk: Desk) -> Iterator[MappingRow]:
    """Map every article of the national catalogue to the insurance catalogue, under the same code."""
    for code, item in _catalogue(desk):
        facts = {"med_list_codg": code, "list_type": list_type(item)}
        yield MappingRow.model_validate(_common(desk, code, code) | facts)


def _price_caps(desk: Desk) -> Iterator[PriceCapRow]:
    for code, item in _catalogue(desk):
        if item.price_cap != NO_CAP:
            facts = {
                "hilist_lmtpric_type": _ONLY_KIND,
                "overlmt_dspo_way": _ONLY_KIND,
                "hilist_pric_uplmt_amt": item.price_cap,
            }
            yield PriceCapRow.model_validate(_common(desk, code, code) | facts)


def _selfpay(desk: Desk) -> Iterator[SelfPayRow]:
    for code, item in _catalogue(desk):
        for person_type in _PERSON_TYPES:
            ratio = desk.profile.selfpay_ratio(item.charge_class, person_type)
            facts = {
                "selfpay_prop_psn_type": person_type,
                "selfpay_prop_type": _ONLY_KIND,
                "selfpay_prop": ratio,
            }
            yield SelfPayRow.model_validate(_common(desk, code, f"{code}-{person_type}") | facts)


def _catalogue(desk: Desk) -> Iterator[tuple[str, CatalogueItem]]:
    for code in sorted(desk.catalogue):
        item = desk.item(code)
        if item is not None:
            yield code, item


def _common(desk: Desk, code: str, row_id: str) -> dict[str, object]:
    return {
        "hilist_code": code,
        "insu_admdvs": desk.profile.region.code,
        "begndate": _IN_FORCE,
        "vali_flag": _YES,
        "rid": row_id,
        "updt_time": _IN_FORCE,
        "crte_time": _IN_FORCE,
    }
