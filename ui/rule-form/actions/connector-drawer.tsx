import { Drawer } from '@mantine/core';
import { ConnectorForm } from '../../connectors/connector-form.tsx';
import {
  type KeptConnector,
  type ListedConnector,
  sandboxUrlOf,
} from '../../connectors/connector-queries.ts';
import { useConnectorForm } from '../../connectors/use-connector-form.ts';
import { texts as common } from '../../texts/common.ts';
import { connectorFormTexts } from '../../texts/connector-form.ts';

/** Makes a connector over the rule, which stays as it was. */
export function ConnectorDrawer({
  isOpen,
  connectors,
  onClose,
  onMade,
}: {
  readonly isOpen: boolean;
  readonly connectors: readonly ListedConnector[];
  readonly onClose: () => void;
  readonly onMade: (connector: KeptConnector) => void;
}) {
  return (
    <Drawer
      opened={isOpen}
      onClose={onClose}
      // A slip of the mouse loses nothing.
      closeOnClickOutside={false}
      position="right"
      size="40rem"
      title={connectorFormTexts.createTitle}
      closeButtonProps={{ 'aria-label': common.close }}
      styles={{ body: { paddingBottom: 0 } }}
    >
      <NewConnector connectors={connectors} onMade={onMade} />
    </Drawer>
  );
}

function NewConnector({
  connectors,
  onMade,
}: {
  readonly connectors: readonly ListedConnector[];
  readonly onMade: (connector: KeptConnector) => void;
}) {
  const sandboxUrl = sandboxUrlOf(connectors);
  const form = useConnectorForm(undefined, sandboxUrl);
  return (
    <ConnectorForm
      id={undefined}
      form={form}
      sandboxUrl={sandboxUrl}
      saved={undefined}
      onSaved={(kept) => onMade(kept)}
    />
  );
}
