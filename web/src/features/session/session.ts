import { queryOptions, useQuery } from '@tanstack/react-query';
import { answered, api } from '@/api/client';
import { setCsrfToken } from '@/api/csrf';
import { queries } from '@/api/queries';
import type { components } from '@/api/schema';
import { setWorkspace } from '@/api/workspace';

/** Who is signed in, or how to sign in. */
export type SessionState = components['schemas']['SessionState'];

/** What a person may do; each may do what those before it may. */
export const roles = ['viewer', 'editor', 'approver', 'admin'] as const;

/** One of the roles. */
export type Role = (typeof roles)[number];

const options = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }) => adopt(answered(await api.GET('/v1/session', { signal }))),
  staleTime: Infinity,
});

/** The session, asked for once: pages are shown when it is known. */
export function loadSession(): Promise<SessionState> {
  return queries.ensureQueryData(options);
}

/** Takes what an answer said of the session for the session; what was read for somebody else is forgotten. */
export function keepSession(state: SessionState) {
  if (queries.getQueryData(options.queryKey)?.person?.id !== state.person?.id) {
    queries.clear();
  }
  queries.setQueryData(options.queryKey, adopt(state));
}

/** Forgets everything that was read for whoever was signed in. */
export function forgetSession() {
  setCsrfToken('');
  queries.clear();
}

/** Who is signed in; undefined until that is known. */
export function useSession(): SessionState | undefined {
  return useQuery(options).data;
}

/** Whether whoever is signed in has a role, or more. A key that stands for a sign-in may do what the server lets it. */
export function useMay(role: Role): boolean {
  const session = useSession();
  return session !== undefined && may(session, role);
}

/** Whether a session has a role, or more. */
export function may(session: SessionState, role: Role): boolean {
  return session.person ? roles.indexOf(session.person.role as Role) >= roles.indexOf(role) : session.workspace != null;
}

function adopt(state: SessionState): SessionState {
  setCsrfToken(state.csrfToken ?? '');
  if (state.workspace) {
    setWorkspace({ zone: state.workspace.zone, locale: state.workspace.locale });
  }
  return state;
}
