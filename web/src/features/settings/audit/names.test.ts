import { describe, expect, it } from 'vitest';
import { actionName, nameOf } from './names';

describe('names in the audit log', () => {
  it.each([
    ['createKey', 'Create key'],
    ['setPasswordByLink', 'Set password by link'],
    ['people add', 'People add'],
    ['signIn', 'Sign in'],
  ])('says %s as %s', (action, words) => {
    expect(actionName(action)).toBe(words);
  });

  it('leaves the address of a person out, and the id of a key in', () => {
    expect(nameOf('Ada Lovelace <ada@example.com>')).toBe('Ada Lovelace');
    expect(nameOf('website (key 4cda25deff5e)')).toBe('website (key 4cda25deff5e)');
  });
});
