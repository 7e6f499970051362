import { ActionIcon, Combobox, Text, useCombobox } from '@mantine/core';
import { IconBraces } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { variablesTexts as texts } from '../texts/variables.ts';
import { findVariables } from './find-variables.ts';
import type { Variable } from './variable.ts';

/** A small button that finds a variable, by its name, its description or what it was in the last preview. */
export function VariablePicker({
  field,
  variables,
  onPick,
}: {
  /** The field's label, for those who do not see where the button stands. */
  readonly field: string;
  readonly variables: readonly Variable[];
  readonly onPick: (name: string) => void;
}) {
  const [search, setSearch] = useState('');
  const combobox = useCombobox({
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      setSearch('');
    },
    onDropdownOpen: () => combobox.focusSearchInput(),
  });
  const found = findVariables(variables, search);
  const { selectFirstOption } = combobox;
  // Once the list is that of the search: Enter takes its first.
  useEffect(() => {
    if (search !== '') selectFirstOption();
  }, [search, selectFirstOption]);
  return (
    <Combobox
      store={combobox}
      width={340}
      position="bottom-end"
      shadow="md"
      keepMounted={false}
      middlewares={{ flip: true, shift: true }}
      onOptionSubmit={(name) => {
        combobox.closeDropdown();
        onPick(name);
      }}
    >
      <Combobox.Target withAriaAttributes={false}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={texts.add(field)}
          title={texts.add(field)}
          aria-haspopup="listbox"
          aria-expanded={combobox.dropdownOpened}
          onClick={() => combobox.toggleDropdown()}
        >
          <IconBraces size={16} aria-hidden />
        </ActionIcon>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          value={search}
          onChange={({ currentTarget }) => setSearch(currentTarget.value)}
          placeholder={texts.search}
          aria-label={texts.search}
        />
        <Combobox.Options mah={280} style={{ overflowY: 'auto' }} aria-label={texts.list}>
          {found.length === 0 && <Combobox.Empty>{texts.none}</Combobox.Empty>}
          {found.map(({ name, description, sample }) => (
            <Combobox.Option key={name} value={name} className="from-outside">
              <Text size="sm" ff="monospace">
                {name}
              </Text>
              {/* Not dimmed: the chosen one stands on the colour of buttons. */}
              <Text size="xs" c="inherit">
                {description}
              </Text>
              {sample !== undefined && sample !== '' && (
                <Text size="xs" c="inherit" fs="italic" lineClamp={2}>
                  {texts.now(sample)}
                </Text>
              )}
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
