import { createReadStream, createWriteStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliCompress, createGzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Files that are worth it get a smaller sibling once, so that no request pays for it. */
function compressed(): Plugin {
  let folder = '';
  return {
    name: 'compressed-siblings',
    apply: 'build',
    configResolved: (config) => {
      folder = config.build.outDir;
    },
    closeBundle: async () => {
      const assets = join(folder, 'assets');
      const files = (await readdir(assets)).filter((name) => /\.(js|css|svg)$/.test(name));
      await Promise.all(
        files.flatMap((name) => {
          const file = join(assets, name);
          return [
            pipeline(createReadStream(file), createGzip({ level: 9 }), createWriteStream(`${file}.gz`)),
            pipeline(createReadStream(file), createBrotliCompress(), createWriteStream(`${file}.br`)),
          ];
        }),
      );
    },
  };
}

/** Where `vite ui` sends the API while the screens are being worked on: a Tocsin that runs. */
const server = process.env.TOCSIN_URL ?? 'http://127.0.0.1:5650';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), compressed()],
  build: {
    outDir: process.env.TOCSIN_UI_OUT ?? join(import.meta.dirname, 'dist'),
    emptyOutDir: true,
    target: 'es2023',
    // A data: URL would need a hole in the Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // One file for all that the first page needs, instead of one for each set of pages that share something.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } } },
  },
  // Not all of /api: our own folder of that name is served from here.
  server: { proxy: { '^/(api/(actions|alerting|tocsin|status)|docs)': server }, host: '127.0.0.1' },
});
