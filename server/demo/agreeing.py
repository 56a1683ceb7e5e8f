"""The charter of the demo school: the app's own text as its words, signed by leadership and for the teachers."""

from datetime import datetime
from random import Random

from server.content import charter
from server.content.shapes import CharterText
from server.demo.place import Place
from server.demo.saying import Mutation, Op, Pen, put
from server.kernel.ids import child_id

MINUTES, FEEDBACK_DAYS = 15, 2
# Which article of the app's own text says what this part of a signed charter says.
SAID_BY = {
    "purpose": "purpose",
    "neverFor": "not_appraisal",
    "notice": "notice",
    "readers": "who_reads",
    "keeping": "keeping",
}


async def sign_charter(place: Place, when: datetime, leadership: str, teachers: str) -> str:
    """Laid open and signed by these two people (keys); the id of the charter, which is in force from now on."""
    pen = Pen(place.pen.school, Random(15))  # a noise of its own: the story after it stays as it is
    made = pen.new_id(when)

    def signed(who: str, side: str) -> Mutation:
        person = place.people[who]
        said = {"charterId": made, "personId": person, "side": side}
        return pen.mutation("sign_charter", when, put("charter_signature", child_id(made, person), school, **said))

    school = place.scope("school")
    laid_open = pen.mutation("lay_open_charter", when, *_terms(school, made, charter()))
    await place.teller.push(place.people[leadership], when, [laid_open, signed(leadership, "leadership")])
    await place.teller.push(place.people[teachers], when, [signed(teachers, "teachers")])
    return made


def _terms(school: str, made: str, shipped: CharterText) -> list[Op]:
    said = {article.id: article.text for article in shipped.articles}
    numbers = {"minutes": MINUTES, "feedbackDays": FEEDBACK_DAYS, "threshold": shipped.smallest_group}
    texts = [
        put(
            "charter_text",
            child_id(made, language),
            school,
            charterId=made,
            language=language,
            **{part: said[article].in_(language) for part, article in SAID_BY.items()},
        )
        for language in ("en", "es")
    ]
    return [put("charter", made, school, **numbers), *texts]
