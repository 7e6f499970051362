import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { createBrowserRouter } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { queryClient } from './api/query-client.ts';
import { SignedIn } from './signed-in.tsx';
import { styleNonce } from './theme/style-nonce.ts';
import { resolveCssVariables, theme } from './theme/theme.ts';

// One route for all pages (pages.tsx has theirs): only such a router lets a form ask before it is left.
const router = createBrowserRouter([{ path: '*', element: <SignedIn /> }]);

export function App() {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={resolveCssVariables}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      <QueryClientProvider client={queryClient}>
        <Notifications position="bottom-right" />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
