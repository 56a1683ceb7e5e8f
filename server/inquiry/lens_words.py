"""The school's own words, which the lens on every device learns."""

from server.inquiry.models import LensWord
from server.inquiry.rules import lens_word_problem
from server.kernel.problems import Refused
from server.kernel.verbs import Put, Remove, Verb, Write

KEEPERS = ("leader", "admin")


async def is_a_word(write: Write) -> None:
    """It is of a sort that the lens knows, and short enough to be a name or a turn of phrase."""
    for op in write.ops_on(LensWord):
        field = lens_word_problem(op.values.get("sort"), op.values.get("text"))
        if field:
            raise Refused("wrong_shape", field=field)


TEACH_LENS_WORD = Verb("teach_lens_word", puts=(Put(LensWord, by=KEEPERS, new=True, least=1),), check=is_a_word)
FORGET_LENS_WORD = Verb("forget_lens_word", removes=(Remove(LensWord, by=KEEPERS, least=1),))
