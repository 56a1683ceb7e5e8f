// The pure half of the message step: chapters' message files become one per language, or a list of what is wrong.

export type Message = string | [{ match: Record<string, string> } & Record<string, unknown>];
export type Chapter = { name: string; messages: Record<string, Record<string, Message>> };

/** One object per language, or every fault found (a missing key, a key twice, parameters that differ, an empty text). */
export function mergeChapters(chapters: Chapter[], languages: readonly string[]): Merged {
	const faults: string[] = [];
	const merged = Object.fromEntries(languages.map((language) => [language, {} as Record<string, Message>]));
	const home = new Map<string, string>();
	for (const chapter of chapters) {
		for (const key of keysOf(chapter)) {
			const earlier = home.get(key);
			if (earlier !== undefined) faults.push(`${key}: in both ${earlier} and ${chapter.name}`);
			home.set(key, chapter.name);
			if (!/^[a-z][a-z0-9_]*$/.test(key)) faults.push(`${chapter.name}: ${key} is not snake_case`);
			faults.push(...faultsOf(chapter, key, languages));
			for (const language of languages) {
				const message = chapter.messages[language]?.[key];
				if (message !== undefined) (merged[language] ??= {})[key] = message;
			}
		}
	}
	return { merged, faults };
}

export type Merged = { merged: Record<string, Record<string, Message>>; faults: string[] };

function keysOf(chapter: Chapter): Set<string> {
	return new Set(Object.values(chapter.messages).flatMap((messages) => Object.keys(messages)));
}

function faultsOf(chapter: Chapter, key: string, languages: readonly string[]): string[] {
	const faults: string[] = [];
	const seen = new Map<string, string>();
	for (const language of languages) {
		const message = chapter.messages[language]?.[key];
		if (message === undefined) faults.push(`${chapter.name}.${language}: ${key} is missing`);
		else if (textsOf(message).some((text) => text.trim() === '')) faults.push(`${chapter.name}.${language}: ${key} is empty`);
		else seen.set(language, parametersOf(message));
	}
	if (new Set(seen.values()).size > 1) {
		const sides = [...seen].map(([language, parameters]) => `${language} {${parameters}}`).join(', ');
		faults.push(`${chapter.name}: ${key} takes different parameters: ${sides}`);
	}
	return faults;
}

/** The texts a message can become: itself, or each of its plural variants. */
function textsOf(message: Message): string[] {
	return typeof message === 'string' ? [message] : message.flatMap((variant) => Object.values(variant.match));
}

/** Names a caller must give, sorted; for variants the inputs they declare count too. */
function parametersOf(message: Message): string {
	const names = textsOf(message).flatMap((text) => [...text.matchAll(/(?<!\\)\{\s*([\w]+)\s*\}/g)].map((match) => match[1]));
	return [...new Set([...names, ...declaredIn(message)])].sort().join(', ');
}

function declaredIn(message: Message): string[] {
	if (typeof message === 'string') return [];
	const declarations = message.flatMap((variant) => (Array.isArray(variant['declarations']) ? variant['declarations'] : []));
	return declarations.flatMap((line: unknown) => /^input (\w+)$/.exec(String(line))?.[1] ?? []);
}
