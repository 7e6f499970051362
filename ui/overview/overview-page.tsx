import { Stack } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { Page } from '../parts/page.tsx';
import { Loading, QueryView } from '../parts/query-view.tsx';
import { overviewTexts } from '../texts/overview.ts';
import { AlertingPanel } from './alerting-panel.tsx';
import { ConnectorTable } from './connector-table.tsx';
import { Figures } from './figures.tsx';
import { FirstSteps } from './first-steps/first-steps.tsx';
import { HeadlineBanner } from './headline.tsx';
import { isNothingYet } from './headline-of.ts';
import { HoldsPanel } from './holds-panel.tsx';
import { type Reading, useOverview } from './overview-queries.ts';

const Charts = lazy(() => import('./charts/charts.tsx'));

/** The first thing that somebody sees who was paged at night. */
export default function OverviewPage() {
  const reading = useOverview();
  return (
    <Page title={overviewTexts.title}>
      <QueryView query={reading} lines={8}>
        {(data) => <OverviewView reading={data} readAt={reading.dataUpdatedAt} />}
      </QueryView>
    </Page>
  );
}

function OverviewView({ reading, readAt }: { readonly reading: Reading; readonly readAt: number }) {
  const isNothing = isNothingYet(reading);
  return (
    <Stack gap="xl">
      <HeadlineBanner reading={reading} readAt={readAt} />
      <FirstSteps reading={reading} />
      <HoldsPanel reading={reading} readAt={readAt} />
      {!isNothing && <Figures reading={reading} />}
      <AlertingPanel />
      {!isNothing && (
        <Suspense fallback={<Loading lines={8} />}>
          <Charts reading={reading} />
        </Suspense>
      )}
      <ConnectorTable reading={reading} />
    </Stack>
  );
}
