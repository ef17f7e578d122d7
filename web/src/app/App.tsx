import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { ModalsProvider } from '@mantine/modals';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { queries } from '@/api/queries';
import { styleNonce } from './nonce';
import { router } from './router';
import { WhenStarted } from './StartingPage';
import { cssVariables, theme } from './theme';

const colorScheme = localStorageColorSchemeManager({ key: 'strata-color-scheme' });

/** The whole app. */
export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto" colorSchemeManager={colorScheme} getStyleNonce={() => styleNonce}>
      <QueryClientProvider client={queries}>
        <ModalsProvider>
          <Notifications position="bottom-right" />
          <WhenStarted>
            <RouterProvider router={router} />
          </WhenStarted>
        </ModalsProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}
