import { Alert, Stack } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { defaultApiUrl } from '../../src/pagerduty/regions.ts';
import { Facts } from '../parts/facts.tsx';
import { connectorFormTexts as texts } from '../texts/connector-form.ts';
import type { ListedConnector } from './connector-queries.ts';

/** A connector that stands in the settings: what it is, and that it is not changed here. */
export function Preconfigured({ connector: { id, name, config } }: { readonly connector: ListedConnector }) {
  const apiUrl = config === undefined ? texts.unseenUrl : (config.apiUrl ?? defaultApiUrl);
  return (
    <Stack pb="md">
      <Alert variant="light" color="blue" icon={<IconLock aria-hidden />} title={texts.readOnlyTitle}>
        {id === 'sandbox' ? texts.readOnlySandbox : texts.readOnly}
      </Alert>
      <Facts
        facts={[
          [texts.name, name],
          [texts.apiUrl, apiUrl],
        ]}
      />
    </Stack>
  );
}
