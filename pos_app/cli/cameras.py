"""`cameras`: which there are, which of them a program plays, and which one this till shall use."""

from collections.abc import Callable

import click

from pos_app.bootstrap.cameras import CameraInfo, camera_list, choice_of_camera, shown_choice
from pos_app.cli.answers import table
from pos_app.cli.context import Run
from pos_app.cli.options import json_option
from pos_app.config import write_camera
from pos_app.wording import in_one_line


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
    rows = [
        {"index": camera.index, "name": camera.name, "virtual": camera.is_virtual, "sizes": _sizes(camera)}
        for camera in found
    ]
    lines = [table(["#", say("cli.cameras.name"), say("cli.cameras.sizes"), ""], [_row(it, say) for it in found])]
    lines = lines if found else [say("cli.cameras.none")]
    shown = shown_choice(chosen) if chosen else None
    lines.append(say("cli.cameras.chosen", camera=shown) if shown else say("cli.cameras.not_chosen"))
    answers.tell({"cameras": rows, "chosen": shown}, "\n".join(lines))


def _row(camera: CameraInfo, say: Callable[[str], str]) -> tuple[str, ...]:
    kind = say("cli.cameras.virtual") if camera.is_virtual else ""
    return str(camera.index), in_one_line(camera.name), " ".join(_sizes(camera)), kind


def _sizes(camera: CameraInfo) -> list[str]:
    """Write the sizes as `--choose` takes them behind the @."""
    return [f"{width}x{height}" for width, height in camera.sizes]
