// A team's questions as screens read them: the newest set of prompts, or what the situation asks for.
import content from '$content/stems.json';
import { scopeOwner } from '../db/ids';
import { type Row, view } from '../db/view';
import { locale, m } from '../i18n';
import { worded } from '../inquiry/protocols';
import { releasesOf } from '../patterns/releases';
import type { Pattern } from '../patterns/rules';
import { type Grounds, type Question, questionsFor, wordsOf } from './rules';

/** Today's questions of a team; for a meeting that is going on or past, what stood on the screen when it began. */
export function questionsOf(team: Row<'team'>, meeting?: Row<'meeting'>): Question[] {
	const before = view.all('meeting', { scope: team.scope }).filter((one) => one.closedAt && one.id !== meeting?.id && !isLater(one, meeting));
	const lastClosedAt = before.map(({ closedAt }) => closedAt ?? '').sort().at(-1) ?? null;
	const until = meeting?.startedAt ?? '9999';
	const prompts = view.all('prompt', { scope: team.scope }).filter(({ madeAt }) => (madeAt ?? '') <= until);
	return questionsFor({ prompts, released: releasesOf({ team }).length > 0, met: before.length, lastClosedAt }, content.stems);
}

/** Whether a team has questions that no meeting of it has seen. */
export function hasNewQuestions(team: Row<'team'>): boolean {
	const seen = view.all('meeting', { scope: team.scope }).map(({ startedAt }) => startedAt ?? '').sort().at(-1) ?? '';
	return view.all('prompt', { scope: team.scope }).some(({ madeAt }) => (madeAt ?? '') > seen);
}

/** The question in the reader's language, with the look-for's words in it. */
export function askedAs(question: Question): string {
	const { grounds } = question;
	return wordsOf(question, locale.current, grounds.rests === 'pattern' ? worded(grounds.lookFor, 'text').text || null : null);
}

/** What the question rests on, drawn like any pattern; undefined where it needs none. */
export function patternUnder(grounds: Grounds): Pattern | undefined {
	if (grounds.rests !== 'pattern') return undefined;
	const { lookFor, noticed, visits } = grounds;
	return noticed === null ? { lookFor, noticed: 0, visits: 0, nearlyAll: visits, quiet: 0 } : { lookFor, noticed, visits, nearlyAll: 0, quiet: 0 };
}

/** Why this question and no other, in a sentence. */
export function reasonOf(grounds: Grounds): string {
	return (REASONS[grounds.rule] ?? m.prompts_rule_strongest)();
}

/** When the block that a question rests on was released: a day, or nothing. */
export function releasedOn(grounds: Grounds, team: Row<'team'>): string | undefined {
	if (grounds.rests !== 'pattern') return undefined;
	return releasesOf({ team }).find(({ block }) => block === grounds.block)?.closedOn || undefined;
}

/** The teams on which I sit. */
export function myTeams(): Row<'team'>[] {
	return view.scopes('team').flatMap((scope) => {
		const team = view.get('team', scopeOwner(scope));
		return team && view.roleIn(scope) !== 'admin' ? [team] : [];
	});
}

const REASONS: Record<string, () => string> = {
	strongest: m.prompts_rule_strongest,
	more: m.prompts_rule_more,
	new: m.prompts_rule_new,
	not_lately: m.prompts_rule_not_lately,
	any_meeting: m.prompts_rule_any_meeting,
	too_few: m.prompts_rule_too_few,
	nothing_new: m.prompts_rule_nothing_new,
};

function isLater(one: Row<'meeting'>, than: Row<'meeting'> | undefined): boolean {
	return than !== undefined && (one.startedAt ?? '') > (than.startedAt ?? '');
}
