import type { Page } from '@playwright/test';
import { z } from 'zod';
import type { TestServer } from './test-server.ts';

const listed = z.array(z.object({ id: z.string(), name: z.string(), config: z.unknown() }));

/** The connector of this name as the API lists it. */
export async function connectorNamed(server: TestServer, name: string) {
  const { body } = await server.call('/api/actions/connectors');
  return listed.parse(body).find((each) => each.name === name);
}

export const nameField = (page: Page) => page.getByLabel('Connector name');
export const keyField = (page: Page) => page.getByLabel('Integration key', { exact: true });
export const saveButton = (page: Page) => page.getByRole('button', { name: 'Save', exact: true });
