import {
  IconAdjustments,
  IconApi,
  IconDevices,
  IconInfoCircle,
  IconKey,
  IconLock,
  IconRoute,
  IconUsers,
} from '@tabler/icons-react';
import { useParams } from 'react-router';
import { Page } from '../parts/page.tsx';
import { PathTabs } from '../parts/path-tabs.tsx';
import { settingsTexts as texts } from '../texts/settings.ts';
import { AboutTab } from './about-tab.tsx';
import { ApiKeysTab } from './api-keys-tab.tsx';
import { InForceTab } from './in-force-tab.tsx';
import { NetworkTab } from './network-tab.tsx';
import { RelayKeysTab } from './relay-keys-tab.tsx';
import { SecretsTab } from './secrets-tab.tsx';
import { SessionsTab } from './sessions-tab.tsx';
import { UsersTab } from './users-tab.tsx';

export default function SettingsPage() {
  const { part } = useParams();
  const icon = { size: 16, 'aria-hidden': true };
  const { tabs } = texts;
  return (
    <Page title={texts.title} about={texts.about}>
      <PathTabs
        base="/settings"
        part={part}
        label={texts.parts}
        tabs={[
          {
            part: 'in-force',
            label: tabs.inForce,
            icon: <IconAdjustments {...icon} />,
            content: () => <InForceTab />,
          },
          {
            part: 'network',
            label: tabs.network,
            icon: <IconRoute {...icon} />,
            content: () => <NetworkTab />,
          },
          { part: 'users', label: tabs.users, icon: <IconUsers {...icon} />, content: () => <UsersTab /> },
          {
            part: 'api-keys',
            label: tabs.apiKeys,
            icon: <IconApi {...icon} />,
            content: () => <ApiKeysTab />,
          },
          {
            part: 'relay-keys',
            label: tabs.relayKeys,
            icon: <IconKey {...icon} />,
            content: () => <RelayKeysTab />,
          },
          {
            part: 'secrets',
            label: tabs.secrets,
            icon: <IconLock {...icon} />,
            content: () => <SecretsTab />,
          },
          {
            part: 'sessions',
            label: tabs.sessions,
            icon: <IconDevices {...icon} />,
            content: () => <SessionsTab />,
          },
          {
            part: 'about',
            label: tabs.about,
            icon: <IconInfoCircle {...icon} />,
            content: () => <AboutTab />,
          },
        ]}
      />
    </Page>
  );
}
