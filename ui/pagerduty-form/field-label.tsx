import { Box } from '@mantine/core';
import { texts } from '../texts/common.ts';

/** A label with the word `Optional` beside it, as Kibana's forms have it. */
export function FieldLabel({
  label,
  isOptional = false,
}: {
  readonly label: string;
  readonly isOptional?: boolean;
}) {
  return (
    <>
      {label}
      {isOptional && (
        <>
          {' '}
          <Box component="span" c="dimmed" fw={400} fz="xs">
            {texts.optional}
          </Box>
        </>
      )}
    </>
  );
}
