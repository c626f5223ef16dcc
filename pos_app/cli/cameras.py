"""`cameras`: which there are, which of them a program plays, and which one this till shall use."""

import click

from pos_app.bootstrap.cameras import camera_list, choice_of_camera
from pos_app.cli.answers import table
from pos_app.cli.context import Run
from pos_app.cli.options import json_option
from pos_app.config import write_camera


@click.command()
@click.option(
    "--choose",
    help="Remember this: a number, 0@1920x1080, screen, screen:X,Y,WIDTH,HEIGHT, clipboard, a file or an address.",
)
@json_option
@click.pass_obj
def cameras(run: Run, choose: str | None, *, as_json: bool) -> None:
    """List the cameras of this machine, and choose one for this till."""
    answers = run.answers(as_json=as_json)
    say = answers.wording.say
    chosen = run.config.camera
    if choose:
        chosen = choice_of_camera(choose)
        write_camera(run.config.data, chosen)
    found = camera_list()
    rows = [{"index": camera.index, "name": camera.name, "virtual": camera.is_virtual} for camera in found]
    kinds = {camera.index: say("cli.cameras.virtual") if camera.is_virtual else "" for camera in found}
    lines = [table(["#", say("cli.cameras.name"), ""], [[str(one.index), one.name, kinds[one.index]] for one in found])]
    lines = lines if found else [say("cli.cameras.none")]
    lines.append(say("cli.cameras.chosen", camera=chosen) if chosen else say("cli.cameras.not_chosen"))
    answers.tell({"cameras": rows, "chosen": chosen}, "\n".join(lines))
