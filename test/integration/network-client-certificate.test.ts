import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withPassphrase } from '../support/network/authority.ts';
import { networkServer } from '../support/network/network-server.ts';
import { PagerDutyDouble } from '../support/network/pagerduty-double.ts';
import { testCertificates } from '../support/network/test-certificates.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

test('a client certificate whose key has a passphrase is shown to the host that wants one', async () => {
  await using folder = await temporaryFolder();
  const { authority, trusted, client } = await testCertificates(folder.path);
  await using picky = await PagerDutyDouble.open({
    ...trusted,
    ca: authority.cert,
    requestCert: true,
    rejectUnauthorized: true,
  });
  const keyPassphrase = 'pAss-phrase 7';
  const ssl = {
    certificateAuthoritiesFiles: authority.file,
    certificate: client.certificateFile,
    key: await withPassphrase(client, keyPassphrase),
    keyPassphrase,
  };
  await using own = await networkServer({
    actions: { customHostSettings: [{ url: picky.origin(), ssl }] },
    connectors: { picky: picky.url() },
    secrets: [keyPassphrase],
  });
  const { status, said } = await own.execute('picky');
  assert.equal(status, 'ok', said);
  assert.equal(picky.received.length, 1);
});
