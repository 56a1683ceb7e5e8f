// The school that is on the screen now, and who I am in it. Most people have one; whoever has several chooses.
import { view } from '../db/view';

const CHOSEN = 'brightwalk.school';
let chosen = $state(typeof localStorage === 'undefined' ? '' : (localStorage.getItem(CHOSEN) ?? ''));

export const mySchool = {
	/** Its id; empty while nobody is signed in. */
	get id(): string {
		const schools = view.schools;
		return (schools.find(({ school }) => school === chosen) ?? schools[0])?.school ?? '';
	},
	get name(): string {
		return view.get('school', this.id)?.name ?? view.schools.find(({ school }) => school === this.id)?.schoolName ?? '';
	},
	/** The person that I am there. */
	get person(): string {
		return view.personIn(this.id);
	},
	get personName(): string {
		return view.get('person', this.person)?.name ?? view.schools.find(({ school }) => school === this.id)?.name ?? '';
	},
	get roles(): string[] {
		return view.rolesIn(this.id);
	},
	is(role: string): boolean {
		return this.roles.includes(role);
	},
	choose(school: string): void {
		chosen = school;
		localStorage.setItem(CHOSEN, school);
	},
};
