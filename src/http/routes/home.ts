import { z } from 'zod';
import type { App } from '../app-types.ts';

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text: string) => text.replace(/[&<>"]/g, (letter) => escapes[letter] ?? letter);

/** The page at `/` until there are screens: the lines that a start prints. Browsers get HTML, others plain text. */
export function homeRoutes(app: App, lines: () => readonly string[]): void {
  app.get(
    '/',
    {
      config: { open: true },
      schema: { hide: true, response: { 200: z.string() } },
    },
    async (request, reply) => {
      const text = lines().join('\n');
      if (!String(request.headers.accept).includes('text/html')) {
        reply.type('text/plain; charset=utf-8');
        return `${text}\n`;
      }
      reply.type('text/html; charset=utf-8');
      return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Tocsin</title><link rel="stylesheet" href="/home.css"></head>
<body><main><h1>Tocsin</h1>
<p>It is running. The screens are still to come; the <a href="/docs/api">API</a> is here.</p>
<pre>${escapeHtml(text)}</pre></main></body>
</html>
`;
    },
  );

  app.get(
    '/home.css',
    {
      config: { open: true },
      schema: { hide: true, response: { 200: z.string() } },
    },
    async (_request, reply) => {
      reply.type('text/css; charset=utf-8');
      return `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; }
main { max-width: 60rem; margin: 0 auto; padding: 2rem 1rem; }
pre { padding: 1rem; border: 1px solid GrayText; border-radius: 0.5rem; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
`;
    },
  );
}
