"""Kinds: one definition gives the table, the wire and the check of what may be set."""

import msgspec
import pytest

import server.sync.registry  # noqa: F401  # every chapter declares its kinds
from server.kernel.rows import SYNC_COLUMNS, Synced, columns, fields_struct, kinds
from server.kernel.verbs import Verb, follow, nothing, register, verbs
from server.people.models import Role, School, TeamMember

SCOPES = {"person", "walkthrough", "team", "school", "staff", "leaders"}


@pytest.mark.parametrize("model", kinds().values(), ids=lambda model: model.__tablename__)
def test_every_own_column_may_be_empty_and_none_points_at_another_table(model: type[Synced]) -> None:
    table = model.metadata.tables[model.__tablename__]
    assert not table.foreign_keys
    assert model.scope_type in SCOPES
    assert all(table.c[column].nullable for column in columns(model).values())
    assert set(table.c.keys()) >= SYNC_COLUMNS
    assert model.__doc__


def test_a_field_is_absent_null_or_set() -> None:
    struct = fields_struct(School)
    read = msgspec.json.decode(b'{"name": null, "weekdays": [1, 5]}', type=struct)
    assert (read.name, read.weekdays, read.language) == (None, [1, 5], msgspec.UNSET)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("model", "wrong"),
    [
        (School, {"weekdays": [0]}),
        (School, {"weekdays": list(range(1, 9))}),
        (School, {"kind": "college"}),
        (School, {"noSuchField": 1}),
        (Role, {"role": "boss"}),
        (Role, {"personId": "Ben"}),
        (TeamMember, {"covered": 1}),
        (TeamMember, {"name": ["Ben"]}),
    ],
)
def test_what_a_kind_does_not_hold_is_refused(model: type[Synced], wrong: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(wrong, fields_struct(model))


def test_a_verbs_name_is_taken_once() -> None:
    verb = next(iter(verbs().values()))
    with pytest.raises(ValueError, match=verb.name):
        register(Verb(verb.name))
    assert verbs()[verb.name] is verb


def test_a_later_chapter_follows_an_earlier_verb_in_order() -> None:
    verb = Verb("made_for_this_test")

    async def afterwards(_: object) -> None:
        """What a later chapter adds."""

    follow(verb, nothing)
    follow(verb, afterwards)
    assert verb.after == [nothing, afterwards]
