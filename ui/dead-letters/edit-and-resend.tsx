import { Alert, Button, Card, Code, Group, List, Stack, Text } from '@mantine/core';
import { ParamsForm } from '../pagerduty-form/params-form.tsx';
import { toParams } from '../pagerduty-form/to-params.ts';
import { useParamsForm } from '../pagerduty-form/use-params-form.ts';
import { Section } from '../parts/section.tsx';
import { deadLetterTexts } from '../texts/dead-letters.ts';
import type { DeadLetterDetails } from './dead-letters-api.ts';

const words = deadLetterTexts.one;

/** The event of a dead letter in a form, and a button that sends what stands there. */
export default function EditAndResend({
  letter,
  isBusy,
  onSend,
  onCancel,
}: {
  readonly letter: DeadLetterDetails;
  readonly isBusy: boolean;
  readonly onSend: (event: Record<string, unknown>) => void;
  readonly onCancel: () => void;
}) {
  const form = useParamsForm(letter.params);
  return (
    <Section title={words.formTitle}>
      <Card withBorder padding="md">
        <form onSubmit={form.onSubmit((values) => onSend(toParams(values)))} noValidate>
          <Stack>
            <Text size="sm" c="dimmed">
              {words.formHint}
            </Text>
            {letter.params_leave_out.length > 0 && (
              <Alert color="yellow" variant="light" title={words.leftOutTitle}>
                {words.leftOut}
                <List size="sm">
                  {letter.params_leave_out.map((field) => (
                    <List.Item key={field}>
                      <Code className="from-outside">{field}</Code>
                    </List.Item>
                  ))}
                </List>
                {words.leftOutResend}
              </Alert>
            )}
            <ParamsForm form={form} />
            <Group justify="flex-end">
              <Button variant="default" onClick={onCancel}>
                {words.cancelEdit}
              </Button>
              <Button type="submit" loading={isBusy}>
                {words.submit}
              </Button>
            </Group>
          </Stack>
        </form>
      </Card>
    </Section>
  );
}
