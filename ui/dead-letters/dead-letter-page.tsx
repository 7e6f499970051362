import { Page } from '../parts/page.tsx';

export default function DeadLetterPage() {
  return <Page title="dead-letter-page">…</Page>;
}
