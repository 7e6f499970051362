import { IconMapQuestion } from '@tabler/icons-react';
import { useLocation } from 'react-router';
import { Empty } from '../parts/empty.tsx';
import { Page } from '../parts/page.tsx';
import { texts } from '../texts/common.ts';

export function NotFoundPage() {
  const { pathname } = useLocation();
  return (
    <Page title={texts.errors.notFoundTitle}>
      <Empty icon={<IconMapQuestion />} title={texts.errors.notFound(pathname)} />
    </Page>
  );
}
