import { describe, expect, it } from 'vitest';
import { csrfHeaders } from '@/api/csrf';
import { keepSession, may, roles, type SessionState } from './session';

const workspace = { zone: 'UTC', currency: 'USD', locale: 'en-US' };
const nobody: SessionState = { setUpNeeded: false, workspaceName: 'Strata', openId: null, person: null, csrfToken: null, workspace: null };

function signedInAs(role: (typeof roles)[number]): SessionState {
  return { ...nobody, workspace, csrfToken: 'token', person: { id: '1', name: 'Ada', email: 'ada@example.com', role, hasPassword: true } };
}

describe('may', () => {
  it('lets each role do what those before it may', () => {
    const allowed = roles.map((role) => roles.filter((needed) => may(signedInAs(role), needed)));
    expect(allowed).toEqual([['viewer'], ['viewer', 'editor'], ['viewer', 'editor', 'approver'], ['viewer', 'editor', 'approver', 'admin']]);
  });

  it('lets nobody do anything who is not signed in', () => {
    expect(may(nobody, 'viewer')).toBe(false);
  });

  it('leaves it to the server where a key stands for a sign-in', () => {
    expect(may({ ...nobody, workspace }, 'admin')).toBe(true);
  });
});

describe('keepSession', () => {
  it('has changes carry the token of the session', () => {
    keepSession(signedInAs('editor'));
    expect(csrfHeaders()).toEqual({ 'X-CSRF-Token': 'token' });
    keepSession(nobody);
    expect(csrfHeaders()).toEqual({});
  });
});
