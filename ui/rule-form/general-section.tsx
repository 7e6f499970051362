import { SimpleGrid, TagsInput, TextInput } from '@mantine/core';
import { Section } from '../parts/section.tsx';
import { ruleFormTexts as texts } from '../texts/rule-form.ts';
import { DurationField } from './fields/duration-field.tsx';
import { useField } from './fields/faults-context.ts';
import { hintBelow } from './fields/hint-below.ts';
import { MoreSettings } from './more-settings.tsx';
import type { RuleValues } from './rule-values.ts';

interface GeneralProps {
  readonly values: RuleValues;
  readonly onChange: (change: Partial<RuleValues>) => void;
}

/** What the rule is called. */
export function NameSection({ values, onChange }: GeneralProps) {
  const { error, ...ofTags } = useField('tags', true);
  return (
    <Section title={texts.general}>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <TextInput
          label={texts.name}
          description={texts.nameHint}
          inputWrapperOrder={hintBelow}
          aria-required
          autoComplete="off"
          value={values.name}
          onChange={({ currentTarget }) => onChange({ name: currentTarget.value })}
          {...useField('name')}
        />
        <TagsInput
          label={texts.tags}
          description={texts.tagsHint}
          inputWrapperOrder={hintBelow}
          value={[...values.tags]}
          error={error}
          acceptValueOnBlur
          onChange={(tags) => onChange({ tags })}
          {...ofTags}
        />
      </SimpleGrid>
    </Section>
  );
}

/** When it runs, and what counts. */
export function ScheduleFields({
  values,
  isTold,
  onChange,
}: GeneralProps & { /** It is told things rather than asking. */ readonly isTold: boolean }) {
  return (
    <>
      <DurationField
        path="schedule.interval"
        label={texts.schedule}
        hint={isTold ? texts.scheduleHintOfTold : texts.scheduleHint}
        value={values.interval}
        onText={(interval) => onChange({ interval })}
      />
      <MoreSettings values={values} onChange={onChange} />
    </>
  );
}
