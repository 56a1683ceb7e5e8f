"""The planted bugs: each one changed line of the server's or the device's sync."""

from dataclasses import dataclass

MODEL = ("tests/two_devices/test_restored.py", "tests/two_devices/test_model.py", "-k", "not postgres")
ON_POSTGRES = ("tests/sync/test_postgres.py", "-k")


@dataclass(frozen=True)
class Plant:
    """`line` stands once in the file and becomes `planted`; `test` is what must fail then (pytest's words)."""

    name: str
    file: str
    line: str
    planted: str
    test: tuple[str, ...] = MODEL


def _server(name: str, file: str, line: str, planted: str, test: tuple[str, ...] = MODEL) -> Plant:
    return Plant(name, f"server/sync/{file}.py", line, planted, test)


def _device(name: str, file: str, line: str, planted: str) -> Plant:
    return Plant(name, f"pwa/src/sync/{file}.ts", line, planted)


PLANTS = (
    _server(
        "server: the last write wins",
        "merge",
        'if h["mutation"] not in replaced | {mutation}]',
        "if False]",
    ),
    _server("server: forgets what came too late", "merge", "        if unheard:", "        if False:"),
    _server("server: brings back what was replaced", "merge", "if mutation not in ghosts:", "if True:"),
    _server(
        "server: a remove hides unseen edits",
        "merge",
        '    removed = set(content["removed"])',
        '    removed = {h["mutation"] for hs in content["fields"].values() for h in hs if content["removed"]}',
    ),
    _server("server: other wordings are not stored", "stored", "        if others:", "        if False:"),
    _server("server: no look at the timeline", "exchange", 'raise Refused("timeline")', "pass"),
    _server("server: the nonce is always the same", "order", '"nonce": secrets.token_hex(8)', '"nonce": "0"'),
    _server("server: takes anybody's session", "exchange", 'raise Refused("wrong_account")', "pass"),
    _server("server: touched rows go to everybody", "exchange", "if place.scope in page.held]", "]"),
    _server("server: nothing that waited is woken", "exchange", "            await wake(push)\n", "            pass\n"),
    _server(
        "server: a crash between two commits",
        "exchange",
        "            results = await push.take(sender, mutations)  # 3, 4, 5, 6",
        "            results = await push.take(sender, mutations); await session.commit(); await session.begin()",
    ),
    _server("server: no look for known ids", "push", "if one.id in known:  # 4", "if False:"),
    _server(
        "server: other words under a known id",
        "push",
        "if account != sender.account or content_hash != mark:",
        "if account != sender.account:",
    ),
    _server("server: half a refused mutation stays", "unit", "            self._take_back(mark)", "            pass"),
    _server(
        "server: one bad mutation stops the rest",
        "push",
        "if is_of_the_machine(error):\n                raise  # not the mutation's",
        "if True:\n                raise  # not the mutation's",
    ),
    _server(
        "server: parked words are thrown away",
        "push",
        'if verdict.status != "applied":\n            self._keep_words(one)\n        known',
        'if verdict.status == "rejected":\n            self._keep_words(one)\n        known',
    ),
    _server(
        "server: parked twice, thrown away",
        "push",
        'if verdict.status != "applied":\n            self._keep_words(one)\n        await',
        'if verdict.status == "rejected":\n            self._keep_words(one)\n        await',
    ),
    _server("server: settled, and nobody told", "waiting", "log.clock = log.settled = ", "log.clock = "),
    _server("server: rows wake nobody", "writing", "self.unit.touched.woken.append(row_id)", "pass"),
    _server(
        "server: grants wake nobody", "writing", 'self.unit.touched.woken.append(f"member:{scope}:{person}")', "pass"
    ),
    _server("server: no role is asked for", "judging", "if roles[op.scope] not in allowed.by:", "if False:"),
    _server(
        "server: the claimed scope is believed",
        "judging",
        'if place.row["scope"] != op.scope or place.model is not op.model:',
        "if False:",
    ),
    _server("server: who has left may write", "judging", 'raise Refused("scope_lost")', "pass"),
    _server(
        "server: early work is refused",
        "judging",
        'raise NotYet(f"member:{scope}:{writing.author}")',
        'raise Refused("not_yours")',
    ),
    _server("server: a page splits a version", "pull", "if found[room].version == until:", "if False:"),
    _server("server: a filling page splits a version", "pull", "if found[room].version == last:", "if False:"),
    _server("server: a scope is filled by one page only", "pull", "page.behind[scope] = last", "pass"),
    _server(
        "server: the cursor runs ahead of the page",
        "pull",
        "order.stamp(session, reader.school, until)",
        "order.stamp(session, reader.school, now)",
    ),
    _server(
        "server: who has left may read",
        "pull",
        "    Membership.ended.is_(False),\n",
        "    Membership.scope.is_not(None),\n",
    ),
    _server(
        "server: a change does not move in the feed",
        "rowstore",
        "        pending.add(_MOVE,",
        "        _ = (_MOVE,",
    ),
    _server(
        "server: no lock before the look for known ids",
        "push",
        "        await self.unit.lock(schools)  # 3",
        "        pass",
        (*ON_POSTGRES, "two_sides_at_once"),
    ),
    _server(
        "server: locks one by one",
        "waiting",
        "sender.persons.keys() & {*concerned, *schools}",
        "sender.persons.keys() & concerned",
        (*ON_POSTGRES, "locks_around"),
    ),
    _server(
        "server: two first writers of a school",
        "order",
        "    except IntegrityError:",
        "    except ZeroDivisionError:",
        (*ON_POSTGRES, "first_writers"),
    ),
    _device(
        "device: the last write wins",
        "merge",
        "headsOf(content, field).filter((h) => !replaced.has(h.mutation) && h.mutation !== pen.mutation);",
        "[] as Head[];",
    ),
    _device(
        "device: says not what it saw",
        "merge",
        "[field, headsOf(content, field).map((h) => h.mutation)]",
        "[field, []]",
    ),
    _device(
        "device: folds and forgets what it saw",
        "core",
        "from: newest.mutation.ops[i]?.from ?? op.from }",
        "from: op.from, at: i }",
    ),
    _device(
        "device: folds under the old id",
        "core",
        "mutation: { ...mutation, ops } }] };",
        "mutation: { ...mutation, ops, id: newest.mutation.id } }] };",
    ),
    _device("device: edits what it has offered", "batch", "newest.tries > 0 || ", ""),
    _device("device: does not freeze what it offers", "core", "tries: entry.tries + 1 }", "tries: entry.tries }"),
    _device(
        "device: takes answers that are stale",
        "core",
        "if (!standsWhere(holding, request)) return",
        "if (false) return",
    ),
    _device(
        "device: any answer empties the outbox",
        "core",
        "holding.outbox.filter((entry) => verdicts.has(entry.mutation.id));",
        "holding.outbox.filter((entry) => entry.tries > 0);",
    ),
    _device(
        "device: forgets what was answered",
        "core",
        "			...leaving.map(",
        "			...leaving.slice(0, 0).map(",
    ),
    _device(
        "device: keeps the rows of a lost scope", "core", "rows, dropScopes: ended, standing }", "rows, standing }"
    ),
    _device("device: keeps what came for a lost scope", "core", ".filter((row) => row.scope in standing.scopes);", ";"),
    _device(
        "device: offers again only what is unsent",
        "core",
        "const again = holding.answered.map(({ mutation }) => mutation);",
        "const again: Mutation[] = [];",
    ),
    _device("device: a restart drops the queue", "core", "		queue,\n", "		queue: [],\n"),
    _device("device: a restart keeps old rows", "core", "if (change.restart) holding.base.clear();", ""),
    _device(
        "device: parked words are not shown",
        "core",
        "return [...parked, ...holding.outbox]",
        "return [...holding.outbox]",
    ),
)
