"""One INSERT or UPDATE, compiled once, and filled by the driver itself.

SQLAlchemy looks at every value of every line on its way to the driver: measured 25 µs a line, where SQLite
takes 5 to store it. Of all that, our columns need one thing: that JSON becomes text.
"""

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import JSON, Insert, Update
from sqlalchemy.ext.asyncio import AsyncSession

from server.kernel import direct
from server.kernel.json import json_text

Fill = Callable[[Mapping[str, Any]], tuple[Any, ...]]


class Prepared:
    """`names` are the columns (or bound names) that each line gives; an INSERT without them fills its whole table."""

    def __init__(self, statement: Insert | Update, names: Sequence[str] | None = None) -> None:
        self._statement = statement
        self._names = names
        self._compiled: dict[str, tuple[str, Fill]] = {}
        self.is_update = statement.is_update

    async def write(self, session: AsyncSession, lines: Sequence[Mapping[str, Any]]) -> None:
        """Execute it once for each line."""
        dialect = session.get_bind().dialect
        if dialect.name not in self._compiled:
            self._compiled[dialect.name] = self._compile(dialect)
        text, fill = self._compiled[dialect.name]
        await direct.write(session, text, map(fill, lines))

    def _compile(self, dialect: Any) -> tuple[str, Fill]:
        compiled = self._statement.compile(dialect=dialect, column_keys=self._names)
        order = tuple(compiled.positiontup or ())
        json = [at for at, name in enumerate(order) if isinstance(compiled.binds[name].type, JSON)]
        plain: Fill = itemgetter(*order)

        def fill(line: Mapping[str, Any]) -> tuple[Any, ...]:
            values = list(plain(line))
            for at in json:
                values[at] = json_text(values[at])
            return tuple(values)

        return str(compiled), fill if json else plain
