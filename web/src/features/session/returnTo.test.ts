import { describe, expect, it } from 'vitest';
import { returnTo } from './returnTo';

describe('returnTo', () => {
  it.each(['/', '/segments', '/segments/enterprise?tab=members', '/accounts/0013000000#timeline', '/segments/a%2Fb'])('goes to %s', (path) => {
    expect(returnTo(path)).toBe(path);
  });

  it.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/.//evil.example',
    '/x/..//evil.example',
    'javascript:alert(1)',
    ' /segments',
    '',
    undefined,
    17,
    '/sign-in?to=/segments',
    '/set-up',
  ])('goes home instead of to %j', (path) => {
    expect(returnTo(path)).toBe('/');
  });
});
