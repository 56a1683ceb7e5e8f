"""The registry as TypeScript: every kind with its fields, every verb with what it opens (RULINGS 27).

`./brightwalk types` writes `pwa/src/api/kinds.ts`; a test holds the file and the registry in step.
"""

import typing
from types import NoneType, UnionType
from typing import Any, Literal

import msgspec

from server.kernel.problems import PROBLEMS
from server.kernel.rows import Synced, columns
from server.sync import registry

_PLAIN = {str: "string", int: "number", float: "number", bool: "boolean", NoneType: "null"}


def source() -> str:
    """The whole file."""
    parts = [
        "// Written by `./brightwalk types` from the server's registry. Do not edit.",
        _kinds(),
        _scope_types(),
        _field_names(),
        _verbs(),
        _problems(),
    ]
    return "\n\n".join(parts) + "\n"


def _kinds() -> str:
    kinds = "\n".join(f"  {name}: {_fields(model)}" for name, model in sorted(registry.KINDS.items()))
    return f"export interface Kinds {{\n{kinds}\n}}\nexport type Kind = keyof Kinds"


TAKEN = frozenset(("id", "kind", "scope", "version", "pending", "conflicts", "cameBack", "heads"))


def _fields(model: type[Synced]) -> str:
    """A field may not have the name of what a screen reads beside the fields (`pwa/src/db/row.ts`)."""
    if clash := TAKEN & columns(model).keys():
        raise ValueError(f"{model.__tablename__} names a field {sorted(clash)}, which every row on the device has")
    hints = typing.get_type_hints(model, include_extras=False)
    fields = [f"{wire}: {_type(typing.get_args(hints[name])[0])}" for wire, name in columns(model).items()]
    return "{ " + "; ".join(fields) + " }"


def _scope_types() -> str:
    rows = "\n".join(f"  {name}: '{model.scope_type}'," for name, model in sorted(registry.KINDS.items()))
    return f"export const scopeTypeOf = {{\n{rows}\n}} as const satisfies Record<Kind, string>"


def _field_names() -> str:
    rows = "\n".join(
        f"  {name}: [{', '.join(repr(field) for field in columns(model))}],"
        for name, model in sorted(registry.KINDS.items())
    )
    return f"export const fieldsOf: Record<Kind, readonly string[]> = {{\n{rows}\n}}"


def _verbs() -> str:
    names = "\n".join(f"  | '{name}'" for name in sorted(registry.VERBS))
    opening = "\n".join(
        f"  {name}: {{ scopeType: '{verb.opens}', role: '{verb.opener}' }},"
        for name, verb in sorted(registry.VERBS.items())
        if verb.opens
    )
    return (
        f"export type VerbName =\n{names}\n\n"
        f"export const opens: Partial<Record<VerbName, {{ scopeType: string; role: string }}>> = {{\n{opening}\n}}"
    )


def _problems() -> str:
    names = "\n".join(f"  | '{name}'" for name in sorted(PROBLEMS))
    return f"export type ProblemName =\n{names}"


def _type(hint: Any) -> str:
    if hint in _PLAIN:
        return _PLAIN[hint]
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin is Literal:
        return " | ".join(f"'{value}'" for value in args)
    if origin in (UnionType, typing.Union):
        return " | ".join(_type(arg) for arg in args)
    if origin is list:
        inner = _type(args[0])
        return f"({inner})[]" if " | " in inner else f"{inner}[]"
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        fields = msgspec.structs.fields(hint)
        return "{ " + "; ".join(f"{field.encode_name}: {_type(field.type)}" for field in fields) + " }"
    if origin is typing.Annotated:
        return _type(args[0])
    raise TypeError(f"no TypeScript for {hint!r}")
