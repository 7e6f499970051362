import { Alert, Stack, Tabs, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useSearchParams } from 'react-router';
import { useParamsForm } from '../pagerduty-form/use-params-form.ts';
import { isFocusLost } from '../parts/focus.ts';
import { connectorFormTexts } from '../texts/connector-form.ts';
import { connectorsTexts } from '../texts/connectors.ts';
import { ConnectorForm } from './connector-form.tsx';
import type { KeptConnector, ListedConnector } from './connector-queries.ts';
import { DeliveriesTab } from './deliveries-tab.tsx';
import { Preconfigured } from './preconfigured.tsx';
import { RulesTab } from './rules-tab.tsx';
import { TestIncidents } from './test-incidents.tsx';
import { TestTab } from './test-tab.tsx';
import { useConnectorForm } from './use-connector-form.ts';

const texts = connectorsTexts.tabs;
const tabNames = ['configuration', 'test', 'deliveries', 'rules'] as const;
type TabName = (typeof tabNames)[number];

/** What can be seen and done of one connector; of a new one the form alone. */
export function ConnectorTabs({
  connector,
  sandboxUrl,
  saved,
  onDirty,
  onSaved,
}: {
  /** `undefined`: it is still to be made. */
  readonly connector: ListedConnector | undefined;
  readonly sandboxUrl: string | undefined;
  /** As it was kept, if that was the last that happened to it here. */
  readonly saved: KeptConnector | undefined;
  /** Told whether something was typed that is not saved. */
  readonly onDirty: (isDirty: boolean) => void;
  readonly onSaved: (saved: KeptConnector, tab: TabName) => void;
}) {
  const [search, setSearch] = useSearchParams();
  const tab = tabNames.find((each) => each === search.get('tab')) ?? 'configuration';
  // Both outlast a look at another tab.
  const form = useConnectorForm(connector, sandboxUrl);
  const params = useParamsForm();
  const list = useRef<HTMLDivElement>(null);

  const isDirty = form.isDirty();
  useEffect(() => {
    onDirty(isDirty);
    return () => onDirty(false);
  }, [isDirty, onDirty]);
  useEffect(() => {
    if (saved === undefined || !isFocusLost()) return;
    list.current?.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]')?.focus();
  }, [saved]);

  const configuration =
    connector?.is_preconfigured === true ? (
      <Preconfigured connector={connector} />
    ) : (
      <ConnectorForm
        id={connector?.id}
        form={form}
        sandboxUrl={sandboxUrl}
        saved={saved}
        onSaved={(kept, wantsTest) => onSaved(kept, wantsTest ? 'test' : 'configuration')}
      />
    );
  if (connector === undefined) return configuration;
  return (
    <Tabs
      value={tab}
      onChange={(next) => next !== null && setSearch({ tab: next }, { replace: true })}
      keepMounted={false}
    >
      <Tabs.List aria-label={texts.label} mb="md" ref={list}>
        {tabNames.map((name) => (
          <Tabs.Tab key={name} value={name}>
            {texts[name]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Stack gap="md">
        {saved !== undefined && !isDirty && <Warnings warnings={saved.warnings ?? []} />}
        {tab !== 'test' && <TestIncidents connectorId={connector.id} />}
        <Tabs.Panel value="configuration">{configuration}</Tabs.Panel>
        <Tabs.Panel value="test">
          <TestTab
            connector={connector}
            form={params}
            isUnsaved={isDirty}
            isSandbox={isSandbox(connector, sandboxUrl)}
          />
        </Tabs.Panel>
        <Tabs.Panel value="deliveries">
          <DeliveriesTab connectorId={connector.id} />
        </Tabs.Panel>
        <Tabs.Panel value="rules">
          <RulesTab connectorId={connector.id} />
        </Tabs.Panel>
      </Stack>
    </Tabs>
  );
}

function isSandbox({ config }: ListedConnector, sandboxUrl: string | undefined): boolean {
  return sandboxUrl !== undefined && config?.apiUrl === sandboxUrl;
}

/** What the server found odd about it, though it was saved. */
function Warnings({ warnings }: { readonly warnings: readonly string[] }) {
  if (warnings.length === 0) return null;
  return (
    <Alert color="yellow" variant="light" title={connectorFormTexts.savedWithWarnings} role="status">
      {warnings.map((warning) => (
        <Text key={warning} size="sm" className="from-outside">
          {warning}
        </Text>
      ))}
    </Alert>
  );
}
