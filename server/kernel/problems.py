"""Every failure a person can meet, numbered; the whole part of the number is the HTTP status (RFC 9457).

The sentences here are English; the app says each in the reader's language from its message files
(`problem_<name>`), and a test holds both lists equal. A sentence says what happened, and what to do.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One way to fail: `number` like "422.3", `name` stable for code, `sentence` for a person."""

    number: str
    name: str
    sentence: str

    @property
    def status(self) -> int:
        return int(self.number.partition(".")[0])


class Refused(Exception):
    """A deterministic no: the same request would be refused again. Carries the problem's name."""

    def __init__(self, name: str, **particulars: Any) -> None:
        super().__init__(name)
        self.problem = PROBLEMS[name]
        self.particulars = particulars


class NotYet(Exception):
    """What the mutation names is not known yet: park it whole until `waits_for` comes (RULINGS 21)."""

    def __init__(self, waits_for: str) -> None:
        super().__init__(waits_for)
        self.waits_for = waits_for


def _problems(*rows: tuple[str, str, str]) -> dict[str, Problem]:
    return {name: Problem(number, name, sentence) for number, name, sentence in rows}


PROBLEMS = _problems(
    # 400 · what was sent cannot be read
    ("400.1", "malformed", "This could not be read as the request it should be. Nothing was changed."),
    ("400.2", "unstorable_text", "The text holds a character that cannot be stored. Remove it and try again."),
    # 401 · who are you
    ("401.1", "sign_in_first", "Sign in to go on. Everything you wrote is kept on this device."),
    ("401.2", "wrong_sign_in", "That address and password do not belong together. Try again, or ask for a join link."),
    ("401.3", "link_not_valid", "This link or code has been used or has expired. Ask your school for a new one."),
    # 403 · known, but not yours to do
    ("403.1", "not_yours", "This is not open to you. What you wrote is kept on this device."),
    ("403.2", "wrong_account", "Another person is signed in here. Your own work waits until you sign in again."),
    ("403.3", "cross_site", "This request came from another site and was refused."),
    ("403.4", "scope_lost", "You no longer take part in this. What you wrote is kept on this device."),
    ("403.5", "device_closed", "Your school has closed this device. What it had not sent is kept apart, not lost."),
    ("403.6", "link_waits", "This link begins to work later, or once you confirm it on a device that you already use."),
    ("403.7", "left_out", "Its device was closed, and you chose to leave this out. Its words are kept on the server."),
    ("403.8", "not_your_side", "Leadership signs for leadership, and a confirmed representative for the teachers."),
    # 404 · nothing here, or nothing that you may see
    ("404.1", "not_found", "There is nothing here that you can see."),
    ("404.2", "picture_on_its_way", "The picture is still on the device that took it."),
    # 405 · not in this way
    ("405.1", "wrong_method", "This address cannot be used in this way."),
    # 409 · two histories meet
    ("409.1", "timeline", "The server was restored from a backup. This device is sending again what it still has."),
    ("409.2", "id_reused", "This change bears a name that another change already has. It is kept on this device."),
    ("409.3", "two_wordings", "There are two wordings of this. Choose one first, then go on."),
    ("409.4", "already_set_up", "This server already has a school. Sign in, or ask its admin for a join link."),
    ("409.5", "already_exists", "This exists already. Nothing was changed."),
    # 413 · too much at once
    ("413.1", "too_large", "This is larger than one step may be. Nothing was changed."),
    # 415 · not in this form
    ("415.1", "wrong_media", "This can only be sent as JSON. Nothing was changed."),
    # 422 · readable, but not what the school agreed
    ("422.1", "unknown_verb", "This server does not know that step yet. Update the server, or wait: it is kept."),
    ("422.2", "wrong_shape", "A part of this does not fit. It is kept on this device."),
    ("422.3", "strength_without_note", "A strength needs at least one evidence note under it before it can be shared."),
    ("422.4", "nothing_to_share", "Name at least one strength before sharing."),
    ("422.5", "already_shared", "This feedback has been shared already."),
    ("422.6", "not_shared", "This feedback has not been shared yet."),
    ("422.7", "already_read", "The teacher has read this already, so the share cannot be taken back."),
    ("422.8", "scope_exists", "Something with this name exists already. What you wrote is kept on this device."),
    ("422.9", "not_agreed_parts", "This step holds parts that it may not. It is kept on this device."),
    ("422.10", "other_school", "All parts of one step belong to one school."),
    ("422.11", "weak_password", "Choose a password of at least 10 characters that is not among the well-known ones."),
    ("422.12", "roster_not_readable", "This file could not be read as a roster. Nothing was changed."),
    ("422.13", "roster_ends_many", "This import would end more than a fifth of the staff. Confirm it to go on."),
    ("422.14", "demo_has_no_roster", "Rosters cannot be imported into the demo school."),
    ("422.15", "last_admin", "A school keeps at least one admin. Give the role to another person first."),
    ("422.16", "no_purpose", "A meeting starts with a purpose, in one line."),
    ("422.17", "meeting_closed", "This meeting is closed."),
    ("422.18", "no_decision", "Before closing, say what was decided, or that nothing was decided and why."),
    ("422.19", "no_input_used", "Say how the team's input was used in this decision."),
    ("422.20", "not_a_member", "The person named takes no part in this team."),
    ("422.21", "not_their_class", "The teacher named does not teach this class."),
    ("422.22", "covered_elsewhere", "This teacher's room is already counted with another team."),
    ("422.23", "waited_too_long", "What this step waited for never came. It is back with you, unchanged."),
    ("422.24", "bad_calendar", "These dates or this time zone do not fit together."),
    ("422.25", "not_a_representative", "A teacher representative is confirmed by another teacher, and does not lead."),
    ("422.26", "email_needed", "Give an email address to sign in with."),
    ("422.27", "walkthrough_discarded", "This visit was discarded. Bring it back first, then go on."),
    ("422.28", "reason_needed", "A protocol keeps to five look-fors. Say why this one needs more."),
    ("422.29", "host_shares", "You watched together: whoever showed the code shares the feedback for both."),
    ("422.41", "photos_off", "Your school does not keep photos. This one stays on the device that took it."),
    ("422.42", "not_a_picture", "This is not a picture that can be kept here. It stays on the device that took it."),
    ("422.43", "enough_pictures", "This visit holds as many pictures as it may. Remove one first."),
    ("422.51", "charter_in_force", "A charter changes only by a new text that both sides sign. Nothing was changed."),
    ("422.52", "charter_moved_on", "Meanwhile another charter has come into force. Begin a new draft from it."),
    ("422.53", "too_many_live", "A school keeps to three live protocols. Say why it needs one more, or retire one."),
    (
        "422.54",
        "last_protocol",
        "Visits need a protocol. Publish or bring back another one first.",
    ),
    # 426 · too old to talk
    ("426.1", "update_needed", "This app is too old for the server. Update it; everything you wrote is kept."),
    # 429 · too often
    ("429.1", "too_many_tries", "Too many tries. Wait a little, then try again."),
    # 5xx · our fault, or the machine's
    ("500.1", "our_fault", "Something went wrong on our side. What you sent is kept and will be tried again."),
    ("503.1", "busy", "The server cannot store anything right now. Everything is kept on this device."),
    (
        "503.2",
        "server_older",
        "The server is older than this app. Everything is kept; it will be sent after its update.",
    ),
    ("507.1", "disk_full", "The server's disk is full. Everything is kept on this device; tell your school's admin."),
)
