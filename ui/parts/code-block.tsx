import { ActionIcon, Box, CopyButton, ScrollArea, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { texts } from '../texts/common.ts';

/** Text as a machine reads it, with a button that copies it. `label` names it for those who do not see it. */
export function CodeBlock({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <Box pos="relative">
      <ScrollArea.Autosize
        mah={360}
        type="auto"
        viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': label }}
        bg="var(--mantine-color-default)"
        bd="1px solid var(--mantine-color-default-border)"
        style={{ borderRadius: 'var(--mantine-radius-md)' }}
      >
        <Box
          component="pre"
          m={0}
          p="sm"
          pr={48}
          fz="xs"
          className="from-outside"
          style={{ whiteSpace: 'pre-wrap' }}
        >
          {text}
        </Box>
      </ScrollArea.Autosize>
      <Box pos="absolute" top={6} right={6}>
        <CopyAction text={text} label={label} />
      </Box>
    </Box>
  );
}

/** A small button that copies a text. */
export function CopyAction({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <CopyButton value={text} timeout={2000}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? texts.copied : texts.copy}>
          <ActionIcon variant="subtle" color="gray" onClick={copy} aria-label={`${texts.copy}: ${label}`}>
            {copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
}

/** A value as indented JSON. */
export function JsonBlock({ value, label }: { readonly value: unknown; readonly label: string }) {
  return <CodeBlock text={JSON.stringify(value, null, 2)} label={label} />;
}
