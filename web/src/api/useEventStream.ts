import { useEffect, useEffectEvent, useState } from 'react';

/** How a stream stands. */
export type StreamState = 'connecting' | 'open' | 'paused' | 'lost';

/**
 * Follows a stream of server-sent events while the component is shown; it connects again by itself.
 *
 * @param url the stream's address; null for none now
 * @param names the names of the events that are listened to
 * @param onEvent told each event
 */
export function useEventStream(url: string | null, names: readonly string[], onEvent: (name: string, data: string, id: string) => void): StreamState {
  const [state, setState] = useState<StreamState>('connecting');
  const tell = useEffectEvent(onEvent);
  const key = names.join(' ');
  useEffect(() => {
    if (url === null) {
      return;
    }
    const source = new EventSource(url);
    source.onopen = () => setState('open');
    source.onerror = () => setState(source.readyState === EventSource.CLOSED ? 'lost' : 'connecting');
    for (const name of key.split(' ')) {
      source.addEventListener(name, (event) => tell(name, (event as MessageEvent<string>).data, (event as MessageEvent<string>).lastEventId));
    }
    return () => {
      source.close();
      setState('connecting');
    };
  }, [url, key]);
  return url === null ? 'paused' : state;
}
