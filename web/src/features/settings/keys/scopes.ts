/** What keys may do, the least first. */
export const scopes = ['track', 'read', 'write', 'admin'] as const;

/** One of them. */
export type Scope = (typeof scopes)[number];

/** The texts that say what each may do. */
export const scopeTexts = { track: 'scopeTrack', read: 'scopeRead', write: 'scopeWrite', admin: 'scopeAdmin' } as const;
