import type { App } from './app-types.ts';

/** Registers a plugin of which every route answers without a sign-in. */
export async function registerOpen(app: App, register: (scope: App) => PromiseLike<unknown>): Promise<void> {
  await app.register(async (scope) => {
    scope.addHook('onRoute', (route) => {
      route.config = { ...route.config, open: true };
    });
    await register(scope);
  });
}
