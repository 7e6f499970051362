import assert from 'node:assert/strict';
import { test } from 'node:test';
import { networkServer, routingKey } from '../support/network/network-server.ts';
import { PagerDutyDouble } from '../support/network/pagerduty-double.ts';
import { Tap } from '../support/network/tap.ts';
import { testCertificates } from '../support/network/test-certificates.ts';
import { tinyproxy } from '../support/network/tinyproxy.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/* How hosts are reached follows the settings file at a SIGHUP. */

test('a proxy and a mode of verification that are set later count at once, and a bad one changes nothing', async () => {
  await using folder = await temporaryFolder();
  const { unknownCa } = await testCertificates(folder.path);
  await using host = await PagerDutyDouble.open(unknownCa);
  await using proxy = await tinyproxy();
  await using tap = await Tap.open(proxy.port);
  await using own = await networkServer({ connectors: { host: host.url() } });
  const connectors = JSON.stringify({
    host: {
      name: 'host',
      actionTypeId: '.pagerduty',
      config: { apiUrl: host.url() },
      secrets: { routingKey },
    },
  });
  const file = (...lines: readonly string[]) => own.write(`actions.preconfigured: ${connectors}`, ...lines);
  assert.match((await own.execute('host')).said, /authority that is not trusted/);

  await file('actions.ssl.verificationMode: none', `actions.proxyUrl: http://127.0.0.1:${tap.port}`);
  await own.hangUp('the settings were read anew');
  assert.equal((await own.execute('host')).status, 'ok');
  assert.ok(
    tap.heads.some((head) => head.startsWith(`CONNECT localhost:${host.port}`)),
    'through the proxy',
  );
  assert.match(own.server.child.stderr, /actions\.ssl\.verificationMode is none: whoever stands in between/);

  await file('actions.ssl.verificationMode: some', 'actions.proxyUrl: nowhere at all');
  await own.hangUp('those in force stay');
  assert.equal((await own.execute('host')).status, 'ok', 'what was in force stays');
});
