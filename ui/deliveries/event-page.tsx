import { Page } from '../parts/page.tsx';

export default function EventPage() {
  return <Page title="event-page">…</Page>;
}
