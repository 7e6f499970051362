const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text: string) => text.replace(/[&<>"]/g, (letter) => escapes[letter] ?? letter);

/** What a browser gets while the screens are not built: how to build them, and the lines that a start prints. */
export function notBuiltPage(lines: readonly string[]): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Tocsin</title><link rel="stylesheet" href="/home.css"></head>
<body><main><h1>Tocsin</h1>
<p>It is running, and its <a href="/docs/api">API</a> is here. The screens are not built: run <code>npm ci</code> and
<code>npm run build</code> in Tocsin’s folder, then load this page again.</p>
<pre>${escapeHtml(lines.join('\n'))}</pre></main></body>
</html>
`;
}

/** Its style sheet, a file of its own: nothing is written into pages here. */
export const notBuiltStyles = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; }
main { max-width: 60rem; margin: 0 auto; padding: 2rem 1rem; }
pre { padding: 1rem; border: 1px solid GrayText; border-radius: 0.5rem; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
`;
