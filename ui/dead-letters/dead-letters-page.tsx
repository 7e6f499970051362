import { Page } from '../parts/page.tsx';

export default function DeadLettersPage() {
  return <Page title="dead-letters-page">…</Page>;
}
