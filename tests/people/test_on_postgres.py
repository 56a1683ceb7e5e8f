"""The ways in once more, on PostgreSQL: several processes may stand behind one door, so races are real there."""

import pytest

from tests.people.test_devices import (  # noqa: F401
    test_a_closed_device_never_gets_its_key_again,
    test_nobody_closes_or_lists_what_is_not_theirs,
)
from tests.people.test_first_run import (  # noqa: F401
    test_a_calendar_that_cannot_be_is_refused_and_the_link_still_works,
    test_the_first_run_link_works_once,
    test_the_printed_link_founds_the_school_and_signs_its_admin_in,
)
from tests.people.test_joining import (  # noqa: F401
    test_a_person_in_two_schools_is_one_account_and_proves_it,
    test_a_teacher_joins_with_the_code_as_it_was_read_out,
    test_its_owner_may_confirm_it_from_an_old_device_and_set_a_new_password,
    test_of_two_people_who_give_one_address_at_once_one_gets_it,
    test_of_two_who_use_a_link_at_once_one_gets_in,
    test_the_teacher_representative_may_confirm_a_colleagues_link,
)
from tests.people.test_signing_in import (  # noqa: F401
    test_a_new_password_needs_the_old_one_and_ends_all_other_sessions,
    test_a_planted_token_is_never_the_session_that_follows,
    test_a_session_ends_after_two_weeks_without_use_and_in_any_case_after_sixty_days,
    test_signing_out_ends_the_session_on_the_server,
)
from tests.postgres import Cluster, postgres  # noqa: F401


@pytest.fixture
def database_url(postgres: Cluster) -> str:  # noqa: F811
    return postgres.database()
