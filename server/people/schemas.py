"""The messages of this chapter's routes. Every text is bounded and may not hold NUL; every id has its shape."""

from typing import Annotated, Literal

from msgspec import Meta, field

from server.kernel.wire import Day, Id, Instant, Line, Wire
from server.people.accounts import Closing, DeviceState
from server.people.cleared import Cleared, StoreBefore
from server.people.models import Language, Weekdays, Zone

_NO_NUL = r"^[^\u0000]*$"

Said = Annotated[str, Meta(min_length=1, max_length=300, pattern=_NO_NUL, examples=["Oak Street School"])]
Label = Annotated[str, Meta(min_length=1, max_length=100, pattern=_NO_NUL, examples=["Ana’s iPad"])]
Email = Annotated[
    str, Meta(min_length=3, max_length=254, pattern=r"^[^@\s\u0000]+@[^@\s\u0000]+$", examples=["ana@oak.example"])
]
Password = Annotated[str, Meta(min_length=1, max_length=200, pattern=_NO_NUL, examples=["four lamps by the river"])]
Code = Annotated[
    str,
    Meta(
        min_length=4,
        max_length=100,
        pattern=r"^[A-Za-z0-9_\- ]+$",
        description="a typed code, or a link's token",
        examples=["C4DF-7HJK-9MNP"],
    ),
]


class AccountView(Wire):
    """Who is signed in."""

    id: Id
    name: str
    email: str
    language: Language


class PersonView(Wire):
    """What the account is in one school."""

    id: Id
    school: Id
    school_name: str
    name: str
    roles: list[str]


class Me(Wire):
    """The signed-in account. `demo`: this server holds a made-up school."""

    account: AccountView
    persons: list[PersonView]
    device: Id
    demo: bool
    session_ends: Instant


class SignedIn(Wire):
    """A full sign-in. `storeKey`: 32 bytes, base64url: the key of this device's local store (RULINGS 28).

    `before`: what was last heard of the store that this device had when it came.
    """

    account: AccountView
    persons: list[PersonView]
    device: Id
    store_key: str
    session_ends: Instant
    before: StoreBefore | None = None


class FrontDoor(Wire):
    """What a browser that knows nothing yet may know."""

    state: Annotated[Literal["first_run", "ready"], Meta(description="first_run until a school exists")]
    demo: bool
    build: str


class SignIn(Wire):
    """`device`: the id that this local store was given before, so that it gets the same key again."""

    email: Email
    password: Password
    device_label: Label
    device: Id | None = None


class FreeDay(Wire):
    """One day without teaching."""

    day: Day
    title: Line = ""


class NewSchool(Wire):
    """A school with its calendar; `weekdays`: 1 is Monday."""

    name: Said
    time_zone: Zone
    year_start: Day
    year_end: Day
    language: Language = "en"
    weekdays: Weekdays = field(default_factory=lambda: [1, 2, 3, 4, 5])
    days_off: Annotated[list[FreeDay], Meta(max_length=200)] = field(default_factory=list)


class NewAdmin(Wire):
    """Who founds the school."""

    name: Said
    email: Email
    password: Password


class FoundSchool(Wire):
    """The first-run form. `token` is from the link that the server printed."""

    token: Code
    school: NewSchool
    admin: NewAdmin
    device_label: Label


class LookAtLink(Wire):
    """A join link's token or a code, before it is used."""

    code: Code


class JoinOffer(Wire):
    """Whom a join link lets in. `waitsUntil`: it begins to work then, or when confirmed on an old device."""

    school_name: str
    name: str
    email: str | None
    needs_password: bool
    waits_until: Instant | None


class Join(Wire):
    """Using a join link. `email` and `password` make the account, or prove one that exists already."""

    code: Code
    device_label: Label
    email: Email | None = None
    password: Password | None = None
    device: Id | None = None


class JoinLinkMade(Wire):
    """A new way in, shown once. `takesEffect`: later than now if the account has been used before (RULINGS 14)."""

    link: str
    code: Code
    mailed: bool
    expires: Instant
    takes_effect: Instant | None


class PendingLink(Wire):
    """A link that an admin has made for an account in use; its owner may confirm or refuse it.

    `mine` False: it is a colleague's, shown to the teacher representative, who may confirm it too.
    """

    id: Id
    mine: bool
    name: str
    school_name: str
    made_at: Instant
    takes_effect: Instant


class DeviceView(Wire):
    """One device of an account. `waiting`: how many changes it said it had not sent yet, when `lastSeen`."""

    id: Id
    label: str
    state: DeviceState
    build: str | None
    waiting: int
    last_seen: Instant | None
    created_at: Instant
    this_one: bool
    closing: Closing | None = None
    closed_at: Instant | None = None
    may_let_in: bool = False
    cleared: Cleared | None = None


class Devices(Wire):
    """The devices of one account, and links that wait for its yes."""

    devices: list[DeviceView]
    links: list[PendingLink]
