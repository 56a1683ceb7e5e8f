import { describe, expect, it } from 'vitest';
import { type Message, mergeChapters } from './merge.ts';

const chapter = (name: string, en: Record<string, Message>, es: Record<string, Message>) => ({ name, messages: { en, es } });
const faultsOf = (...chapters: ReturnType<typeof chapter>[]) => mergeChapters(chapters, ['en', 'es']).faults;

const visits = (one: string, other: string): Message => [
	{
		declarations: ['input count', 'local plural = count: plural'],
		selectors: ['plural'],
		match: { 'plural=one': one, 'plural=other': other },
	},
];

describe('the message step', () => {
	it('puts the chapters of one language together', () => {
		const { merged, faults } = mergeChapters(
			[chapter('ui', { ui_undo: 'Undo' }, { ui_undo: 'Deshacer' }), chapter('walk', { walk_go: 'Go' }, { walk_go: 'Ir' })],
			['en', 'es'],
		);
		expect(faults).toEqual([]);
		expect(merged).toEqual({ en: { ui_undo: 'Undo', walk_go: 'Go' }, es: { ui_undo: 'Deshacer', walk_go: 'Ir' } });
	});

	it('names a key that one language does not have', () => {
		expect(faultsOf(chapter('ui', { ui_undo: 'Undo' }, {}))).toEqual(['ui.es: ui_undo is missing']);
	});

	it('names a key that two chapters have', () => {
		const twice = chapter('walk', { ui_undo: 'Undo' }, { ui_undo: 'Deshacer' });
		expect(faultsOf(chapter('ui', { ui_undo: 'Undo' }, { ui_undo: 'Deshacer' }), twice)).toEqual(['ui_undo: in both ui and walk']);
	});

	it('names parameters that differ between languages', () => {
		expect(faultsOf(chapter('ui', { ui_hi: 'Hi {name}' }, { ui_hi: 'Hola {nombre}' }))).toEqual([
			'ui: ui_hi takes different parameters: en {name}, es {nombre}',
		]);
	});

	it('reads the parameters of plural variants', () => {
		const en = visits('One visit', '{count} visits to {room}');
		expect(faultsOf(chapter('ui', { ui_v: en }, { ui_v: visits('Una visita', '{count} visitas a {room}') }))).toEqual([]);
		expect(faultsOf(chapter('ui', { ui_v: en }, { ui_v: visits('Una visita', '{count} visitas') }))).toHaveLength(1);
	});

	it('refuses an empty text and a key that is not snake_case', () => {
		expect(faultsOf(chapter('ui', { uiUndo: 'Undo' }, { uiUndo: ' ' }))).toEqual(['ui: uiUndo is not snake_case', 'ui.es: uiUndo is empty']);
	});
});
