import { Box, Group, Text, ThemeIcon, Title, VisuallyHidden } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { type ReactNode, type Ref, useEffect, useRef } from 'react';
import { firstStepsTexts as words } from '../../texts/first-steps.ts';

export type StepState = 'done' | 'current' | 'later';

/** One of the steps: its number or a tick, what it is about, and what is to be done while it is its turn. */
export function Step({
  number,
  title,
  state,
  outcome,
  takesFocus,
  children,
}: {
  readonly number: number;
  readonly title: string;
  readonly state: StepState;
  /** What came of it, once it is done. */
  readonly outcome?: ReactNode;
  /** Whether its heading is focused when its turn comes: what had the focus is gone then. */
  readonly takesFocus: boolean;
  readonly children: ReactNode;
}) {
  const heading = useFocusOnTurn(state === 'current' && takesFocus);
  return (
    <Group component="li" wrap="nowrap" align="flex-start" gap="md">
      <ThemeIcon
        radius="xl"
        size={32}
        variant={state === 'current' ? 'filled' : 'light'}
        color={state === 'done' ? 'green' : state === 'current' ? 'indigo' : 'gray'}
        aria-hidden
      >
        {state === 'done' ? <IconCheck size={18} /> : number}
      </ThemeIcon>
      <Box flex={1} miw={0} pt={3}>
        <Title
          order={3}
          size="h5"
          ref={heading}
          tabIndex={-1}
          className="focus-unseen"
          c={state === 'later' ? 'dimmed' : undefined}
        >
          <VisuallyHidden>
            {state === 'done' ? words.done : state === 'current' ? words.current : words.later}{' '}
          </VisuallyHidden>
          {title}
        </Title>
        {state === 'done' && outcome !== undefined && (
          <Text size="sm" c="dimmed" component="div" className="from-outside">
            {outcome}
          </Text>
        )}
        {state === 'current' && <Box mt="xs">{children}</Box>}
      </Box>
    </Group>
  );
}

/** For a heading, which is focused when `hasTurn` becomes true, and not when it begins so. */
export function useFocusOnTurn(hasTurn: boolean): Ref<HTMLHeadingElement> {
  const heading = useRef<HTMLHeadingElement>(null);
  const had = useRef(hasTurn);
  useEffect(() => {
    if (hasTurn && !had.current) heading.current?.focus();
    had.current = hasTurn;
  }, [hasTurn]);
  return heading;
}
