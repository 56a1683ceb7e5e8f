"""What the app knows about kinds and verbs is what the server's registry says, as it is committed."""

from server.sync import registry, typescript
from tests.house import HOUSE

API = HOUSE / "pwa" / "src" / "api"


def test_the_apps_kinds_are_those_of_the_registry() -> None:
    assert (API / "kinds.ts").read_text() == typescript.source(), "Run ./brightwalk types."


def test_the_apps_table_of_who_may_write_is_that_of_the_registry() -> None:
    assert (API / "writers.ts").read_text() == typescript.writers(), "Run ./brightwalk types."


def test_every_verb_that_stands_in_the_table_may_come_with_that_one_op_alone() -> None:
    """Choosing between two wordings is one put on one row; a verb that wants more with it would be refused."""
    said = typescript.writers()
    for name, verb in registry.VERBS.items():
        wanted = [part for part in (*verb.puts, *verb.removes) if part.least]
        if len(wanted) > 1:
            assert f"verb: '{name}'" not in said
    assert "verb: 'reword_evidence_note'" in said
    assert "verb: 'remove_evidence_note'" in said
