import { Button, NumberInput, Paper, Stack, Text, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { stateAnswer } from '../../src/api/sandbox.ts';
import { change } from '../api/request.ts';
import { counted } from '../parts/counted.ts';
import { Fault } from '../parts/fault.tsx';
import { sandboxTexts } from '../texts/sandbox.ts';
import { sandboxPath, useSandboxChange } from './sandbox-queries.ts';

const texts = sandboxTexts.limit;

/** Calls per key in any 60 s, or none. `limit` null: there is none. */
export function RateLimit({ limit }: { readonly limit: number | null }) {
  const initialValues: { limit: string | number } = { limit: limit ?? '' };
  const form = useForm({
    initialValues,
    validateInputOnBlur: true,
    validate: {
      limit: (value) =>
        value === '' || (Number.isInteger(Number(value)) && Number(value) >= 0 && Number(value) <= 100_000)
          ? null
          : texts.wrong,
    },
  });
  const set = useSandboxChange((value: string | number) =>
    change(stateAnswer, 'PUT', `${sandboxPath}/limit`, { limit: value === '' ? null : Number(value) }),
  );
  return (
    <Paper withBorder p="md">
      <form onSubmit={form.onSubmit((values) => set.mutate(values.limit))} noValidate>
        <Stack gap="sm">
          <div>
            <Title order={2} size="h4">
              {texts.title}
            </Title>
            <Text size="sm" c="dimmed" role="status">
              {limit === null ? texts.none : texts.now(counted(limit, 'call'))}
            </Text>
          </div>
          <NumberInput
            label={texts.label}
            description={texts.hint}
            min={0}
            max={100_000}
            allowDecimal={false}
            thousandSeparator=","
            {...form.getInputProps('limit')}
          />
          <Fault error={set.error} />
          <Button type="submit" variant="default" loading={set.isPending}>
            {texts.set}
          </Button>
        </Stack>
      </form>
    </Paper>
  );
}
