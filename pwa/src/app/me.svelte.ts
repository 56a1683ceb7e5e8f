// What the shell and the home page need to know about the person who is in.
import type { PersonView } from '../api/door';
import { online } from './shell/online.svelte';
import { type Sending, sendingOf } from './shell/sending';

let persons = $state.raw<PersonView[]>([]);

export const me = {
	set persons(known: PersonView[]) {
		persons = known;
	},
	get roles(): string[] {
		return [...new Set(persons.flatMap((person) => person.roles))];
	},
	get schoolName(): string {
		return persons[0]?.schoolName ?? '';
	},
	/** The first word of the name: for a greeting. */
	get shortName(): string {
		return persons[0]?.name.split(' ')[0] ?? '';
	},
	get unsent(): number {
		return 0;
	},
	get sending(): Sending {
		return sendingOf({ refused: 0, unsent: this.unsent, signInNeeded: false, online: online.now });
	},
};
