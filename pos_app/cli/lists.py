"""`goods`: what stands on the shelf."""

import click

from pos_app.bootstrap import load_catalogue
from pos_app.cli.answers import table
from pos_app.cli.context import Run
from pos_app.cli.options import json_option

_GOODS_LIMIT = 10_000


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
            say(f"charge_class.{product.charge_class}"),
            say("cli.yes") if row["payable"] else say("cli.no"),
        )
        for product, row in zip(found, rows, strict=True)
    ]
    headings = tuple(say(f"cli.goods.{name}") for name in ("code", "name", "spec", "price", "class", "payable"))
    answers.tell(rows, table(headings, lines, right=(3,)) if lines else say("cli.goods.none", text=text))
