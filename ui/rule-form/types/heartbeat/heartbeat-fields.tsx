import { NativeSelect, Radio, SimpleGrid, Stack, TagsInput } from '@mantine/core';
import { ruleTypeTexts } from '../../../texts/rule-types.ts';
import { DurationField } from '../../fields/duration-field.tsx';
import { useField } from '../../fields/faults-context.ts';
import { hintBelow } from '../../fields/hint-below.ts';
import { More } from '../../fields/more.tsx';
import { TextField } from '../../fields/text-field.tsx';
import { timeZones } from '../../fields/time-zones.ts';
import type { TypeFieldsProps } from '../type-form.ts';
import { useTypeValues } from '../use-type-values.ts';
import { heartbeatParamsOf, heartbeatValues } from './heartbeat-values.ts';

const texts = ruleTypeTexts.heartbeat;
const bys = ['every', 'cron'] as const;
const foldedAway = ['maxRunTime', 'expectedSources', 'forgetAfter'].map((name) => `params.${name}`);

export function HeartbeatFields({ initial, onChange }: TypeFieldsProps) {
  const [values, set] = useTypeValues(() => heartbeatValues(initial), heartbeatParamsOf, onChange);
  const { error: sourceError, ...ofSources } = useField('params.expectedSources', true);
  const ofZone = useField('params.timezone');
  const { by, maxRunTime, expectedSources, forgetAfter } = values;
  return (
    <>
      <Radio.Group
        label={texts.by}
        value={by}
        onChange={(value) => set({ by: value === 'cron' ? 'cron' : 'every' })}
      >
        <Stack gap="xs" mt={4}>
          {bys.map((each) => (
            <Radio key={each} value={each} label={texts.bys[each]} />
          ))}
        </Stack>
      </Radio.Group>
      {by === 'every' ? (
        <DurationField
          path="params.every"
          label={texts.every}
          placeholder={texts.everyDefault}
          value={values.every}
          unit="h"
          onText={(every) => set({ every })}
        />
      ) : (
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <TextField
            path="params.cron"
            label={texts.cron}
            hint={texts.cronHint}
            isRequired
            placeholder="0 3 * * *"
            value={values.cron}
            onText={(cron) => set({ cron })}
          />
          <NativeSelect
            label={texts.timezone}
            data={timeZones(values.timezone)}
            value={values.timezone}
            onChange={({ currentTarget }) => set({ timezone: currentTarget.value })}
            {...ofZone}
          />
        </SimpleGrid>
      )}
      <DurationField
        path="params.grace"
        label={texts.grace}
        placeholder="5"
        value={values.grace}
        onText={(grace) => set({ grace })}
      />
      <More
        paths={foldedAway}
        isOpen={maxRunTime !== '' || forgetAfter !== '' || expectedSources.length > 0}
        label={texts.more}
      >
        <DurationField
          path="params.maxRunTime"
          label={texts.maxRunTime}
          hint={texts.maxRunTimeHint}
          value={maxRunTime}
          unit="h"
          onText={(text) => set({ maxRunTime: text })}
        />
        <TagsInput
          label={texts.expectedSources}
          description={texts.expectedHint}
          inputWrapperOrder={hintBelow}
          value={[...expectedSources]}
          error={sourceError}
          onChange={(sources) => set({ expectedSources: sources })}
          {...ofSources}
        />
        <DurationField
          path="params.forgetAfter"
          label={texts.forgetAfter}
          hint={texts.forgetHint}
          value={forgetAfter}
          unit="d"
          onText={(text) => set({ forgetAfter: text })}
        />
      </More>
    </>
  );
}
