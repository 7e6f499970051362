import { Button, Collapse, Stack } from '@mantine/core';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { type ReactNode, useContext, useId, useState } from 'react';
import { ruleFormTexts as texts } from '../../texts/rule-form.ts';
import { FaultsContext, faultAt } from './faults-context.ts';

/** What few need: folded away, unless something is wrong in there. */
export function More({
  paths,
  isOpen: isOpenAtFirst = false,
  label = texts.more,
  children,
}: {
  /** Of the fields that are in there. */
  readonly paths: readonly string[];
  /** Something in there is not as usual. */
  readonly isOpen?: boolean;
  readonly label?: string;
  readonly children: ReactNode;
}) {
  const id = useId();
  const faults = useContext(FaultsContext);
  const [isUnfolded, setUnfolded] = useState(isOpenAtFirst);
  const isOpen = isUnfolded || paths.some((path) => faultAt(faults, path, true) !== undefined);
  return (
    <div>
      <Button
        variant="subtle"
        size="compact-sm"
        px={0}
        aria-expanded={isOpen}
        aria-controls={id}
        rightSection={
          isOpen ? <IconChevronUp size={14} aria-hidden /> : <IconChevronDown size={14} aria-hidden />
        }
        onClick={() => setUnfolded(!isOpen)}
      >
        {isOpen ? texts.less : label}
      </Button>
      <Collapse expanded={isOpen} id={id}>
        <Stack gap="sm" pt="xs">
          {children}
        </Stack>
      </Collapse>
    </div>
  );
}
