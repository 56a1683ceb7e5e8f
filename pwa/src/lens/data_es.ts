import type { Source } from './shapes.ts';

/** Every file of server/content/lens/es. */
export const files = Object.values(import.meta.glob<Source>('../../../server/content/lens/es/*.json', { eager: true, import: 'default' }));
