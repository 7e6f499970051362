import { Alert, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { wordsOf } from '../api/api-error.ts';
import { texts } from '../texts/common.ts';

/** Widths in per cent, each another one, so that it can name its bar. */
const bars = ['98%', '92%', '99%', '88%', '100%', '94%', '97%', '60%'];

/** Grey bars in the place of what is on its way, said aloud once. */
export function Loading({ lines = 4 }: { readonly lines?: number }) {
  return (
    <Stack gap="sm" role="status" aria-label={texts.loading}>
      {bars.slice(-lines).map((width) => (
        <Skeleton key={width} height={22} width={width} />
      ))}
    </Stack>
  );
}

/** What could not be read, why, and another try. */
export function LoadFailed({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  return (
    <Alert color="red" icon={<IconAlertTriangle aria-hidden />} title={texts.errors.title} role="alert">
      <Group justify="space-between">
        <Text size="sm" className="from-outside">
          {wordsOf(error)}
        </Text>
        <Button size="xs" variant="default" onClick={onRetry}>
          {texts.tryAgain}
        </Button>
      </Group>
    </Alert>
  );
}

/**
 * What a query brings: bars while it is on its way, words when it fails, `children` of its data otherwise. Data once
 * there stays when a later reading fails, with a line above that says so.
 */
export function QueryView<T>({
  query,
  lines,
  children,
}: {
  readonly query: UseQueryResult<T>;
  readonly lines?: number;
  readonly children: (data: T) => ReactNode;
}) {
  const retry = () => void query.refetch();
  if (query.data === undefined) {
    return query.isError ? (
      <LoadFailed error={query.error} onRetry={retry} />
    ) : (
      <Loading {...(lines !== undefined && { lines })} />
    );
  }
  return (
    <>
      {query.isError && <LoadFailed error={query.error} onRetry={retry} />}
      {children(query.data)}
    </>
  );
}
