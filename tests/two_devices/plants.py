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
    _server("server: touched rows go to everybody", "exchange", "if page.holds(place.scope)]", "]"),
    _server("server: nothing that waited is woken", "exchange", "            await wake(push)\n", "            pass\n"),
    _server(
        "server: a crash between two commits",
        "exchange",
        "            results = await push.take(sender, mutations)  # 4, 5, 6",
        "            results = await push.take(sender, mutations); await session.commit(); await session.begin()",
    ),
    _server("server: no look for known ids", "push", "if one.id in known:  # 4", "if False:"),
    _server(
        "server: other words under a known id",
        "push",
        " or (content_hash and mark and content_hash != mark):",
        ":",
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
    _server("server: who has left is not told", "pull", "        if one.ended:", "        if False:"),
    _server("server: who has left may read", "held", "            if not one.ended:", "            if True:"),
    _server(
        "server: a change does not move in the feed",
        "rowstore",
        "        pending.add(_MOVE,",
        "        _ = (_MOVE,",
    ),
    _server(
        "server: no lock before the look for known ids",
        "order",
        '"UPDATE school_clock SET clock = clock WHERE school_id = $1 RETURNING clock"',
        '"SELECT clock FROM school_clock WHERE school_id = $1"',
        (*ON_POSTGRES, "two_sides_at_once"),
    ),
    _server(
        "server: locks one by one",
        "exchange",
        "sender.orders({*waits, *(one.school for one in mutations)})",
        "sender.orders(waits)",
        (*ON_POSTGRES, "locks_around"),
    ),
    _server(
        "server: two first writers of a school",
        "order",
        "    except IntegrityError:",
        "    except ZeroDivisionError:",
        (*ON_POSTGRES, "first_writers"),
    ),
    _server(
        "server: work is woken in any school",
        "waiting",
        "        if not push.unit.has_locked(orders):",
        "        if False:",
        (*ON_POSTGRES, "another_school"),
    ),
    _server("server: the log is not written", "push", "self.unit.pending.add(_WRITE_LOG, line)", "pass"),
    _server(
        "server: answered before it is written",
        "push",
        "        await self.unit.write()\n        return verdicts",
        "        return verdicts",
    ),
    _server("server: a refused change stays in memory", "unit", "        self.rows.take_back(rows)", "        pass"),
    _server(
        "server: a refused grant stays in memory", "unit", "        self.audiences.take_back(audiences)", "        pass"
    ),
    _server(
        "server: two mutations under one clock",
        "unit",
        "        self._clocks[school] += 1",
        "        self._clocks[school] += school not in self._raised",
    ),
    _server("server: the counter stands still", "unit", "        self._raised.add(school)", "        pass"),
    _server(
        "server: an update goes before its insert",
        "pending",
        "key=lambda one: one.is_update",
        "key=lambda one: not one.is_update",
    ),
    _server(
        "server: a row changed in this request is read as it was",
        "rows",
        "        self._met.change(row_id, Met(model, row))",
        "        pass",
    ),
    _server("server: who left in this request is still in", "audiences", "held._replace(ended=True)", "held"),
    _server(
        "server: who came in this request is not in",
        "audiences",
        "        self._held.change((scope, person), Held(role, False, held.school_id if held else school))",
        "        pass",
    ),
    _server(
        "server: what was applied in this request is unheard of",
        "unit",
        '        self._applied[mutation] = status == "applied"',
        "        self._applied[mutation] = False",
    ),
    _server("server: the first word on what waited", "exchange", "as_settled(results, settled)", "results"),
    _server(
        "server: no order for what waits to be let in",
        "push",
        "            self.unit.tick(sender.account)",
        "            pass",
    ),
    _server(
        "server: let in, and what it had is left waiting",
        "quarantine",
        'push.touched.woken.append(f"device:{device}")',
        "pass",
    ),
    _server(
        "server: a closed device is told everything",
        "exchange",
        'stands.device_state != "ok", stands.closing',
        "False, stands.closing",
    ),
    _server(
        "server: an idle answer for ever", "quiet", "            if stands != told.stands:", "            if False:"
    ),
    _server("server: an idle answer to any question", "quiet", "or told.request != request\n", ""),
    _server(
        "server: scopes once read stand for ever",
        "held",
        "            if since != now[school]:",
        "            if since is None:",
    ),
    _server(
        "server: scopes of another timeline",
        "held",
        "        if [nonce for (nonce,) in await _NONCE.of(session, school, upto.clock)] != [upto.nonce]:",
        "        if False:",
    ),
    _server(
        "server: purged words stay in the store",
        "purging",
        "update(_revision).where(this).values(op=without)",
        'update(_revision).where(this).values(op=line["op"])',
    ),
    _server(
        "server: purged words come in again",
        "push",
        "raw = emptied(one.raw, await self.unit.purges.places(one.id))",
        "raw = one.raw",
    ),
    _server(
        "server: a purge takes what stands", "purging", 'return past - {head["mutation"] for', "return past - {0 for"
    ),
    _server("server: nobody is told of a purge", "exchange", "            purged=purged,", "            purged=[],"),
    _server(
        "server: a purged mutation is another one",
        "push",
        '"" if one.is_emptied else one.content_hash',
        "one.content_hash",
    ),
    _server("server: a restore forgets what was purged", "purge_list", "if key not in known and", "if False and"),
    _server("server: nobody asks what was heard", "exchange", ", *request.heard.items()]:", "]:"),
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
        "batch",
        "[...had(at, field), ...heads",
        "[...heads",
    ),
    _device(
        "device: folds and forgets what it has seen since",
        "batch",
        ", ...heads.filter((head) => head !== earlier.id)",
        "",
    ),
    _device(
        "device: folds under the old id",
        "batch",
        "return { ...later, ops:",
        "return { ...later, id: earlier.id, ops:",
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
        "const again = holding.answered.filter(mayBeLost).map(({ mutation }) => mutation);",
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
    _device(
        "device: forgets before it is safe",
        "core",
        "if (verdict.clock <= (answer.safe[mutation.school] ?? 0)) return true;",
        "return true;",
    ),
    _device(
        "device: answered words outlive a purge",
        "purge",
        "...changed(holding.answered.filter",
        "...changed(holding.answered.slice(0, 0).filter",
    ),
    _device("device: words that wait outlive a purge", "purge", "if (purge.verb !== PURGE) return [];", "return [];"),
    _device(
        "device: a file does not freeze what is in it", "carry", "change: { queue: open.map(frozen) }", "change: {}"
    ),
    _device("device: a file is taken over once more", "carry", "!known.has(id) && known.add(id)", "known.add(id)"),
)
