"""`people` and `goods`: who can come to the counter, and what stands on the shelf."""

import click

from pos_app.bootstrap import load_catalogue, open_back_office
from pos_app.cli.answers import fen, table
from pos_app.cli.context import Run
from pos_app.cli.options import json_option
from pos_app.wording import Language

_GOODS_LIMIT = 10_000


@click.command()
@json_option
@click.pass_obj
def people(run: Run, *, as_json: bool) -> None:
    """List the personas and what each makes happen."""
    answers = run.answers(as_json=as_json)
    with open_back_office(run.config) as office:
        owners = office.phone.people()
    chinese = run.config.language is Language.CHINESE
    rows = [
        {
            "id": owner.person_id,
            "name": owner.masked_name,
            "why": owner.why_zh if chinese else owner.why_en,
            "insurance": owner.insurance,
            "area": owner.area,
            "balance_fen": fen(owner.balance),
            "family": [member.person_id for member in owner.family],
        }
        for owner in owners
    ]
    lines = [(str(row["id"]), str(row["name"]), str(row["why"])) for row in rows]
    say = answers.wording.say
    answers.tell(rows, table((say("cli.people.id"), say("cli.people.name"), say("cli.people.why")), lines))


@click.command()
@click.argument("text", default="")
@json_option
@click.pass_obj
def goods(run: Run, text: str, *, as_json: bool) -> None:
    """List products by code, barcode, name or pinyin initials; all of them without TEXT."""
    answers = run.answers(as_json=as_json)
    catalogue = load_catalogue(run.config)
    found = catalogue.search(text, limit=_GOODS_LIMIT)
    rows = [
        {
            "code": product.code,
            "name": product.name,
            "spec": product.spec,
            "price_fen": product.price.fen,
            "class": str(product.charge_class),
            "payable": catalogue.is_payable(product),
            "barcode": product.barcode,
            "name_en": product.name_en,
            "maker": product.maker,
            "category": str(product.category),
            "rx": product.is_prescription,
        }
        for product in found
    ]
    say = answers.wording.say
    lines = [
        (
            product.code,
            product.name,
            product.spec,
            str(product.price),
            say(f"cli.goods.class_{product.charge_class}"),
            say("cli.yes") if row["payable"] else say("cli.no"),
        )
        for product, row in zip(found, rows, strict=True)
    ]
    headings = tuple(say(f"cli.goods.{name}") for name in ("code", "name", "spec", "price", "class", "payable"))
    answers.tell(rows, table(headings, lines, right=(3,)) if lines else say("cli.goods.none", text=text))
