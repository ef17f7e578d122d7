import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { StartingPage } from './StartingPage';

afterEach(() => vi.unstubAllGlobals());

it('says how far the server is, and goes on once it is ready', async () => {
  const answers = [
    new Response(JSON.stringify({ status: 'not ready', starting: { step: 'segments', text: 'evaluating live segments', done: 12, total: 61 } }), { status: 503 }),
    new Response(JSON.stringify({ status: 'ready' }), { status: 200 }),
  ];
  vi.stubGlobal('fetch', vi.fn(() => Promise.resolve((answers.length > 1 ? answers.shift()! : answers[0]!).clone())));
  const ready = vi.fn();
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <StartingPage onReady={ready} />
      </QueryClientProvider>
    </MantineProvider>,
  );

  expect(await screen.findByText(/evaluating live segments/)).toBeTruthy();
  await waitFor(() => expect(ready).toHaveBeenCalled(), { timeout: 5000 });
});
