// Writing a decision down while people speak. It saves itself as soon as it holds; until then its words wait on
// this device, because half a decision is refused (a kind without a sentence, a leader's without what was heard).
import { act, put } from '../db/act';
import { draftOf, keepDraft } from '../db/drafts';
import { childId } from '../db/ids';
import { onScreen } from '../db/row';
import { type Row, view } from '../db/view';
import type { Seen } from '../sync/wire';
import { type DecisionKind, decisionProblem } from './rules';
import { type Meeting, decisionsIn } from './meeting';
import { schoolOf } from './team';

const FIELDS = ['decisionKind', 'text', 'howUsed'] as const;
const PAUSE = 400;
type Words = { decisionKind: DecisionKind | null; text: string | null; howUsed: string | null };

export class DecisionPen {
	kind = $state<DecisionKind | null>(null);
	text = $state('');
	howUsed = $state('');
	state = $state<'saved' | 'open' | 'failed'>('saved');
	readonly meeting: Meeting;
	#id: string;
	#kept: Words = { decisionKind: null, text: null, howUsed: null };
	#saw: Seen = {};
	#timer: ReturnType<typeof setTimeout> | undefined;
	#going: Promise<void> = Promise.resolve();

	constructor(meeting: Meeting) {
		this.meeting = meeting;
		// One decision a meeting, under a name that two recorders share: their wordings meet instead of standing side by side.
		const standing = decisionsIn(meeting)[0];
		this.#id = standing?.id ?? childId(meeting.id, 'decision');
		if (standing) this.#take(standing);
		else void draftOf(this.#draft).then((kept) => kept && !this.text && this.#show(JSON.parse(kept) as Words));
	}

	get row(): Row<'decision'> | undefined {
		return view.get('decision', this.#id);
	}

	/** What is written now. */
	get words(): Words {
		return { decisionKind: this.kind, text: this.text.trim() || null, howUsed: this.howUsed.trim() || null };
	}

	/** Why it does not hold yet; null once it does. */
	get problem(): ReturnType<typeof decisionProblem> {
		return decisionProblem(this.words);
	}

	/** Words from another device take the place of these, unless somebody is writing here. */
	adopt(row: Row<'decision'>): void {
		if (this.state === 'saved' && row.conflicts.length === 0) this.#take(row);
	}

	#take(row: Row<'decision'>): void {
		this.#kept = { decisionKind: row.decisionKind, text: row.text, howUsed: row.howUsed };
		this.#saw = Object.fromEntries(FIELDS.map((field) => [field, onScreen(view.content(row.id), field)]));
		if (!same(this.words, this.#kept)) this.#show(this.#kept); // else the same words, perhaps with a space at the end
	}

	write(change: Partial<{ kind: DecisionKind | null; text: string; howUsed: string }>): void {
		Object.assign(this, change);
		this.state = 'open';
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.flush(), PAUSE);
	}

	/** Save now; one after the other, so that no wording of mine stands beside another of mine. */
	flush(): Promise<void> {
		clearTimeout(this.#timer);
		this.#going = this.#going.then(() => this.#save());
		return this.#going;
	}

	async #save(): Promise<void> {
		const now = this.words;
		const changed = FIELDS.filter((field) => now[field] !== this.#kept[field]);
		if (changed.length === 0) {
			this.state = 'saved';
			return;
		}
		try {
			await (this.problem ? keepDraft(this.#draft, JSON.stringify(now)) : this.#say(now, changed));
			this.state = this.problem || !same(this.words, now) ? 'open' : 'saved'; // somebody may have gone on typing
		} catch {
			this.state = 'failed';
		}
	}

	async #say(now: Words, changed: readonly (typeof FIELDS)[number][]): Promise<void> {
		const { id: meetingId, scope } = this.meeting;
		const set = { ...(!this.row && { meetingId }), ...Object.fromEntries(changed.map((field) => [field, now[field]])) };
		const from = Object.fromEntries(Object.keys(set).map((field) => [field, this.#saw[field] ?? []]));
		const mutation = await act(schoolOf(scope), 'decide', [put('decision', this.#id, scope, set, from)]);
		for (const field of changed) this.#saw = { ...this.#saw, [field]: [mutation] };
		this.#kept = now;
		await keepDraft(this.#draft, '');
	}

	#show({ decisionKind, text, howUsed }: Words): void {
		[this.kind, this.text, this.howUsed] = [decisionKind, text ?? '', howUsed ?? ''];
	}

	get #draft(): string {
		return `decision/${this.meeting.id}`;
	}
}

const same = (one: Words, other: Words): boolean => FIELDS.every((field) => one[field] === other[field]);
