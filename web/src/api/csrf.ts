let token = '';

/** Remembers what proves that a change comes from this page; the session says it. */
export function setCsrfToken(value: string) {
  token = value;
}

/** What a request that changes something carries beside the cookie. */
export function csrfHeaders(): Record<string, string> {
  return token === '' ? {} : { 'X-CSRF-Token': token };
}
