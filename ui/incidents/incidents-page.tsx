import { Page } from '../parts/page.tsx';

export default function IncidentsPage() {
  return <Page title="incidents-page">…</Page>;
}
