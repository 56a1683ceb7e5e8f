/** The forms of a verb, from the word in the dictionary. Regular ones by rule, the others from the data files. */
import type { Lang } from './shapes.ts';

/** Every form of a verb; of a phrase (`turn in`) the first word changes. */
export function forms(phrase: string, lang: Lang, irregular: Readonly<Record<string, string>>): string[] {
	const [verb = '', ...rest] = phrase.split(' ');
	const tail = rest.length ? ` ${rest.join(' ')}` : '';
	const others = irregular[verb]?.split(' ') ?? [];
	const made = lang === 'en' ? english(verb, others.length > 0) : spanish(verb, others);
	return [...new Set([verb, ...others, ...made])].map((form) => form + tail);
}

function english(verb: string, knownPast: boolean): string[] {
	const past = (form: string) => (knownPast ? [] : [form]);
	if (/[^aeiou]y$/.test(verb)) return [`${verb.slice(0, -1)}ies`, ...past(`${verb.slice(0, -1)}ied`), `${verb}ing`];
	if (/ie$/.test(verb)) return [`${verb}s`, ...past(`${verb}d`), `${verb.slice(0, -2)}ying`];
	if (/[^eo]e$/.test(verb)) return [`${verb}s`, ...past(`${verb}d`), `${verb.slice(0, -1)}ing`];
	if (/e$/.test(verb)) return [`${verb}s`, ...past(`${verb}d`), `${verb}ing`];
	const present = /(?:s|x|z|ch|sh|[^aeiou]o)$/.test(verb) ? `${verb}es` : `${verb}s`;
	const doubled = /^[^aeiou]*[aeiou][^aeiouwxy]$/.test(verb) || /(?:mit|fer|cur|pel|gin|get|set|cap|lap|lug|rol|lan|quit)$/.test(verb);
	const plain = [...past(`${verb}ed`), `${verb}ing`];
	return [present, ...plain, ...(doubled ? [...past(`${verb}${verb.at(-1)}ed`), `${verb}${verb.at(-1)}ing`] : [])];
}

const AR = 'a an ando ado ada ados adas o aron aba aban as amos ar ara aran e en aria arian ase aron';
const ER = 'e en iendo ido ida idos idas io ieron ia ian es emos era eran a an eria erian iera';
const IR = 'e en iendo ido ida idos idas io ieron ia ian es imos ira iran a an iria irian iera';

/** Third person above all, as notes about a room have it; irregular stems are listed in the data (`poder`: `pued pud`). */
function spanish(verb: string, others: readonly string[]): string[] {
	const bare = verb.replace(/se$/, '');
	const ending = bare.slice(-2);
	const table = ending === 'ar' ? AR : ending === 'er' ? ER : ending === 'ir' ? IR : '';
	if (!table) return [];
	const stems = [bare.slice(0, -2), ...others.filter((one) => one.endsWith('-')).map((one) => one.slice(0, -1))];
	const made = stems.flatMap((stem) => table.split(' ').map((end) => stem + end));
	// Spelling before e: tocar → toque, llegar → llegue, empezar → empiece.
	const spelt = ending === 'ar' ? stems.flatMap((stem) => ['e', 'en'].map((end) => stem.replace(/c$/, 'qu').replace(/g$/, 'gu').replace(/z$/, 'c') + end)) : [];
	return [...made, ...spelt, `${bare}se`];
}
