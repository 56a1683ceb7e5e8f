"""manifest.csv: which version, and which files are a full export (`bulk`) or changes only (`delta`)."""

from dataclasses import dataclass, field

from server.people.roster.parsed import Reading
from server.people.roster.table import fold

_COLUMNS = {"name": ("propertyName", "property", "name"), "value": ("value",)}


@dataclass(slots=True)
class Manifest:
    """`modes` by file (`users`): bulk, delta or absent. Without a manifest everything is bulk."""

    version: str = ""
    modes: dict[str, str] = field(default_factory=dict)
    forced: bool = False

    @property
    def changes_only(self) -> bool:
        return self.forced or "delta" in self.modes.values()

    def whole(self, file: str) -> bool:
        return not self.forced and self.modes.get(fold(file), "bulk") == "bulk"


def read_manifest(reading: Reading) -> Manifest:
    """What the manifest says; an empty one if there is none."""
    manifest = Manifest()
    if not reading.package.has("manifest.csv"):
        return manifest
    with reading.table("manifest.csv", _COLUMNS) as table:
        table.need("name", "value")
        for record in table:
            name, value = record["name"], record.folded("value")
            if fold(name) == "onerosterversion":
                manifest.version = record["value"]
            elif name.lower().startswith("file."):
                if value not in ("bulk", "delta", "absent"):
                    reading.findings.add("manifest_odd", table.file, record.row, name, record["value"])
                    value = "bulk"
                manifest.modes[fold(name[5:])] = value
    return manifest


def says_deleted(reading: Reading, name: str) -> bool:
    """Whether any row of a file is marked as to be deleted, which only changes should have."""
    if not reading.package.has(name):
        return False
    with reading.table(name, {"status": ("status",)}) as table:
        return table.has("status") and any(record.folded("status") == "tobedeleted" for record in table)
