import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './theme/page.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api/query-client.ts';
import { App } from './app.tsx';
import { beginFirstPage } from './begin-first-page.ts';
import { styleNonce } from './theme/style-nonce.ts';

// What keeps a page from scrolling behind a dialog writes a style of its own, and asks for its nonce here.
Object.assign(globalThis, { __webpack_nonce__: styleNonce() });

beginFirstPage(queryClient, window.location.pathname);

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
