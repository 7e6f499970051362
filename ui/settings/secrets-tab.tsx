import { Anchor, Button, Group, Stack, Table, Text } from '@mantine/core';
import { IconLock, IconPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { Empty } from '../parts/empty.tsx';
import { Moment } from '../parts/moment.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { RevokeButton } from '../parts/revoke-button.tsx';
import { rulePath } from '../rules/rules-api.ts';
import { SecretDialog } from '../secrets/secret-dialog.tsx';
import { deleteSecret, type ShownSecret, secretsKey, useSecrets } from '../secrets/secrets-api.ts';
import { secretTexts } from '../texts/secrets.ts';
import { settingsTexts } from '../texts/settings.ts';

const texts = secretTexts.list;

/** By what rules say who they are: named, made, replaced and deleted, and never shown. */
export function SecretsTab() {
  const secrets = useSecrets();
  const [isOpen, setOpen] = useState(false);
  const [replaced, setReplaced] = useState<ShownSecret>();
  const open = (secret?: ShownSecret) => {
    setReplaced(secret);
    setOpen(true);
  };
  const close = () => setOpen(false);
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed" maw="45rem">
        {texts.about}
      </Text>
      <div>
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => open()}>
          {secretTexts.title}
        </Button>
      </div>
      <SecretDialog
        isOpen={isOpen}
        names={(secrets.data ?? []).map(({ name }) => name)}
        replaced={replaced}
        onClose={close}
        onMade={close}
      />
      <QueryView query={secrets}>
        {(items) =>
          items.length === 0 ? (
            <Empty icon={<IconLock />} title={texts.empty}>
              {texts.emptyText}
            </Empty>
          ) : (
            <Table verticalSpacing="sm">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{texts.secret}</Table.Th>
                  <Table.Th>{texts.usedBy}</Table.Th>
                  <Table.Th visibleFrom="sm">{texts.changed}</Table.Th>
                  <Table.Th ta="right">{settingsTexts.actions}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {items.map((secret) => (
                  <SecretRow key={secret.name} secret={secret} onReplace={() => open(secret)} />
                ))}
              </Table.Tbody>
            </Table>
          )
        }
      </QueryView>
    </Stack>
  );
}

function SecretRow({ secret, onReplace }: { readonly secret: ShownSecret; readonly onReplace: () => void }) {
  const { name, type, used_by: rules, updated_at: changed } = secret;
  const queries = useQueryClient();
  const removal = useMutation({
    mutationFn: () => deleteSecret(name),
    onSuccess: () => queries.invalidateQueries({ queryKey: secretsKey }),
  });
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={600} className="from-outside">
          {name}
        </Text>
        <Text size="xs" c={secret.is_missing ? 'red' : 'dimmed'}>
          {secret.is_missing ? texts.lost : secretTexts.types[type]}
        </Text>
      </Table.Td>
      <Table.Td>
        {rules.length === 0
          ? texts.unused
          : rules.map((rule) => (
              <div key={rule.id} className="from-outside">
                <Anchor component={Link} to={rulePath(rule.id)} size="sm">
                  {rule.name}
                </Anchor>
              </div>
            ))}
      </Table.Td>
      <Table.Td visibleFrom="sm">{changed === null ? texts.ofSettings : <Moment at={changed} />}</Table.Td>
      <Table.Td ta="right">
        {!secret.is_preconfigured && (
          <Group gap="xs" justify="flex-end">
            <Button
              size="compact-sm"
              variant="default"
              aria-label={texts.replaceAria(name)}
              onClick={onReplace}
            >
              {texts.replace}
            </Button>
            <RevokeButton texts={texts.delete(name)} onConfirm={() => removal.mutateAsync()} />
          </Group>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
