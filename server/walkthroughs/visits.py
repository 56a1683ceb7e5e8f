"""What every verb about a visit asks: whose it is, that one step stays in one visit, whether it is shared."""

from server.kernel.problems import Refused
from server.kernel.verbs import Write
from server.walkthroughs.models import Visited

OBSERVER = ("observer",)


def in_one_visit(write: Write) -> None:
    """All parts of one step belong to one visit, even if its author observed several."""
    if len({op.scope for op in write.ops}) > 1:
        raise Refused("not_agreed_parts")


async def is_shared(write: Write, scope: str) -> bool:
    """Sharing is membership: a visit is shared while a visited teacher is let into its scope."""
    visited = await write.rows(Visited, scope=scope)
    return any([await write.role(scope, one.person_id or "") == "teacher" for one in visited])
