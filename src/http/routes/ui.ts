import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { App } from '../app-types.ts';
import { policyWithStyles } from '../content-security-policy.ts';
import { notBuiltPage, notBuiltStyles } from '../not-built-page.ts';
import { registerOpen } from '../register-open.ts';

export interface UiOptions {
  /** Where the built screens are, absolute; they may come and change while the server runs. `undefined`: nowhere. */
  readonly folder: string | undefined;
  /** What a start prints. */
  readonly firstLines: () => readonly string[];
}

/** In `index.html`, where the nonce of each answer is put. */
const noncePlace = 'NONCE_OF_THIS_ANSWER';
const yearInSeconds = 365 * 24 * 3600;

/** Under these nothing is a screen. Of `/sandbox` only the API is none: its other paths are screens. */
const notScreens = /^\/(?:api|assets|docs|health|metrics|ready|sandbox\/v2|unknown-space|v2)(?:\/|$)/;
/** A file rather than a screen: a dot at the top, where ids do not stand, or what only files end with. */
const fileName =
  /^\/[^/]*\.[^/]*$|\.(?:css|gif|gz|html?|ico|jpe?g|js|json|map|mjs|php|png|svg|txt|wasm|webmanifest|webp|woff2?|xml)$/i;
/** What lies beside `index.html`, such as the icon. Never what begins with a dot. */
const topFile = '/:file(^\\w[\\w-]*\\.[\\w.-]+$)';

const pathOf = (url: string) => url.split('?')[0] ?? '';

function wantsPage({ method, headers, url }: FastifyRequest): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false;
  const path = pathOf(url);
  return String(headers.accept).includes('text/html') && !notScreens.test(path) && !fileName.test(path);
}

/** The built page as it is now; `undefined`: the screens are not built. */
async function readPage(folder: string | undefined): Promise<string | undefined> {
  if (folder === undefined) return undefined;
  try {
    return await readFile(join(folder, 'index.html'), 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}

/**
 * The screens: `index.html` at `/` and wherever a browser finds nothing else, so that each screen has an address of its
 * own, and the files that it loads. Open to everybody: they hold nothing but the program. Where they are not built, a
 * small page says so. Who asks for no HTML gets the lines of the start at `/`.
 * Gives what answers a request that no route takes: it settles with false when that is not for a screen.
 */
export async function uiRoutes(app: App, { folder, firstLines }: UiOptions) {
  async function page(reply: FastifyReply): Promise<string> {
    const built = await readPage(folder);
    reply.headers({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      vary: 'accept',
    });
    if (built === undefined) return notBuiltPage(firstLines());
    // Only here: what is the same for everybody must not be let through by a nonce that one can know.
    const nonce = randomBytes(16).toString('base64');
    reply.header('content-security-policy', policyWithStyles(nonce));
    return built.replaceAll(noncePlace, nonce);
  }

  app.get(
    '/',
    { config: { open: true }, schema: { hide: true, response: { 200: z.string() } } },
    async (request, reply) => {
      if (wantsPage(request)) return page(reply);
      reply.headers({ 'content-type': 'text/plain; charset=utf-8', vary: 'accept' });
      return `${firstLines().join('\n')}\n`;
    },
  );

  app.get(
    '/home.css',
    { config: { open: true }, schema: { hide: true, response: { 200: z.string() } } },
    async (_request, reply) => {
      reply.type('text/css; charset=utf-8');
      return notBuiltStyles;
    },
  );

  if (folder !== undefined) {
    await registerOpen(app, async (scope) => {
      await scope.register(fastifyStatic, {
        root: join(folder, 'assets'),
        prefix: '/assets/',
        preCompressed: true,
        index: false,
        dotfiles: 'ignore',
        // Their names change with their contents.
        immutable: true,
        maxAge: yearInSeconds * 1000,
        // They may be built later.
        suppressWarning: true,
      });
      scope.get<{ Params: { file: string } }>(topFile, { schema: { hide: true } }, async (request, reply) => {
        const { file } = request.params;
        if (file === 'index.html') return reply.type('text/html; charset=utf-8').send(await page(reply));
        return reply.sendFile(file, folder, { immutable: false, maxAge: 0 });
      });
    });
  }

  return async (request: FastifyRequest, reply: FastifyReply): Promise<boolean> => {
    if (!wantsPage(request)) return false;
    await reply.code(200).send(await page(reply));
    return true;
  };
}
