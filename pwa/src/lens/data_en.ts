import type { Source } from './shapes.ts';

/** Every file of server/content/lens/en. */
export const files = Object.values(import.meta.glob<Source>('../../../server/content/lens/en/*.json', { eager: true, import: 'default' }));
