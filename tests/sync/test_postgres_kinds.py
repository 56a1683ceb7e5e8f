"""Every kind in its table on PostgreSQL, with the longest and largest that the wire allows."""

import asyncio
from typing import Any

import msgspec
import pytest

from server.kernel.db import Base, Database
from server.kernel.ids import new_id
from server.kernel.rows import columns, fields_struct
from server.sync import merge, registry, rowstore
from server.sync.stored import stored
from server.sync.unit import Unit
from tests.postgres import Cluster, postgres  # noqa: F401

pytestmark = pytest.mark.slow
AT = "2026-03-02T10:00:00.000Z"


@pytest.fixture(scope="module")
def address(postgres: Cluster) -> str:  # noqa: F811
    address = postgres.database()

    async def make() -> None:
        database = Database(address)
        async with database.engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
        await database.close()

    asyncio.run(make())
    return address


@pytest.mark.parametrize("kind", sorted(registry.KINDS))
async def test_the_longest_that_may_be_said_fits_its_column(address: str, kind: str) -> None:
    """SQLite takes any text; PostgreSQL holds a column to its length: what the wire allows must fit."""
    model = registry.KINDS[kind]
    parts = msgspec.json.schema(fields_struct(model))["$defs"]
    schema = parts[f"{model.__name__}Fields"]["properties"]
    values = {name: _longest(schema[name], parts) for name in columns(model)}
    msgspec.convert(values, fields_struct(model))
    content = merge.empty()
    merge.put(content, new_id(), new_id(), AT, values, {}, lambda _: True)
    database = Database(address)
    row, scope = new_id(), f"{model.scope_type}:{new_id()}"
    async with database.writing() as session:
        unit = Unit(session)
        place = {"id": row, "school_id": new_id(), "scope": scope, "version": 1}
        unit.rows.save(model, {**place, **stored(model, content)})
        await unit.write()
    async with database.reading() as session:
        places = await rowstore.places(session, [row])
        (told,) = await rowstore.wire_rows(session, registry.KINDS, places.values())
    await database.close()
    assert {name: heads[0]["value"] for name, heads in told["fields"].items()} == values


def _longest(schema: dict[str, Any], parts: dict[str, Any]) -> Any:
    schema = next((one for one in schema.get("anyOf", []) if one.get("type") != "null"), schema)
    schema = parts[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    if "enum" in schema:
        return max(schema["enum"], key=lambda one: len(str(one)))
    match schema.get("type"):
        case "string":
            return (schema.get("examples") or ["w" * schema.get("maxLength", 60)])[0]
        case "integer":
            return schema.get("maximum", 2**53 - 1)
        case "boolean":
            return True
        case "array":
            return [_longest(schema["items"], parts)] * min(schema.get("maxItems", 3), 3)
        case "object":
            return {name: _longest(one, parts) for name, one in schema.get("properties", {}).items()}
    raise AssertionError(f"a shape that no kind had before: {schema}")
