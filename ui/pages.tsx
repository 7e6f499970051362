import { lazy, Suspense } from 'react';
import { Navigate, Route, Routes, useLocation } from 'react-router';
import { loadOverview } from './overview/load-overview.ts';
import { Loading } from './parts/query-view.tsx';
import { Crashed } from './shell/crashed.tsx';
import { NotFoundPage } from './shell/not-found-page.tsx';

// Each page is a file of its own, so that the first load holds only what the first page needs.
const OverviewPage = lazy(loadOverview);
const ConnectorsPage = lazy(() => import('./connectors/connectors-page.tsx'));
const DeliveriesPage = lazy(() => import('./deliveries/deliveries-page.tsx'));
const EventPage = lazy(() => import('./deliveries/event-page.tsx'));
const IncidentsPage = lazy(() => import('./incidents/incidents-page.tsx'));
const DeadLettersPage = lazy(() => import('./dead-letters/dead-letters-page.tsx'));
const DeadLetterPage = lazy(() => import('./dead-letters/dead-letter-page.tsx'));
const RulesPage = lazy(() => import('./rules/rules-page.tsx'));
const RulePage = lazy(() => import('./rules/rule-page.tsx'));
const RuleFormPage = lazy(() => import('./rule-form/rule-form-page.tsx'));
const AlertsPage = lazy(() => import('./alerts/alerts-page.tsx'));
const AlertPage = lazy(() => import('./alerts/alert-page.tsx'));
const SandboxPage = lazy(() => import('./sandbox/sandbox-page.tsx'));
const SettingsPage = lazy(() => import('./settings/settings-page.tsx'));

/** Which page stands at which path. */
export function Pages() {
  const { pathname } = useLocation();
  const [, room = ''] = pathname.split('/');
  return (
    <Crashed key={room}>
      <Suspense fallback={<Loading lines={6} />}>
        <Routes>
          <Route path="/" element={<OverviewPage />} />
          {/* The flyout stands over the list: /connectors/new, /connectors/<id>, and ?tab= */}
          <Route path="/connectors/:id?" element={<ConnectorsPage />} />
          <Route path="/deliveries" element={<DeliveriesPage />} />
          <Route path="/deliveries/:id" element={<EventPage />} />
          <Route path="/incidents" element={<IncidentsPage />} />
          <Route path="/dead-letters" element={<DeadLettersPage />} />
          <Route path="/dead-letters/:id" element={<DeadLetterPage />} />
          <Route path="/rules" element={<RulesPage />} />
          <Route path="/rules/new" element={<RuleFormPage />} />
          <Route path="/rules/:id/edit" element={<RuleFormPage />} />
          <Route path="/rules/:id/:part?" element={<RulePage />} />
          <Route path="/alerts" element={<AlertsPage />} />
          <Route path="/alerts/:ruleId/:alertId" element={<AlertPage />} />
          <Route path="/sandbox/:part?" element={<SandboxPage />} />
          <Route path="/settings/:part?" element={<SettingsPage />} />
          <Route path="/sign-in" element={<Navigate to="/" replace />} />
          <Route path="*" element={<NotFoundPage />} />
        </Routes>
      </Suspense>
    </Crashed>
  );
}
