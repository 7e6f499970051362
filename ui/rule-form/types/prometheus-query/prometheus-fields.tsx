import { NativeSelect, SimpleGrid, Textarea } from '@mantine/core';
import { ruleTypeTexts } from '../../../texts/rule-types.ts';
import { DurationField } from '../../fields/duration-field.tsx';
import { useField } from '../../fields/faults-context.ts';
import { HeadersField } from '../../fields/headers-field.tsx';
import { More } from '../../fields/more.tsx';
import { SecretField } from '../../fields/secret-field.tsx';
import { TextField } from '../../fields/text-field.tsx';
import type { TypeFieldsProps } from '../type-form.ts';
import { useTypeValues } from '../use-type-values.ts';
import { prometheusParamsOf, prometheusValues } from './prometheus-values.ts';
import { ThresholdField } from './threshold-field.tsx';

const texts = ruleTypeTexts.prometheus;
const noDatas = ['recover', 'keep', 'alert'] as const;
const foldedAway = ['auth', 'headers', 'method', 'timeout', 'forgetAfter'].map((name) => `params.${name}`);

export function PrometheusFields({ initial, onChange }: TypeFieldsProps) {
  const [values, set] = useTypeValues(() => prometheusValues(initial), prometheusParamsOf, onChange);
  const ofQuery = useField('params.query');
  const ofNoData = useField('params.noData');
  const ofMethod = useField('params.method');
  const { auth, headers, method } = values;
  return (
    <>
      <TextField
        path="params.url"
        label={texts.url}
        placeholder={texts.urlExample}
        isRequired
        value={values.url}
        onText={(url) => set({ url })}
      />
      <Textarea
        label={texts.query}
        description={texts.queryHint}
        placeholder={texts.queryExample}
        aria-required
        autosize
        minRows={2}
        maxRows={12}
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        value={values.query}
        onChange={({ currentTarget }) => set({ query: currentTarget.value })}
        {...ofQuery}
      />
      <ThresholdField
        path="params.critical"
        label={texts.critical}
        value={values.critical}
        onValue={(critical) => set({ critical })}
      />
      <ThresholdField
        path="params.warning"
        label={texts.warning}
        value={values.warning}
        onValue={(warning) => set({ warning })}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <DurationField
          path="params.for"
          label={texts.for}
          hint={texts.forHint}
          value={values.for}
          onText={(text) => set({ for: text })}
        />
        <NativeSelect
          label={texts.noData}
          data={noDatas.map((value) => ({ value, label: texts.noDatas[value] }))}
          value={values.noData}
          onChange={({ currentTarget }) => set({ noData: currentTarget.value })}
          {...ofNoData}
        />
      </SimpleGrid>
      <More
        paths={foldedAway}
        isOpen={auth !== '' || headers.length > 0 || method !== 'POST'}
        label={texts.more}
      >
        <SecretField secret={auth} onSecret={(secret) => set({ auth: secret })} />
        <HeadersField headers={headers} onHeaders={(next) => set({ headers: next })} />
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <NativeSelect
            label={ruleTypeTexts.method}
            data={['POST', 'GET']}
            value={method}
            onChange={({ currentTarget }) => set({ method: currentTarget.value })}
            {...ofMethod}
          />
          <DurationField
            path="params.timeout"
            label={ruleTypeTexts.timeout}
            placeholder="10"
            unit="s"
            units={['s', 'm']}
            value={values.timeout}
            onText={(timeout) => set({ timeout })}
          />
        </SimpleGrid>
        <DurationField
          path="params.forgetAfter"
          label={texts.forgetAfter}
          placeholder="1"
          unit="d"
          value={values.forgetAfter}
          onText={(forgetAfter) => set({ forgetAfter })}
        />
      </More>
    </>
  );
}
