"""Starter protocols put in force in a school: how a school has look-fors from its first day."""

from collections.abc import Sequence

from server.content import starter_protocols
from server.content.shapes import Language, StarterProtocol, Texts
from server.inquiry.models import LookFor, Protocol, Wording
from server.kernel.ids import child_id, new_id, scope_of
from server.kernel.verbs import Write


async def begin_with_starters(write: Write) -> None:
    """A step of founding a school: a few starters are in force from its first day, the default one first.

    The others wait to be adopted (RULINGS 19).
    """
    begun_with = [starter for starter in starter_protocols().values() if starter.from_the_first_day]
    for position, starter in enumerate(begun_with):
        await publish_protocol(write, starter, position=position)


async def publish_protocol(
    write: Write,
    starter: StarterProtocol,
    languages: Sequence[Language] = ("en", "es"),
    position: int = 0,
    reason: str | None = None,
) -> str:
    """Publish a starter in these languages and return the new protocol's id.

    It writes the rows of the verb `publish_protocol` for a route or command that holds a `Ledger`'s
    `Write`; whoever founds the school is trusted, and the starter is complete by its shape.
    """
    scope = scope_of("school", write.school)
    protocol = new_id()
    await write.put(Protocol, protocol, scope, position=position, starter=starter.id, in_force=True, reason=reason)
    look_fors = [(new_id(), look_for) for look_for in starter.look_fors]
    await write.put_many(
        LookFor,
        (
            (look_for_id, scope, {"protocol_id": protocol, "dimension": look_for.dimension, "position": place})
            for place, (look_for_id, look_for) in enumerate(look_fors)
        ),
    )
    said = [(protocol, "title", starter.title), (protocol, "focus", starter.focus)]
    said += [(look_for_id, "text", look_for.text) for look_for_id, look_for in look_fors]
    await write.put_many(
        Wording,
        (
            (child_id(of, part, lang), scope, _wording(of, part, lang, text))
            for of, part, text in said
            for lang in languages
        ),
    )
    return protocol


def _wording(of: str, part: str, language: Language, text: Texts) -> dict[str, str]:
    return {"of": of, "part": part, "language": language, "text": text.in_(language)}
