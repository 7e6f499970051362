import {
  Anchor,
  Autocomplete,
  Collapse,
  NativeSelect,
  NumberInput,
  Paper,
  Radio,
  Stack,
  Text,
  Title,
} from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown } from '@tabler/icons-react';
import { type MoodName, maxMoodDelay, moodNames, stateAnswer } from '../../src/api/sandbox.ts';
import { change } from '../api/request.ts';
import { Fault } from '../parts/fault.tsx';
import { sandboxTexts } from '../texts/sandbox.ts';
import { integrationKeyPattern, mayMean, sandboxKey } from './sandbox-key.ts';
import { type SandboxState, sandboxPath, useSandboxChange } from './sandbox-queries.ts';

const texts = sandboxTexts.mood;
const within = (value: string | number, most: number) =>
  value === '' || (Number(value) >= 0 && Number(value) <= most) ? null : texts.numberWrong(0, most);

/** Switches for how calls are treated: one click for all calls, and with options for some. */
export function MoodPanel({ moods, keys }: Pick<SandboxState, 'moods' | 'keys'>) {
  const [isOpen, options] = useDisclosure(false);
  const initialValues: { percent: string | number; delay: string | number; lasts: string; key: string } = {
    percent: 100,
    delay: '',
    lasts: '',
    key: '',
  };
  const form = useForm({
    initialValues,
    validateInputOnBlur: true,
    validate: {
      percent: (value) => (value === '' ? texts.numberWrong(0, 100) : within(value, 100)),
      delay: (value) => within(value, maxMoodDelay),
      key: (value) => (value === '' || integrationKeyPattern.test(value.trim()) ? null : texts.keyWrong),
    },
  });
  const set = useSandboxChange((mood: MoodName) => {
    const { percent, delay, lasts, key } = form.values;
    return change(stateAnswer, 'PUT', `${sandboxPath}/mood`, {
      mood,
      percent: Number(percent),
      ...(delay !== '' && { delay: Number(delay) }),
      ...(lasts !== '' && { until: new Date(Date.now() + Number(lasts) * 60_000).toISOString() }),
      ...(key !== '' && { key: key.trim() }),
    });
  });
  const { key } = form.values;
  const inForce = moods.find((mood) =>
    key === '' ? mood.key === null : mayMean(mood.key ?? '', key.trim()),
  );
  const shown = set.isPending ? set.variables : (inForce?.mood ?? 'ok');
  const choose = (name: string) => {
    const mood = moodNames.find((each) => each === name);
    if (mood === undefined) return;
    if (form.validate().hasErrors) options.open();
    else set.mutate(mood);
  };
  const suggested = [
    sandboxKey,
    ...keys.filter(({ made, revoked }) => made && !revoked).map((each) => each.key),
  ];

  return (
    <Paper withBorder p="md">
      <Stack gap="sm">
        <div>
          <Title order={2} size="h4">
            {texts.title}
          </Title>
          <Text size="sm" c="dimmed">
            {texts.hint}
          </Text>
        </div>
        <Radio.Group aria-label={texts.label} value={shown} onChange={choose}>
          <Stack gap="xs">
            {moodNames.map((mood) => (
              <Radio
                key={mood}
                value={mood}
                label={texts.names[mood].name}
                description={texts.names[mood].what}
                // Chosen again it takes effect with other options.
                onClick={() => mood === shown && choose(mood)}
              />
            ))}
          </Stack>
        </Radio.Group>
        <Fault error={set.error} />
        <Anchor
          component="button"
          type="button"
          size="sm"
          onClick={options.toggle}
          aria-expanded={isOpen}
          ta="left"
        >
          {texts.options} <IconChevronDown size={14} aria-hidden />
        </Anchor>
        <Collapse expanded={isOpen}>
          <Stack gap="sm">
            <Text size="sm" c="dimmed">
              {texts.optionsHint}
            </Text>
            <NumberInput label={texts.percent} min={0} max={100} {...form.getInputProps('percent')} />
            <NumberInput
              label={texts.delay}
              description={texts.delayHint}
              min={0}
              max={maxMoodDelay}
              allowDecimal={false}
              {...form.getInputProps('delay')}
            />
            <NativeSelect label={texts.lasts} data={[...texts.lastings]} {...form.getInputProps('lasts')} />
            <Autocomplete
              label={texts.key}
              description={texts.keyHint}
              data={suggested}
              spellCheck={false}
              {...form.getInputProps('key')}
            />
          </Stack>
        </Collapse>
      </Stack>
    </Paper>
  );
}
