import { Radio, Stack, TextInput } from '@mantine/core';
import { regions } from '../../src/pagerduty/regions.ts';
import { connectorFormTexts as texts } from '../texts/connector-form.ts';
import type { ConnectorFormState } from './use-connector-form.ts';

/** Where events are posted to: one of the known places, or a URL of one's own. */
export function ApiUrlField({
  form,
  sandboxUrl,
}: {
  readonly form: ConnectorFormState;
  /** `undefined`: this server has no sandbox. */
  readonly sandboxUrl: string | undefined;
}) {
  const places = [
    { value: 'us', hint: regions.us.enqueueUrl },
    { value: 'eu', hint: regions.eu.enqueueUrl },
    ...(sandboxUrl === undefined ? [] : [{ value: 'sandbox', hint: texts.sandboxHint } as const]),
    { value: 'other', hint: texts.otherHint },
  ] as const;
  return (
    <Stack gap="xs">
      <Radio.Group label={texts.apiUrl} {...form.getInputProps('place')}>
        <Stack gap="xs" mt={4} mb={4}>
          {places.map(({ value, hint }) => (
            <Radio
              key={value}
              value={value}
              label={texts.places[value]}
              description={<span className="from-outside">{hint}</span>}
            />
          ))}
        </Stack>
      </Radio.Group>
      {form.values.place === 'other' && (
        <TextInput
          label={texts.ownApiUrl}
          aria-required
          type="url"
          autoComplete="off"
          spellCheck={false}
          {...form.getInputProps('ownUrl')}
        />
      )}
    </Stack>
  );
}
