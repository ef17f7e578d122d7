import createFetchClient, { type Middleware } from 'openapi-fetch';
import createClient from 'openapi-react-query';
import { ApiError } from './ApiError';
import { csrfHeaders } from './csrf';
import type { paths } from './schema';
import { noteStarting } from './starting';

const safeMethods = new Set(['GET', 'HEAD']);

const guard: Middleware = {
  onRequest({ request }) {
    if (!safeMethods.has(request.method)) {
      for (const [name, value] of Object.entries(csrfHeaders())) {
        request.headers.set(name, value);
      }
    }
    return request;
  },
  async onResponse({ response }) {
    if (!response.ok) {
      if (response.status === 401) {
        leaveToSignIn();
      }
      throw await refusalOf(response);
    }
  },
  onError({ error }) {
    if (error instanceof DOMException && error.name === 'AbortError') {
      return error;
    }
    return new ApiError(0, 'offline', error instanceof Error ? error.message : 'The server does not answer.', []);
  },
};

/** The refusal; the whole app shows how far a server is that starts. */
async function refusalOf(response: Response): Promise<ApiError> {
  const error = await ApiError.read(response);
  if (error.status === 503 && error.code === 'starting') {
    noteStarting();
  }
  return error;
}

/** Signs in again, and comes back to the page that it happened on. */
export function leaveToSignIn() {
  if (!['/sign-in', '/set-up', '/set-password'].includes(location.pathname)) {
    location.assign(`/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`);
  }
}

/** The server's HTTP interface: `api.GET('/v1/segments', …)`. An answer that is none throws {@link ApiError}. */
export const api = createFetchClient<paths>({ baseUrl: '/' });
api.use(guard);

/** The same as hooks of TanStack Query: `$api.useQuery('get', '/v1/segments', …)`. */
export const $api = createClient(api);

/** What an answered request brought; the middleware threw where there was none. */
export function answered<T>(result: { data?: T }): T {
  return result.data as T;
}

/** Asks for what the typed client cannot carry: files, streams. */
export async function send(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  if (!safeMethods.has(init.method ?? 'GET')) {
    for (const [name, value] of Object.entries(csrfHeaders())) {
      headers.set(name, value);
    }
  }
  const response = await fetch(path, { ...init, headers });
  if (!response.ok) {
    if (response.status === 401) {
      leaveToSignIn();
    }
    throw await refusalOf(response);
  }
  return response;
}
