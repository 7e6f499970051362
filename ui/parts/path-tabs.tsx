import { Tabs } from '@mantine/core';
import type { ReactNode } from 'react';
import { Navigate, useNavigate } from 'react-router';

export interface PathTab {
  /** The last part of the path. */
  readonly part: string;
  readonly label: string;
  readonly icon: ReactNode;
  readonly content: () => ReactNode;
}

/** Tabs whose choice stands in the path, so that it can be linked to; the first one is the page's own path too. */
export function PathTabs({
  base,
  part,
  label,
  tabs,
}: {
  readonly base: string;
  readonly part: string | undefined;
  /** Names the tabs for those who do not see them. */
  readonly label: string;
  readonly tabs: readonly PathTab[];
}) {
  const navigate = useNavigate();
  const active = part === undefined ? tabs[0] : tabs.find((tab) => tab.part === part);
  if (active === undefined) return <Navigate to={base} replace />;
  return (
    <Tabs
      value={active.part}
      onChange={(next) => next !== null && void navigate(`${base}/${next}`)}
      keepMounted={false}
    >
      <Tabs.List aria-label={label} mb="md">
        {tabs.map((tab) => (
          <Tabs.Tab key={tab.part} value={tab.part} leftSection={tab.icon}>
            {tab.label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map((tab) => (
        <Tabs.Panel key={tab.part} value={tab.part}>
          {tab === active && tab.content()}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
