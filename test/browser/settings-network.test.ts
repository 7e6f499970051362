import { test } from 'node:test';
import { assertAccessible, startBrowserTest } from '../support/browser.ts';
import { expect } from '../support/expect.ts';
import { freePort } from '../support/free-port.ts';

/* How the host of a connector is reached, on the screen. */

test('the way to a connector’s host is shown step by step, the good one and the one that fails', async (t) => {
  const gone = `http://127.0.0.1:${await freePort()}`;
  const connectors = {
    astray: {
      name: 'Astray',
      actionTypeId: '.pagerduty',
      config: { apiUrl: `${gone}/v2/enqueue` },
      secrets: { routingKey: 'a1B2'.repeat(8) },
    },
  };
  const { page, server } = await startBrowserTest(t, {
    server: { env: { TOCSIN_ACTIONS_PRECONFIGURED: JSON.stringify(connectors) } },
  });
  await page.goto(`${server.url}/settings/network`);
  const connector = page.getByRole('combobox', { name: 'Connector' });
  await connector.selectOption('sandbox');
  await page.getByRole('button', { name: 'Check' }).click();
  await expect(page.getByRole('status').filter({ hasText: `${server.url} can be reached.` })).toBeVisible();
  await expect(page.getByText('It is reached directly: it is this very server.')).toBeVisible();
  await assertAccessible(page, 'a way that leads there');

  await connector.selectOption('astray');
  await page.getByRole('button', { name: 'Check' }).click();
  await expect(page.getByRole('status').filter({ hasText: `${gone} can not be reached` })).toBeVisible();
  const steps = page.getByRole('region', { name: `How ${gone} is reached` }).getByRole('listitem');
  await expect(steps).toHaveCount(4);
  await expect(steps.last()).toContainText('Nothing listens there (connection refused) [ECONNREFUSED].');
  await assertAccessible(page, 'a way that does not');
});
