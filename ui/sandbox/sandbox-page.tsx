import { Page } from '../parts/page.tsx';

export default function SandboxPage() {
  return <Page title="sandbox-page">…</Page>;
}
