/** The lens's data, fetched when somebody first writes: one chunk for each language, precached with the rest of the app. */
import { lexicon, type Lexicon } from './lexicon.ts';

let loading: Promise<Lexicon> | undefined;

/** The lexicon of both languages; made once. */
export function loaded(): Promise<Lexicon> {
	loading ??= Promise.all([import('./data_en.ts'), import('./data_es.ts'), import('./data_shared.ts')])
		.then(([en, es, shared]) => lexicon({ en: en.files, es: es.files, shared: shared.files }))
		.catch((error: unknown) => {
			loading = undefined; // asked for again at the next word
			throw error;
		});
	return loading;
}
