/** How far a server is that starts, as `GET /readyz` says it. */
export interface StartingState {
  text: string;
  done: number;
  total: number;
}

const listeners = new Set<() => void>();
let starting = false;

/** Whether the server answered that it is starting. */
export const isStarting = () => starting;

/** The server answered that it is starting. */
export function noteStarting() {
  if (!starting) {
    starting = true;
    listeners.forEach((listener) => listener());
  }
}

/** Calls back when the server is found to be starting; the result ends that. */
export function onStarting(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** How far it is; null once it is ready, undefined where it does not answer. */
export async function readStarting(): Promise<StartingState | null | undefined> {
  try {
    const response = await fetch('/readyz', { cache: 'no-store' });
    return response.ok ? null : ((await response.json()) as { starting?: StartingState }).starting;
  } catch {
    return undefined;
  }
}
