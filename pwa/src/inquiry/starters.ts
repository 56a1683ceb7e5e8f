// The shipped protocols, in a chunk of their own: they are looked at when one is adopted.
const files = import.meta.glob<Starter>('$content/protocols/*.json', { eager: true, import: 'default' });

type Texts = { en: string; es: string };
export interface Starter {
	id: string;
	default: boolean;
	title: Texts;
	focus: Texts;
	lookFors: { id: string; dimension: string; text: Texts }[];
}

export default Object.values(files).sort((a, b) => Number(b.default) - Number(a.default) || a.id.localeCompare(b.id));
