"""A charter as a device lays it open and signs it: what the tests of charters share."""

from typing import Any

from server.kernel.ids import child_id, new_id
from tests.cast import Actor, Op, Verdict, World, put, remove

TEXTS = {
    "purpose": "We visit to see what is going well.",
    "neverFor": "Nothing here is used to judge anybody.",
    "notice": "We say a day before that we come.",
    "readers": "Who observed, and who was visited.",
    "keeping": "Until the end of the next school year.",
}
NUMBERS = {"minutes": 15, "feedbackDays": 2, "threshold": 5}


async def with_representative(world: World) -> Actor:
    """Dee, who teaches, confirms Chi, who teaches too; from then on Chi speaks for the teachers."""
    role = child_id(world.chi.id, "representative")
    seat = put("role", role, f"staff:{world.school}", personId=world.chi.id, role="representative")
    await world.dee.did("give_role", seat)
    return world.chi


def laid_open(world: World, charter: str, languages: tuple[str, ...] = ("en",), **changes: Any) -> list[Op]:
    """The ops that lay a charter before the school."""
    school = f"school:{world.school}"
    texts = [
        put("charter_text", child_id(charter, language), school, charterId=charter, language=language, **TEXTS)
        for language in languages
    ]
    return [put("charter", charter, school, **{**NUMBERS, **changes}), *texts]


async def sign(world: World, who: Actor, charter: str, side: str) -> Verdict:
    return await who.do("sign_charter", signature(world, who, charter, side))


def signature(world: World, who: Actor, charter: str, side: str) -> Op:
    row = child_id(charter, who.id)
    return put("charter_signature", row, f"school:{world.school}", charterId=charter, personId=who.id, side=side)


async def withdraw(world: World, who: Actor, charter: str, of: Actor | None = None) -> Verdict:
    row = child_id(charter, (of or who).id)
    return await who.do("withdraw_signature", remove("charter_signature", row, f"school:{world.school}"))


async def agreed(world: World, representative: Actor, **changes: Any) -> str:
    """A charter that both sides have signed; its id."""
    charter = new_id()
    standing = await current(world.ana)
    base = {"replaces": standing["charterId"]} if standing else {}
    await world.ana.did("lay_open_charter", *laid_open(world, charter, **{**base, **changes}))
    for who, side in ((world.ana, "leadership"), (representative, "teachers")):
        assert (await sign(world, who, charter, side)).status == "applied"
    return charter


async def current(reader: Actor) -> dict[str, Any] | None:
    """The charter in force, as this reader's device holds it."""
    return max(await reader.sees("charter_in_force"), key=lambda row: int(row["number"]), default=None)
