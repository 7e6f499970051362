import { Page } from '../parts/page.tsx';

export default function SettingsPage() {
  return <Page title="settings-page">…</Page>;
}
