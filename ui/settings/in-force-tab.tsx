import {
  ActionIcon,
  Badge,
  Checkbox,
  Code,
  Group,
  Paper,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { IconAdjustments, IconSearch, IconX } from '@tabler/icons-react';
import { useDeferredValue, useState } from 'react';
import { Empty } from '../parts/empty.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { settingsTexts } from '../texts/settings.ts';
import { groupSettings, type SettingGroup } from './group-settings.ts';
import { type EffectiveSetting, useEffectiveSettings } from './settings-queries.ts';

const texts = settingsTexts.inForce;

/** Every setting in force, with where it comes from. */
export function InForceTab() {
  const settings = useEffectiveSettings();
  const [search, setSearch] = useState('');
  const [onlyChanged, setOnlyChanged] = useState(false);
  const wanted = useDeferredValue(search);
  return (
    <QueryView query={settings} lines={8}>
      {({ items, file }) => {
        const groups = groupSettings(items, { search: wanted, onlyChanged });
        const shown = groups.reduce((sum, group) => sum + group.settings.length, 0);
        return (
          <Stack gap="md">
            <Text size="sm" c="dimmed" className="from-outside">
              {file === null ? texts.noFile : texts.file(file)} {texts.how}
            </Text>
            <Group gap="md">
              <TextInput
                flex="1 1 16rem"
                maw="28rem"
                aria-label={texts.search}
                placeholder={texts.search}
                value={search}
                onChange={({ currentTarget }) => setSearch(currentTarget.value)}
                leftSection={<IconSearch size={16} aria-hidden />}
                rightSection={
                  search !== '' && (
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      aria-label={texts.clearSearch}
                      onClick={() => setSearch('')}
                    >
                      <IconX size={16} aria-hidden />
                    </ActionIcon>
                  )
                }
              />
              <Checkbox
                label={texts.onlyChanged}
                checked={onlyChanged}
                onChange={({ currentTarget }) => setOnlyChanged(currentTarget.checked)}
              />
              <Text size="sm" c="dimmed" role="status">
                {texts.found(shown, items.length)}
              </Text>
            </Group>
            {groups.length === 0 ? (
              <Empty icon={<IconAdjustments />} title={texts.none}>
                {texts.noneHint}
              </Empty>
            ) : (
              groups.map((group) => <SettingsOfGroup key={group.name} group={group} />)
            )}
          </Stack>
        );
      }}
    </QueryView>
  );
}

function SettingsOfGroup({ group }: { readonly group: SettingGroup }) {
  return (
    <Paper withBorder component="section" aria-label={group.name}>
      <Title order={2} size="h5" px="md" py="xs" ff="monospace">
        {group.name}
      </Title>
      {group.settings.map((setting) => (
        <Setting key={setting.key} setting={setting} />
      ))}
    </Paper>
  );
}

function Setting({ setting }: { readonly setting: EffectiveSetting }) {
  const { key, value, source, where, secret, description, after_restart: next } = setting;
  const isChanged = source !== 'default';
  // Which file it is stands above; here the line counts, which the end of a long path would hide.
  const shownWhere = source === 'file' ? where?.replace(/^.*[/\\]/, '') : where;
  return (
    <Stack gap={4} px="md" py="sm" style={{ borderTop: '1px solid var(--mantine-color-default-border)' }}>
      <Group justify="space-between" gap="xs" align="baseline">
        <Text size="sm" fw={600} ff="monospace" className="from-outside">
          {key}
        </Text>
        <Group gap="xs">
          <Code className="from-outside" fz="sm">
            {value === '' ? '""' : value}
          </Code>
          {secret && (
            <Badge variant="light" color="gray" tt="none">
              {texts.secret}
            </Badge>
          )}
          <Badge
            variant="light"
            color={isChanged ? 'indigo' : 'gray'}
            tt="none"
            maw="100%"
            title={where ?? undefined}
          >
            {shownWhere ?? texts.sources[source]}
          </Badge>
        </Group>
      </Group>
      {next !== null && (
        <Text size="sm" fw={600} className="from-outside">
          {texts.afterRestart(next)}
        </Text>
      )}
      <Text size="sm" c="dimmed" maw="60rem">
        {description}
        {isChanged && !secret && <> {texts.default(setting.default)}</>}
      </Text>
    </Stack>
  );
}
