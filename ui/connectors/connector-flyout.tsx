import { Button, Drawer, Stack, Text } from '@mantine/core';
import { IconMapQuestion } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import { useState, useSyncExternalStore } from 'react';
import { useNavigate } from 'react-router';
import { sessionGate } from '../api/session-gate.ts';
import { Empty } from '../parts/empty.tsx';
import { isFocusLost } from '../parts/focus.ts';
import { Loading, QueryView } from '../parts/query-view.tsx';
import { useLeaveGuard } from '../parts/use-leave-guard.ts';
import { texts as common } from '../texts/common.ts';
import { connectorFormTexts } from '../texts/connector-form.ts';
import { connectorsTexts as texts, typeName } from '../texts/connectors.ts';
import { type KeptConnector, type ListedConnector, sandboxUrlOf } from './connector-queries.ts';
import { connectorPath } from './connector-rows.tsx';
import { ConnectorTabs } from './connector-tabs.tsx';
import { DiscardDialog } from './discard-dialog.tsx';

/** The path's word for a connector that is still to be made. */
const fresh = 'new';

/** One connector, or the form for a new one, over the list. `id` undefined: none is open. */
export function ConnectorFlyout({
  id,
  connectors,
}: {
  readonly id: string | undefined;
  readonly connectors: UseQueryResult<ListedConnector[]>;
}) {
  const navigate = useNavigate();
  const [saved, setSaved] = useState<KeptConnector>();
  const guard = useLeaveGuard();
  const hasSessionEnded = useSyncExternalStore(sessionGate.subscribe, sessionGate.isClosed);
  // What was shown stays while the flyout slides out.
  const [shown, setShown] = useState(id);
  if (id !== undefined && id !== shown) setShown(id);

  const close = () => void navigate('/connectors');
  const onSaved = (kept: KeptConnector, tab: string) => {
    setSaved(kept);
    void guard.letGo(() => navigate(`${connectorPath(kept.id)}?tab=${tab}`, { replace: true }));
  };
  // Opened by a link, it knows of nothing that had the focus before.
  const returnFocus = () => {
    setSaved(undefined);
    const isStillIn = document.activeElement?.closest('[role="dialog"]') !== null;
    if (!isFocusLost() && !isStillIn) return;
    for (const link of document.querySelectorAll<HTMLElement>('[data-connector]')) {
      if (link.dataset.connector === shown) link.focus();
    }
  };
  const connector = connectors.data?.find((each) => each.id === shown);

  return (
    <Drawer
      opened={id !== undefined}
      onClose={close}
      // Over it stands a dialog that the key means.
      closeOnEscape={!guard.isAsking && !hasSessionEnded}
      position="right"
      size="40rem"
      onExitTransitionEnd={returnFocus}
      title={<FlyoutTitle isNew={shown === fresh} connector={connector} />}
      closeButtonProps={{ 'aria-label': common.close }}
      styles={{ body: { paddingBottom: 0 } }}
    >
      <QueryView query={connectors} lines={6}>
        {(all) => {
          if (connector === undefined && shown !== fresh) {
            return connectors.isFetching ? <Loading lines={6} /> : <NotFound onClose={close} />;
          }
          return (
            <ConnectorTabs
              key={shown}
              connector={connector}
              sandboxUrl={sandboxUrlOf(all)}
              saved={saved?.id === shown ? saved : undefined}
              onDirty={guard.setDirty}
              onSaved={onSaved}
            />
          );
        }}
      </QueryView>
      <DiscardDialog isOpen={guard.isAsking} onStay={guard.stay} onLeave={guard.leave} />
    </Drawer>
  );
}

function FlyoutTitle({
  isNew,
  connector,
}: {
  readonly isNew: boolean;
  readonly connector: ListedConnector | undefined;
}) {
  return (
    <Stack gap={0}>
      <Text fw={650} size="lg" className="from-outside" span>
        {isNew ? connectorFormTexts.createTitle : (connector?.name ?? texts.title)}
      </Text>
      {(isNew || connector !== undefined) && (
        <Text size="sm" c="dimmed" span>
          {isNew ? connectorFormTexts.createAbout : typeName(connector?.connector_type_id ?? '')}
        </Text>
      )}
    </Stack>
  );
}

function NotFound({ onClose }: { readonly onClose: () => void }) {
  return (
    <Empty
      icon={<IconMapQuestion />}
      title={texts.notFound.title}
      action={
        <Button variant="default" size="xs" onClick={onClose}>
          {texts.notFound.toList}
        </Button>
      }
    >
      {texts.notFound.hint}
    </Empty>
  );
}
