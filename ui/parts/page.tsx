import { Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { useLocation } from 'react-router';
import { texts } from '../texts/common.ts';

/** What the router calls the place where a visit begins. */
const firstKey = 'default';

/** The frame of a page: its heading, which takes the focus when the page opens, what can be done, and what it is about. */
export function Page({
  title,
  about,
  actions,
  children,
}: {
  readonly title: string;
  readonly about?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${texts.product}`;
  }, [title]);
  const { key } = useLocation();
  // Not where a visit begins: there the browser's own beginning is right, and the first Tab leads to the skip link.
  const isFirst = useRef(key === firstKey);
  useEffect(() => {
    if (!isFirst.current && document.activeElement === document.body) heading.current?.focus();
  }, []);
  return (
    <Stack gap="lg" maw="var(--page-width)" mx="auto" w="100%">
      <Group justify="space-between" align="flex-start" gap="sm">
        <div>
          <Title order={1} size="h2" ref={heading} tabIndex={-1}>
            {title}
          </Title>
          {about !== undefined && (
            <Text c="dimmed" size="sm" maw="45rem">
              {about}
            </Text>
          )}
        </div>
        {actions !== undefined && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </Stack>
  );
}
