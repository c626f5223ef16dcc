"""Field names as a region spells them: the one place where they and the national names are exchanged.

Only names differ, never what stands under them. A region's profile lists them by trade; what it does not list is
spelt as the national sheet has it.
"""

from collections.abc import Mapping

from pos_app.wire.envelope import Tree
from pos_app.wire.messages import Infno
from pos_app.wire.node import OutputNode
from pos_app.wire.region import RegionProfile
from pos_app.wire.writing import text_of

TRACE_NODE = "durg_trac_info"  # the sheet's own spelling in 2102


def spell(profile: RegionProfile, infno: str, node: OutputNode) -> str:
    """Write a trade's answer with the names that the region has for its fields."""
    return text_of(node, _names(profile, infno))


def unspell(profile: RegionProfile, infno: str, tree: Tree) -> Tree:
    """Give a tree in the region's spelling its national names again; one in national names stays as it is."""
    return _renamed(tree, {regional: national for national, regional in _names(profile, infno).items()})


def _names(profile: RegionProfile, infno: str) -> Mapping[str, str]:
    names = profile.spelling.get(infno, {})
    if infno == Infno.SETTLE and profile.messages.trace_node != TRACE_NODE:
        return {**names, TRACE_NODE: profile.messages.trace_node}
    return names


def _renamed(tree: Tree, names: Mapping[str, str]) -> Tree:
    return {names.get(name, name): _within(value, names) for name, value in tree.items()} if names else tree


def _within(value: object, names: Mapping[str, str]) -> object:
    if isinstance(value, dict):
        return _renamed(value, names)
    return [_within(one, names) for one in value] if isinstance(value, list | tuple) else value
