import type { Source } from './shapes.ts';

/** Every file of server/content/lens/shared. */
export const files = Object.values(import.meta.glob<Source>('../../../server/content/lens/shared/*.json', { eager: true, import: 'default' }));
