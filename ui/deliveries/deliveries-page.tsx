import { Page } from '../parts/page.tsx';

export default function DeliveriesPage() {
  return <Page title="deliveries-page">…</Page>;
}
