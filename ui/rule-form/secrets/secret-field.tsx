import { Button, Group, NativeSelect } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { ruleTypeTexts as texts } from '../../texts/rule-types.ts';
import { useField } from '../fields/faults-context.ts';
import { useSecrets } from '../rule-form-api.ts';
import { SecretDialog } from './secret-dialog.tsx';

/** Who asks: a secret by its name, or one that is made on the spot. */
export function SecretField({
  secret,
  onSecret,
}: {
  /** Empty: none. */
  readonly secret: string;
  readonly onSecret: (name: string) => void;
}) {
  const { data: secrets = [] } = useSecrets();
  const [isMaking, setMaking] = useState(false);
  const { error, ...field } = useField('params.auth', true);
  const isGone = secret !== '' && secrets.every(({ name }) => name !== secret);
  return (
    <Group gap="xs" align="flex-end">
      <NativeSelect
        label={texts.auth}
        value={secret}
        error={error}
        flex="1 1 12rem"
        onChange={({ currentTarget }) => onSecret(currentTarget.value)}
        {...field}
      >
        <option value="">{texts.noAuth}</option>
        {secrets.map(({ name, is_missing: isLost }) => (
          <option key={name} value={name}>
            {isLost ? texts.secret.lost(name) : name}
          </option>
        ))}
        {isGone && <option value={secret}>{texts.secret.gone(secret)}</option>}
      </NativeSelect>
      <Button
        variant="default"
        leftSection={<IconPlus size={14} aria-hidden />}
        mb={error === undefined ? 0 : 22}
        onClick={() => setMaking(true)}
      >
        {texts.createSecret}
      </Button>
      {isMaking && (
        <SecretDialog
          names={secrets.map(({ name }) => name)}
          onClose={() => setMaking(false)}
          onMade={(name) => {
            setMaking(false);
            onSecret(name);
          }}
        />
      )}
    </Group>
  );
}
