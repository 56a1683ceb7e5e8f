// One roster on the desk: chosen, read, looked at, imported. The file is read once, so that what is imported is what was shown.
import type { Problem } from '../api/http';
import { type RosterReport, asking } from './asking';

export type Stage =
	| { at: 'choose' }
	| { at: 'reading'; name: string }
	| { at: 'refused'; problem: Problem }
	| { at: 'looking' | 'importing' | 'done'; report: RosterReport };

const GONE: Problem = { status: 0, number: '0.3', name: 'file_gone', detail: '', particulars: {} };

export class RosterDesk {
	stage = $state.raw<Stage>({ at: 'choose' });
	/** Ids of people of whom the admin says that they are those with the same address here. */
	same = $state.raw<readonly string[]>([]);
	/** Everybody who shared an address in one of the previews of this file: id to name. */
	sharing = $state.raw<ReadonlyMap<string, string>>(new Map());
	/** Said yes to ending many of the staff. */
	confirmed = $state(false);
	#school: string;
	#file = new Blob();
	#name = '';
	#from = '';

	constructor(school: string) {
		this.#school = school;
	}

	begin(): void {
		this.stage = { at: 'choose' };
		this.same = [];
		this.sharing = new Map();
		this.confirmed = false;
		this.#from = '';
		this.#file = new Blob();
	}

	async choose(file: File): Promise<void> {
		this.begin();
		this.#name = file.name;
		this.stage = { at: 'reading', name: file.name };
		try {
			this.#file = new Blob([await file.arrayBuffer()]);
		} catch {
			this.stage = { at: 'refused', problem: GONE };
			return;
		}
		await this.#look();
	}

	/** Which of the roster's schools is this one. */
	async takeFrom(from: string): Promise<void> {
		this.#from = from;
		await this.#look();
	}

	async setSame(id: string, same: boolean): Promise<void> {
		this.same = same ? [...this.same, id] : this.same.filter((one) => one !== id);
		await this.#look();
	}

	async bringIn(): Promise<void> {
		if (this.stage.at !== 'looking') return;
		this.stage = { at: 'importing', report: this.stage.report };
		const result = await asking.importRoster(this.#handed, this.confirmed);
		this.stage = result.ok ? { at: 'done', report: result.value } : { at: 'refused', problem: result.problem };
	}

	async #look(): Promise<void> {
		if (this.stage.at !== 'looking') this.stage = { at: 'reading', name: this.#name };
		const result = await asking.previewRoster(this.#handed);
		if (result.ok) this.#remember(result.value);
		this.stage = result.ok ? { at: 'looking', report: result.value } : { at: 'refused', problem: result.problem };
	}

	#remember(report: RosterReport): void {
		const held = report.rows.filter(({ change }) => change === 'held');
		this.sharing = new Map([...this.sharing, ...held.map(({ sourcedId, title }) => [sourcedId, title] as const)]);
	}

	get #handed() {
		return { file: this.#file, name: this.#name, school: this.#school, from: this.#from, same: this.same };
	}
}
