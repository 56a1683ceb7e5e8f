"""How a school begins: its row, its calendar and its first admin, in one transaction through the ledger.

First run and the demo both call `found_school`. Later chapters add what a new school starts with (starter
protocols) as `steps`: `app.py` lists them, and each writes through the same `Write`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from server.kernel.ids import PersonId, SchoolId, child_id, new_id, scope_of
from server.kernel.problems import Refused
from server.kernel.verbs import Ledger, Step, Write
from server.people.models import DayOff, Person, Role, School
from server.people.school_days import day_of, fits_together
from server.people.seats import seat_in_school


@dataclass(frozen=True, slots=True, kw_only=True)
class Founding:
    """What a school is founded with. Days are texts (`2026-09-01`); weekdays 1 to 7 from Monday."""

    name: str
    time_zone: str
    year_start: str
    year_end: str
    admin_name: str
    admin_email: str | None = None
    language: str = "en"
    is_district: bool = False
    weekdays: Sequence[int] = (1, 2, 3, 4, 5)
    days_off: Iterable[tuple[str, str]] = ()
    admin_roles: Sequence[str] = ("admin", "leader")
    school: SchoolId = field(default_factory=lambda: SchoolId(new_id()))
    admin: PersonId = field(default_factory=lambda: PersonId(new_id()))


async def found_school(ledger: Ledger, founding: Founding, steps: Sequence[Step] = ()) -> None:
    """Write the school; `bad_calendar` if its dates do not fit. All of it stands, or nothing."""
    if not fits_together(founding.time_zone, founding.weekdays, founding.year_start, founding.year_end):
        raise Refused("bad_calendar")
    if any(day_of(day) is None for day, _ in founding.days_off):
        raise Refused("bad_calendar")
    async with ledger.writing(founding.school, founding.admin, "found_school") as write:
        await _write_school(write, founding)
        await _write_admin(write, founding)
        await seat_in_school(write, [founding.admin])
        for step in steps:
            await step(write)


async def _write_school(write: Write, founding: Founding) -> None:
    scope = scope_of("school", founding.school)
    await write.put(
        School,
        founding.school,
        scope,
        name=founding.name,
        time_zone=founding.time_zone,
        language=founding.language,
        is_district=founding.is_district,
        year_start=founding.year_start,
        year_end=founding.year_end,
        weekdays=sorted(set(founding.weekdays)),
    )
    await write.put_many(DayOff, [(new_id(), scope, {"day": day, "title": title}) for day, title in founding.days_off])


async def _write_admin(write: Write, founding: Founding) -> None:
    scope = scope_of("staff", founding.school)
    named = {"name": founding.admin_name, "email": founding.admin_email, "language": founding.language}
    await write.put(Person, founding.admin, scope, **named)
    await write.put_many(
        Role,
        [
            (child_id(founding.admin, role), scope, {"person_id": founding.admin, "role": role})
            for role in founding.admin_roles
        ],
    )
