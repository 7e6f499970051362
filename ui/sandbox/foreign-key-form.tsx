import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { playKey } from '../../src/api/sandbox.ts';
import { change } from '../api/request.ts';
import { Fault } from '../parts/fault.tsx';
import { sandboxTexts } from '../texts/sandbox.ts';
import { integrationKeyPattern } from './sandbox-key.ts';
import { sandboxPath, useSandboxChange } from './sandbox-queries.ts';

const texts = sandboxTexts.keys;

/** Has a key accepted or refused that the sandbox did not make. */
export function ForeignKeyForm() {
  const form = useForm({
    initialValues: { key: '' },
    validateInputOnBlur: true,
    validate: {
      key: (value) => (integrationKeyPattern.test(value.trim()) ? null : sandboxTexts.mood.keyWrong),
    },
  });
  const act = useSandboxChange(async ({ key, refused }: { key: string; refused: boolean }) => {
    if (refused) await change(playKey, 'DELETE', `${sandboxPath}/keys/${key}`);
    else await change(playKey, 'POST', `${sandboxPath}/keys`, { key });
    form.reset();
  });
  const go = (refused: boolean) => () => {
    if (!form.validate().hasErrors) act.mutate({ key: form.values.key.trim(), refused });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        go(false)();
      }}
      noValidate
    >
      <Stack gap="sm">
        <TextInput
          label={texts.other}
          description={texts.otherHint}
          autoComplete="off"
          spellCheck={false}
          {...form.getInputProps('key')}
        />
        <Fault error={act.error} />
        <Group gap="xs">
          <Button type="submit" variant="default" loading={act.isPending && act.variables.refused === false}>
            {texts.admitIt}
          </Button>
          <Button variant="default" loading={act.isPending && act.variables.refused} onClick={go(true)}>
            {texts.refuse}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
