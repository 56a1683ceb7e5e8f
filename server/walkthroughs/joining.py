"""Watching together: the first observer shows a key, the second takes it in, and both visits become one (RULINGS 10).

Neither waits for the other. The key and the wish to join are rows of their own visits, which the server always takes;
whichever of the two comes second brings the visits together. So no join is ever parked, and a wrong key looks the same
as one whose visit has not arrived: nothing.
"""

from server.kernel.ids import child_id, scope_owner
from server.kernel.known import known
from server.kernel.problems import Refused
from server.kernel.verbs import Put, Remove, Verb, Write
from server.walkthroughs.companions import bring_together, group_of, let_go
from server.walkthroughs.models import Companion, Joining, VisitKey, Walkthrough
from server.walkthroughs.queries import keys_tried
from server.walkthroughs.visits import OBSERVER, in_one_visit, is_shared

KEYS_A_DAY = 30
"""How many keys one person may try for visits of one day, right ones and those taken back included."""


async def key_is_whole(write: Write) -> None:
    """A key names its visit, so that nobody can take a key's name before the one who shows it."""
    op = write.op(VisitKey)
    if not op.values.get("key") or op.id != child_id(scope_owner(op.scope), "visit_key", op.values["key"]):
        raise Refused("wrong_shape", field="key")


async def joining_is_whole(write: Write) -> None:
    """A key of the right shape; and nobody tries keys by the dozen."""
    op = write.op(Joining)
    if not op.values.get("key") or op.id != child_id(scope_owner(op.scope), "joining", op.values["key"]):
        raise Refused("wrong_shape", field="key")
    visit = await known(write, Walkthrough, scope_owner(op.scope), op.scope)
    if await keys_tried(write.session, write.author, (visit.started_at or "")[:10]) >= KEYS_A_DAY:
        raise Refused("too_many_tries")


async def not_shared_yet(write: Write) -> None:
    """What was shared together stays together."""
    in_one_visit(write)
    scope = write.ops[0].scope
    for visit in await group_of(write, scope_owner(scope)):
        if await is_shared(write, f"walkthrough:{visit}"):
            raise Refused("already_shared")


async def join_what_fits(write: Write) -> None:
    """Every wish to join with this key, held against every visit that shows it."""
    for key in {str(op.values["key"]) for op in write.ops if op.action == "put"}:
        for joining in await write.rows(Joining, key=key):
            await bring_together(write, joining, await write.rows(VisitKey, key=key))


async def leave(write: Write) -> None:
    """The wish to join is gone, so its visit stands alone again; a wish that nobody had seen keeps it."""
    visit = scope_owner(write.ops[0].scope)
    if not any(one.outcome == "joined" for one in await write.rows(Joining, scope=f"walkthrough:{visit}")):
        await let_go(write, visit)


async def part(write: Write) -> None:
    """The first observer ends a join: the other's visit stands alone again, and the keys shown so far open nothing."""
    op = write.op(Companion, "remove")
    if await write.row(Companion, op.id) is not None:
        return  # joined anew meanwhile, and nobody had seen it
    gone = await write.seen(Companion, op.id)
    if gone is None or gone.walkthrough_id is None:
        return
    own, other = scope_owner(op.scope), gone.walkthrough_id
    leaves, stays = (own, other) if gone.hosts else (other, own)
    await let_go(write, leaves, also=stays)
    for key in await write.rows(VisitKey, scope=op.scope):
        await write.remove(VisitKey, key.id)
    for joining in await write.rows(Joining, scope=f"walkthrough:{leaves}", outcome="joined"):
        await write.put(Joining, joining.id, joining.scope, outcome="parted")


SHOW_VISIT_KEY = Verb(
    "show_visit_key",
    puts=(Put(VisitKey, by=OBSERVER, least=1, most=1),),
    check=key_is_whole,
    effect=join_what_fits,
)
JOIN_VISIT = Verb(
    "join_visit",
    puts=(Put(Joining, by=OBSERVER, fields=("key", "host_id"), least=1, most=1),),
    check=joining_is_whole,
    effect=join_what_fits,
)
LEAVE_VISIT = Verb("leave_visit", removes=(Remove(Joining, by=OBSERVER, least=1),), check=not_shared_yet, effect=leave)
PART_FROM_COMPANION = Verb(
    "part_from_companion",
    removes=(Remove(Companion, by=OBSERVER, least=1, most=1),),
    check=not_shared_yet,
    effect=part,
)

VERBS = (SHOW_VISIT_KEY, JOIN_VISIT, LEAVE_VISIT, PART_FROM_COMPANION)
