"""An address is no proof of who somebody is: what an import does when it meets one that it knows."""

from server.people.models import Person
from tests.people.roster.conftest import Importing
from tests.people.roster.test_importing import BEN, CHI, DEE, with_users
from tests.people.roster.test_oneroster import FILES

ANA = ("a1", "", "true", "s1", "administrator", "ana", "Ana", "Torres", "Ana@Oak.example")


async def test_somebody_with_a_known_address_waits_for_a_word(oak: Importing) -> None:
    report = await oak.take(with_users(ANA, BEN))
    assert (report.people.held, report.people.new) == (1, 1)
    assert ("same_email", "users.csv", 2) in {(one.name, one.file, one.row) for one in report.oddities}
    assert await oak.people() == {"Ana Torres": {"admin", "leader"}, "Ben Okafor": {"teacher"}}


async def test_with_that_word_they_are_one_person(oak: Importing) -> None:
    await oak.take(with_users(ANA, BEN))
    report = await oak.take(with_users(ANA, BEN), same=frozenset(("a1",)))
    assert report.people.held == 0
    assert (await oak.one(Person, name="Ana Torres")).id == oak.founded.admin
    assert (await oak.take(with_users(ANA, BEN))).people.unchanged == 2


async def test_an_admin_stays_admin_when_the_roster_no_longer_names_her(oak: Importing) -> None:
    await oak.take(with_users(ANA, BEN, DEE, CHI), same=frozenset("*"))
    await oak.take(with_users(BEN, DEE, CHI))
    assert (await oak.people())["Ana Torres"] == {"admin"}


async def test_an_address_that_passed_to_somebody_else_gives_nobody_anothers_feedback(oak: Importing) -> None:
    await oak.take(FILES)
    successor = ("t7", "", "true", "s1", "teacher", "jo", "Jo", "Jansen", "ben@oak.example")
    report = await oak.take(with_users(successor, DEE), confirm=True)
    assert (report.people.held, report.people.ended) == (1, 0)
    assert "Jo Jansen" not in await oak.people()


async def test_a_new_id_from_the_same_system_is_the_same_person_if_name_and_address_agree(oak: Importing) -> None:
    await oak.take(FILES)
    before = (await oak.one(Person, name="Ben Okafor")).id
    renumbered = ("n1", "", "true", "s1", "teacher", "ben", "Ben", "Okafor", "ben@oak.example")
    report = await oak.take(with_users(renumbered, DEE))
    assert (report.people.new, report.people.ended, report.people.unchanged) == (0, 0, 2)
    assert "new_id" in {one.name for one in report.oddities}
    assert (await oak.one(Person, name="Ben Okafor")).id == before
    assert (await oak.take(with_users(renumbered, DEE))).people.unchanged == 2


async def test_an_address_that_two_rows_share_goes_to_the_first(oak: Importing) -> None:
    twin = ("t8", "", "true", "s1", "teacher", "jo", "Jo", "Jansen", "BEN@oak.example")
    report = await oak.take(with_users(BEN, twin))
    assert report.people.new == 2
    assert (await oak.one(Person, name="Jo Jansen")).email is None
    assert ("email_shared", 3) in {(one.name, one.row) for one in report.oddities}


async def test_whoever_had_a_shared_address_first_keeps_it_wherever_the_row_stands(oak: Importing) -> None:
    await oak.take(FILES)
    twin = ("t8", "", "true", "s1", "teacher", "jo", "Jo", "Jansen", "ben@oak.example")
    await oak.take(with_users(twin, BEN, DEE))
    assert (await oak.one(Person, name="Ben Okafor")).email == "ben@oak.example"
    assert (await oak.one(Person, name="Jo Jansen")).email is None


async def test_nobody_is_given_the_address_of_somebody_whom_the_roster_does_not_name(oak: Importing) -> None:
    await oak.take(FILES)
    moved = ("t1", "", "true", "s1", "teacher", "ben", "Ben", "Okafor", "ana@oak.example")
    report = await oak.take(with_users(moved, DEE))
    assert (await oak.one(Person, name="Ben Okafor")).email == "ben@oak.example"
    assert "email_shared" in {one.name for one in report.oddities}


async def test_two_who_swap_their_addresses_both_get_the_new_one(oak: Importing) -> None:
    await oak.take(FILES)
    ben = (*BEN[:-1], "dee@oak.example")
    dee = (*DEE[:-1], "ben@oak.example")
    await oak.take(with_users(ben, dee))
    assert (await oak.one(Person, name="Ben Okafor")).email == "dee@oak.example"
    assert (await oak.one(Person, name="Dee Novak")).email == "ben@oak.example"


async def test_a_representative_is_not_made_a_leader_by_a_file(oak: Importing) -> None:
    ben = await oak.founded.person("Ben Okafor", "teacher", "representative", email="ben@oak.example")
    promoted = ("t1", "", "true", "s1", "teacher,principal", "ben", "Ben", "Okafor", "ben@oak.example")
    report = await oak.take(with_users(promoted, DEE), same=frozenset(("t1",)))
    assert (await oak.one(Person, name="Ben Okafor")).id == ben
    assert (await oak.people())["Ben Okafor"] == {"teacher", "representative"}
    assert "representative_leads" in {one.name for one in report.oddities}


async def test_a_representative_who_has_left_speaks_for_nobody(oak: Importing) -> None:
    await oak.founded.person("Ben Okafor", "teacher", "representative", email="ben@oak.example")
    await oak.take(with_users(BEN, DEE), same=frozenset(("t1",)))
    report = await oak.take(with_users(DEE), confirm=True)
    assert report.people.ended == 1
    assert (await oak.people())["Ben Okafor"] == set()


async def test_people_added_by_hand_are_never_ended_by_a_roster(oak: Importing) -> None:
    await oak.founded.person("Hana Haddad", "teacher", email="hana@oak.example")
    await oak.take(FILES)
    await oak.take(with_users(DEE), confirm=True)
    assert (await oak.people())["Hana Haddad"] == {"teacher"}
