import {
  Chip,
  Fieldset,
  Group,
  NativeSelect,
  Radio,
  SegmentedControl,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { snoozeTexts as words } from '../../texts/snooze.ts';
import {
  changeOf,
  faultsOf,
  type SnoozeChange,
  type SnoozeFault,
  type SnoozeValues,
  weekdayNames,
} from './snooze-values.ts';
import { wallTime } from './wall-time.ts';

const here = () => new Intl.DateTimeFormat('en').resolvedOptions().timeZone;
/** One's own first, then UTC and all others. */
const zones = () => [...new Set([here(), 'UTC', ...Intl.supportedValuesOf('timeZone')])];
const options = (of: Readonly<Record<string, string>>) =>
  Object.entries(of).map(([value, label]) => ({ value, label }));
const oneOf = <Value extends string>(of: Readonly<Record<Value, string>>, text: string): Value | undefined =>
  Object.keys(of).find((key): key is Value => key === text);

const hour = 3_600_000;

function emptyValues(): SnoozeValues {
  const timezone = here();
  return {
    kind: 'now',
    length: '3600',
    amount: '2',
    unit: 'h',
    // The next full hour.
    start: wallTime(Math.ceil(Date.now() / hour) * hour, timezone),
    timezone,
    repeat: 'w',
    every: '1',
    weekdays: [],
    ends: 'never',
    endDay: '',
    times: '10',
  };
}

type Change = (change: Partial<SnoozeValues>) => void;
type Faults = Partial<Record<SnoozeFault, string>>;
interface FieldsProps {
  readonly values: SnoozeValues;
  readonly faults: Faults;
  readonly onChange: Change;
}

/** Asks for how long, or at which times, rules shall be snoozed. */
export function SnoozeDialog({
  what,
  isBusy,
  onClose,
  onSnooze,
}: {
  /** The rules, in words. */
  readonly what: string;
  readonly isBusy: boolean;
  readonly onClose: () => void;
  readonly onSnooze: (change: SnoozeChange) => void;
}) {
  const [values, setValues] = useState(emptyValues);
  const [faults, setFaults] = useState<Faults>({});
  const onChange: Change = (change) => {
    setValues((before) => ({ ...before, ...change }));
    setFaults({});
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = faultsOf(values);
    setFaults(found);
    if (Object.keys(found).length === 0) onSnooze(changeOf(values));
  };
  return (
    <FormDialog
      title={words.title(what)}
      isOpen
      onClose={onClose}
      onSubmit={submit}
      submit={words.save}
      isBusy={isBusy}
      error={null}
    >
      <Text size="sm">{words.about}</Text>
      <SegmentedControl
        aria-label={words.kind}
        fullWidth
        data={options(words.kinds)}
        value={values.kind}
        onChange={(kind) => onChange({ kind: kind === 'schedule' ? 'schedule' : 'now' })}
      />
      {values.kind === 'now' ? (
        <FromNow values={values} faults={faults} onChange={onChange} />
      ) : (
        <OnSchedule values={values} faults={faults} onChange={onChange} />
      )}
    </FormDialog>
  );
}

function Length({ values, faults, onChange }: FieldsProps) {
  return (
    <Group align="flex-start" gap="sm" wrap="nowrap">
      <TextInput
        label={words.amount}
        inputMode="numeric"
        value={values.amount}
        error={faults.amount}
        onChange={({ currentTarget }) => onChange({ amount: currentTarget.value })}
        flex="1 1 6rem"
      />
      <NativeSelect
        label={words.unit}
        data={options(words.units)}
        value={values.unit}
        onChange={({ currentTarget }) => onChange({ unit: oneOf(words.units, currentTarget.value) ?? 'h' })}
        flex="1 1 8rem"
      />
    </Group>
  );
}

function FromNow(props: FieldsProps) {
  const { values, onChange } = props;
  return (
    <>
      <Radio.Group label={words.length} value={values.length} onChange={(length) => onChange({ length })}>
        <Stack gap="xs" mt="xs">
          {options(words.lengths).map(({ value, label }) => (
            <Radio key={value} value={value} label={label} />
          ))}
        </Stack>
      </Radio.Group>
      {values.length === 'custom' && <Length {...props} />}
    </>
  );
}

function OnSchedule(props: FieldsProps) {
  const { values, faults, onChange } = props;
  return (
    <>
      <TextInput
        type="datetime-local"
        label={words.start}
        description={words.startHint}
        value={values.start}
        error={faults.start}
        onChange={({ currentTarget }) => onChange({ start: currentTarget.value })}
      />
      <NativeSelect
        label={words.timezone}
        data={zones()}
        value={values.timezone}
        onChange={({ currentTarget }) => onChange({ timezone: currentTarget.value })}
      />
      <Fieldset legend={words.length} p="sm">
        <Length {...props} />
      </Fieldset>
      <NativeSelect
        label={words.repeat}
        data={options(words.repeats)}
        value={values.repeat}
        onChange={({ currentTarget }) =>
          onChange({ repeat: oneOf(words.repeats, currentTarget.value) ?? 'once' })
        }
      />
      {values.repeat !== 'once' && <Repetition {...props} />}
    </>
  );
}

function Repetition({ values, faults, onChange }: FieldsProps) {
  const unit = values.repeat === 'once' ? '' : words.everyUnits[values.repeat];
  return (
    <>
      <TextInput
        label={words.every}
        inputMode="numeric"
        value={values.every}
        error={faults.every}
        rightSection={
          <Text size="sm" c="dimmed">
            {unit}
          </Text>
        }
        rightSectionWidth={72}
        onChange={({ currentTarget }) => onChange({ every: currentTarget.value })}
      />
      {values.repeat === 'w' && (
        <Stack gap={4}>
          <Text size="sm" fw={500}>
            {words.weekdays}
          </Text>
          <Chip.Group multiple value={[...values.weekdays]} onChange={(weekdays) => onChange({ weekdays })}>
            <Group gap={6}>
              {weekdayNames.map((day) => (
                <Chip key={day} value={day} size="xs">
                  {words.weekdayNames[day]}
                </Chip>
              ))}
            </Group>
          </Chip.Group>
        </Stack>
      )}
      <NativeSelect
        label={words.ends}
        data={options(words.endings)}
        value={values.ends}
        onChange={({ currentTarget }) =>
          onChange({ ends: oneOf(words.endings, currentTarget.value) ?? 'never' })
        }
      />
      {values.ends === 'on' && (
        <TextInput
          type="date"
          label={words.endDay}
          value={values.endDay}
          error={faults.endDay}
          onChange={({ currentTarget }) => onChange({ endDay: currentTarget.value })}
        />
      )}
      {values.ends === 'after' && (
        <TextInput
          label={words.times}
          inputMode="numeric"
          value={values.times}
          error={faults.times}
          onChange={({ currentTarget }) => onChange({ times: currentTarget.value })}
        />
      )}
    </>
  );
}
