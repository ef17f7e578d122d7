/**
 * Where to go after signing in: an address within this app. Anything else, also what a browser would take for another server
 * (`//host`, `/\host`, control characters that it drops), leads home.
 */
export function returnTo(wanted: unknown): string {
  if (typeof wanted !== 'string' || !wanted.startsWith('/') || hasControlCharacter(wanted)) {
    return '/';
  }
  const base = 'https://app.invalid';
  const url = URL.parse(wanted, base);
  const path = url === null || url.origin !== base || wanted.startsWith('/\\') || url.pathname.startsWith('//') ? '/' : url.pathname + url.search + url.hash;
  return ['/sign-in', '/set-up', '/set-password'].includes(path.split(/[?#]/)[0]!) ? '/' : path;
}

function hasControlCharacter(text: string): boolean {
  return [...text].some((character) => character.charCodeAt(0) < 32 || character.charCodeAt(0) === 127);
}
