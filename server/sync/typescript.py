"""The registry as TypeScript: every kind with its fields, every verb with what it opens (RULINGS 27).

`./brightwalk types` writes `pwa/src/api/kinds.ts` and, for screens that let people choose between two wordings,
`pwa/src/api/writers.ts`; tests hold the files and the registry in step.
"""

import typing
from collections.abc import Iterable
from types import NoneType, UnionType
from typing import Any, Literal

import msgspec

from server.kernel.problems import PROBLEMS
from server.kernel.rows import Synced, columns
from server.kernel.verbs import Put, Remove, Verb
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


def writers() -> str:
    """The file that says who may write into a row that stands, with which verb, and who may take it away."""
    return (
        "\n\n".join(
            [
                "// Written by `./brightwalk types` from the server's registry. Do not edit.\n"
                "import type { Kind, VerbName } from './kinds';",
                "export interface Writer {\n"
                "  verb: VerbName;\n  by: readonly string[];\n  fields: readonly string[];\n}",
                "/** Kind to the verbs that may write into a row that is there, by whom (roles in its scope). */\n"
                f"export const writers: Partial<Record<Kind, readonly Writer[]>> = {{\n{_writers()}\n}};",
                "/** Kind to the verb that takes a row away, and by whom. */\n"
                "export const removers: Partial<Record<Kind, { verb: VerbName; by: readonly string[] }>> = "
                f"{{\n{_removers()}\n}};",
            ]
        )
        + "\n"
    )


def _writers() -> str:
    rows = []
    for kind, model in sorted(registry.KINDS.items()):
        puts = [
            (verb, put)
            for verb in _verbs_by_name()
            for put in verb.puts
            if put.model is model and not put.new and not put.purges and _alone(verb, put)
        ]
        if puts:
            written = ", ".join(_writer(verb, put) for verb, put in puts)
            rows.append(f"  {kind}: [{written}],")
    return "\n".join(rows)


def _writer(verb: Verb, put: Put) -> str:
    fields = [wire for wire, name in columns(put.model).items() if put.fields is None or name in put.fields]
    return f"{{ verb: '{verb.name}', by: {_list(put.by)}, fields: {_list(fields)} }}"


def _removers() -> str:
    removes = [(remove.model.__tablename__, verb, remove) for verb in _verbs_by_name() for remove in verb.removes]
    first = {kind: (verb, remove) for kind, verb, remove in reversed(removes) if remove.least}
    return "\n".join(
        f"  {kind}: {{ verb: '{verb.name}', by: {_list(remove.by)} }},"
        for kind, (verb, remove) in sorted(first.items())
    )


def _alone(verb: Verb, put: Put) -> bool:
    """Whether the verb may come with this op and no other."""
    others: list[Put | Remove] = [*verb.puts, *verb.removes]
    return all(other is put or other.least == 0 for other in others)


def _verbs_by_name() -> list[Verb]:
    return [verb for _, verb in sorted(registry.VERBS.items())]


def _list(words: Iterable[str]) -> str:
    return f"[{', '.join(repr(word) for word in words)}]"


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
