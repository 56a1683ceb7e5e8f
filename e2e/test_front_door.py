"""The first page, with and without a server behind it."""

from e2e.conftest import OpenDevice
from e2e.looking import assert_accessible, keep_picture, wait_until_offline_ready
from tests.served import Served


def test_an_empty_server_shows_its_page_and_everybody_can_use_it(school: Served, device: OpenDevice) -> None:
    page = device(school, "tablet")
    page.goto(school.first_run_link())
    page.get_by_role("heading").first.wait_for()
    assert_accessible(page)
    keep_picture(page, "first-run-tablet")


def test_the_app_opens_without_a_server_once_it_has_been_there(own_school: Served, device: OpenDevice) -> None:
    page = device(own_school)
    page.goto("/")
    wait_until_offline_ready(page)
    own_school.kill()
    page.reload()
    page.get_by_role("heading").first.wait_for()


def test_a_server_that_comes_back_is_found_on_the_same_address(own_school: Served, device: OpenDevice) -> None:
    own_school.stop()
    own_school.start()
    page = device(own_school)
    answer = page.goto("/")
    assert answer
    assert answer.status == 200
