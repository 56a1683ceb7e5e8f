"""A store as the first version that was shipped wrote it, put onto a device by hand: no code of the app is used.

The shape of `outbox` and `answered` never changes (server/sync/README.md); this file is what holds it. Bodies are
AES-GCM under the store's own key: a nonce of 12 bytes, then the sealed JSON, bound to the place where it lies.
"""

from playwright.sync_api import Page

_PUT = """async ([visit, many]) => {
    const account = localStorage.getItem('brightwalk.account');
    const db = await new Promise((done, failed) => {
        const asked = indexedDB.open(`brightwalk-${account}`);
        asked.onsuccess = () => done(asked.result);
        asked.onerror = () => failed(asked.error);
    });
    const all = (name) => new Promise((done) => {
        const asked = db.transaction(name).objectStore(name).getAll();
        asked.onsuccess = () => done(asked.result);
    });
    const kept = Object.fromEntries((await all('kept')).map(({ name, value }) => [name, value]));
    const place = (text) => new TextEncoder().encode(text);
    const seal = async (where, value) => {
        const iv = crypto.getRandomValues(new Uint8Array(12));
        const plain = place(JSON.stringify(value));
        const how = { name: 'AES-GCM', iv, additionalData: place(where) };
        const sealed = await crypto.subtle.encrypt(how, kept.key, plain);
        const body = new Uint8Array(12 + sealed.byteLength);
        body.set(iv);
        body.set(new Uint8Array(sealed), 12);
        return body;
    };
    const [school] = Object.keys(kept.standing.persons);
    const before = [...await all('outbox'), ...await all('answered')].map(({ seq }) => seq);
    let last = Math.max(0, ...before);
    const id = (number) => {
        const stamp = (Date.now() + number).toString(16).padStart(12, '0');
        const rest = crypto.randomUUID().slice(15);
        return `${stamp.slice(0, 8)}-${stamp.slice(8)}-7${rest}`;
    };
    const entries = [];
    for (let number = 0; number < many; number++) {
        const at = new Date(Date.now() + number).toISOString();
        const text = `Queued ${number}: two students compare their ways and say why both work.`;
        const set = { text, begunAt: at, begunOffset: 0 };
        const op = { op: 'put', kind: 'evidence_note', id: id(number), scope: `walkthrough:${visit}`, set, from: {} };
        const mutation = { id: id(number), school, verb: 'add_evidence_note', schema: 1, at, ops: [op] };
        const seq = ++last;
        // Every third had been offered before the device was switched off.
        const entry = { seq, tries: number % 3 === 0 ? 1 : 0, mutation };
        entries.push({ seq, tries: entry.tries, body: await seal(`outbox/${seq}`, entry) });
    }
    const { heard, ...standing } = kept.standing;  // the first version knew no `heard`
    await new Promise((done, failed) => {
        const writing = db.transaction(['outbox', 'kept'], 'readwrite');
        for (const entry of entries) writing.objectStore('outbox').put(entry);
        writing.objectStore('kept').put({ name: 'standing', value: standing });
        writing.objectStore('kept').put({ name: 'turn', value: (kept.turn ?? 0) + 1 });
        writing.oncomplete = done;
        writing.onabort = () => failed(writing.error);
    });
    db.close();
}"""


def put_into_outbox(page: Page, visit: str, many: int) -> None:
    """So many notes of one visit, written but not sent, as if an older version of the app had left them there."""
    page.evaluate(_PUT, [visit, many])
