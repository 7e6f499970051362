import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useRef } from 'react';
import { useNavigate, useParams } from 'react-router';
import { Page } from '../parts/page.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { connectorsTexts as texts } from '../texts/connectors.ts';
import { ConnectorFlyout } from './connector-flyout.tsx';
import { ConnectorList } from './connector-list.tsx';
import { useConnectors } from './connector-queries.ts';
import { TestIncidents } from './test-incidents.tsx';
import { useOtherTabs } from './use-read-anew.ts';

/** All connectors; the one that the path names stands in a flyout over them. */
export default function ConnectorsPage() {
  const { id } = useParams();
  const navigate = useNavigate();
  const connectors = useConnectors();
  useOtherTabs();
  const createButton = useRef<HTMLButtonElement>(null);
  const create = () => void navigate('/connectors/new');
  return (
    <Page
      title={texts.title}
      about={texts.about}
      actions={
        <Button ref={createButton} leftSection={<IconPlus size={16} aria-hidden />} onClick={create}>
          {texts.create}
        </Button>
      }
    >
      {id === undefined && <TestIncidents />}
      <QueryView query={connectors} lines={6}>
        {(all) => (
          <ConnectorList
            connectors={all}
            // The button that was pressed is gone with its row.
            onDeleted={() => createButton.current?.focus()}
          />
        )}
      </QueryView>
      <ConnectorFlyout id={id} connectors={connectors} />
    </Page>
  );
}
