"""Where copies of a database are kept: files for SQLite, further databases of the cluster for PostgreSQL."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from tests.postgres import Cluster


class Shelf(Protocol):
    """`copy` answers the address of a new copy of a database that nobody has open."""

    def copy(self, address: str) -> str: ...

    def clear(self) -> None: ...


@dataclass(eq=False)
class Files:
    """SQLite files in a folder."""

    folder: Path
    _made: int = 0

    def copy(self, address: str) -> str:
        self._made += 1
        target = self.folder / f"{self._made}.sqlite"
        shutil.copy(address.partition(":///")[2], target)
        return f"sqlite+aiosqlite:///{target}"

    def clear(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


@dataclass(eq=False)
class Databases:
    """Databases of one PostgreSQL cluster, copied by its own means."""

    cluster: Cluster
    _made: list[str] = field(default_factory=list)

    def copy(self, address: str) -> str:
        self.cluster.sql(f"DROP DATABASE IF EXISTS {(name := f'copy_{id(self):x}_{len(self._made)}')}")
        self.cluster.sql(f"CREATE DATABASE {name} TEMPLATE {_name(address)}")
        self._made.append(name)
        return address.replace(_name(address), name)

    def clear(self) -> None:
        for name in self._made:
            self.cluster.sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _name(address: str) -> str:
    return address.partition("@/")[2].partition("?")[0]
