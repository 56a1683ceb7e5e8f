"""Histories that the model found, kept: what was lost once, with the shortest way to lose it."""

import pytest

from server.kernel.ids import new_id
from tests.two_devices.model import Walk
from tests.two_devices.people import put
from tests.two_devices.test_model import machine  # noqa: F401
from tests.two_devices.trouble import Sync


@pytest.fixture
def history(machine: type[Sync]) -> Sync:  # noqa: F811
    """Its end is in `teardown`: everything that was saved must have arrived, and all devices must agree."""
    return machine()


def test_a_verdict_given_while_pages_are_still_to_come_survives_a_restore(history: Sync) -> None:
    history.arrive(3)
    history.start_a_walkthrough(1, 0)
    for both in (1, 0):
        history.get_in_step(both)
    for _ in range(6):
        history.write_a_note(1, 0, False)
    history.get_in_step(1)
    history.back_up()
    tablet = history.tablets[0]
    history.start_a_walkthrough(0, 0)
    request = tablet.offer(5)
    answer = history.ask(tablet, request)
    assert ([one["status"] for one in answer["results"]], answer["more"]) == (["applied"], True)
    history.deliver(tablet, request, answer)
    history.restore(1)
    history.teardown()


def test_what_a_closed_device_handed_in_survives_a_restore(history: Sync) -> None:
    history.arrive(500)
    history.back_up()
    history.the_school_closes_a_device_or_lets_it_in(0, "closed")
    history.start_a_walkthrough(0, 0)
    history.get_in_step(0)
    history.restore(1)
    history.teardown()


def test_what_was_replaced_does_not_come_back_after_a_restore(history: Sync) -> None:
    """The second device answers words that the restored server has not heard yet; they arrive after the answer."""
    history.arrive(500)
    history.back_up()
    history.type_by_turns(1, 0, True)
    history.restore(1)
    history.get_in_step(0)
    history.get_in_step(1)
    history.get_in_step(0)
    (note, _), *_ = history.notes
    heads = history.tablets[0].dump()["base"][note]["fields"]["text"]
    assert [head["value"] for head in heads] == [f"word {history.words - 1}."]
    history.teardown()


def test_what_waits_and_what_it_waits_for_may_come_in_one_request(history: Sync) -> None:
    """The note is parked and woken in the same breath: its device is told the last word on it, not the first."""
    history.arrive(500)
    tablet, walk = history.tablets[0], Walk(new_id(), "harbor", "ana")
    note = history.note(tablet, walk)
    history.start(tablet, 0, walk)
    history.get_in_step(0)
    assert tablet.there([note]) == {note}
    history.teardown()


def test_what_waits_for_a_school_to_let_its_author_in_survives_a_restore(history: Sync) -> None:
    """No clock of a school tells of it: the account has an order of its own."""
    history.arrive(500)
    history.cy_writes_for_another_school_too_early(0, 1)
    history.restore(0)  # the school does not know Cy any more
    history.get_in_step(2)
    history.restore(0)
    history.teardown()


def test_who_leaves_a_team_is_told_nothing_of_it_in_the_answer(history: Sync) -> None:
    """The answer holds the rows that the request touched, of those that may be read after it."""
    history.arrive(500)
    history.bring_a_team_together(0)
    for both in (0, 2):
        history.get_in_step(both)
    cys = history.tablets[2]
    history.cy_leaves_or_joins(2, False)
    assert cys.outbox
    history.get_in_step(2)
    assert f"team:{history.team}" not in cys.glance["scopes"]
    history.teardown()


def test_what_has_to_wait_for_two_things_is_kept_whole_until_the_second(history: Sync) -> None:
    """First its author is in no such school; when she is, the visit is not there yet."""
    history.arrive(500)
    cys, walk = history.tablets[2], Walk(new_id(), "lake", "cy")
    history.place.people["lake", "cy"] = new_id()
    note = history.note(cys, walk)
    history.get_in_step(2)
    history.run(history.place.welcome("lake", "cy"))
    history.get_in_step(2)
    history.start(cys, 0, walk)
    history.get_in_step(2)
    assert cys.there([note]) == {note}
    history.teardown()


def test_two_who_wrote_without_seeing_each_other_are_both_read(history: Sync) -> None:
    """Also on the device that has not sent its own yet."""
    history.arrive(500)
    (note, walk), *_ = history.notes
    for tablet in history.tablets[:2]:
        history.save(
            tablet, walk.school, "reword_evidence_note", put("evidence_note", note, walk.scope, text=tablet.key)
        )
    history.get_in_step(1)
    history.sync(0, 0)
    assert history.tablets[0].outbox
    history.teardown()


def test_words_on_a_note_that_the_restored_server_has_lost_wait_for_it(history: Sync) -> None:
    history.arrive(500)
    history.write_a_note(0, 0, False)
    history.get_in_step(0)
    history.get_in_step(1)
    history.restore(0)
    note, walk = history.notes[-1]
    typed = put("evidence_note", note, walk.scope, text="typed on")
    history.save(history.tablets[1], walk.school, "reword_evidence_note", typed)
    history.get_in_step(1)
    history.get_in_step(0)
    history.teardown()


def test_a_strange_note_is_not_written_through_a_visit_of_ones_own(history: Sync) -> None:
    history.arrive(500)
    history.start_a_walkthrough(2, 0)
    history.get_in_step(2)
    history.forge(0, 2, 0, claimed=True)
    assert history.forged
    history.get_in_step(2)
    history.teardown()


def test_words_taken_back_twice_before_anything_was_sent_are_gone(history: Sync) -> None:
    """The first of the two comes without its own words, since the second has replaced it; it is done all the same."""
    history.arrive(500)
    for _ in range(2):
        history.type_on(0, 0, False)
        history.take_words_back(0, 0, False)
    history.get_in_step(0)
    history.teardown()


def test_a_clone_may_send_the_words_before_or_after_they_were_taken_back(history: Sync) -> None:
    history.arrive(500)
    for first in (0, -1):
        history.type_on(0, 0, False)
        history.clone(0)
        history.take_words_back(0, 0, False)
        clone = len(history.tablets) - 1
        for one in (0, clone) if first == 0 else (clone, 0):
            history.get_in_step(one)
        assert history.tablets[clone].dump()["outbox"] == []
    history.teardown()


def test_words_taken_back_on_one_device_leave_what_the_other_had_been_answered(history: Sync) -> None:
    """Typed and sent there, seen and taken back here; the restored server forgets it all, and its list does not."""
    history.arrive(500)
    history.back_up()
    history.type_on(1, 0, False)
    history.get_in_step(1)
    history.get_in_step(0)
    history.take_words_back(0, 0, False)
    history.get_in_step(0)
    history.restore(1)
    history.get_in_step(1)
    (note, _), *_ = history.notes
    assert [head["value"] for head in history.tablets[1].dump()["base"][note]["fields"]["text"]] == [None]
    history.teardown()


def test_a_wording_that_was_not_seen_outlives_a_purge(history: Sync) -> None:
    history.arrive(500)
    history.type_on(1, 0, False)
    history.take_words_back(0, 0, False)
    for both in (0, 1):
        history.get_in_step(both)
    (note, _), *_ = history.notes
    assert len(history.tablets[1].dump()["base"][note]["fields"]["text"]) == 2
    history.teardown()
