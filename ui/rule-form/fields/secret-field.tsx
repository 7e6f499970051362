import { Button, Group, NativeSelect } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { SecretDialog } from '../../secrets/secret-dialog.tsx';
import { useSecrets } from '../../secrets/secrets-api.ts';
import { ruleTypeTexts as texts } from '../../texts/rule-types.ts';
import { secretTexts } from '../../texts/secrets.ts';
import { useField } from './faults-context.ts';

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
            {isLost ? secretTexts.lost(name) : name}
          </option>
        ))}
        {isGone && <option value={secret}>{secretTexts.gone(secret)}</option>}
      </NativeSelect>
      <Button
        variant="default"
        leftSection={<IconPlus size={14} aria-hidden />}
        mb={error === undefined ? 0 : 22}
        onClick={() => setMaking(true)}
      >
        {texts.createSecret}
      </Button>
      <SecretDialog
        isOpen={isMaking}
        names={secrets.map(({ name }) => name)}
        onClose={() => setMaking(false)}
        onMade={(name) => {
          setMaking(false);
          onSecret(name);
        }}
      />
    </Group>
  );
}
