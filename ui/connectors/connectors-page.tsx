import { Page } from '../parts/page.tsx';

export default function ConnectorsPage() {
  return <Page title="connectors-page">…</Page>;
}
