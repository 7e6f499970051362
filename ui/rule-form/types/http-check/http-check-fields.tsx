import { Checkbox, NativeSelect, SimpleGrid, Textarea } from '@mantine/core';
import { ruleTypeTexts } from '../../../texts/rule-types.ts';
import { DurationField } from '../../fields/duration-field.tsx';
import { useField } from '../../fields/faults-context.ts';
import { HeadersField } from '../../fields/headers-field.tsx';
import { More } from '../../fields/more.tsx';
import { SecretField } from '../../fields/secret-field.tsx';
import { TextField } from '../../fields/text-field.tsx';
import type { TypeFieldsProps } from '../type-form.ts';
import { useTypeValues } from '../use-type-values.ts';
import { ConditionsField } from './conditions-field.tsx';
import { httpCheckParamsOf, httpCheckValues } from './http-check-values.ts';
import { TargetsField } from './targets-field.tsx';

const texts = ruleTypeTexts.httpCheck;
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const foldedAway = [
  ...['bodyContains', 'bodyMatches', 'bodyJson', 'method', 'headers', 'body', 'auth'],
  ...['timeout', 'retries', 'followRedirects', 'concurrency'],
].map((name) => `params.${name}`);

export function HttpCheckFields({ initial, onChange }: TypeFieldsProps) {
  const [values, set] = useTypeValues(() => httpCheckValues(initial), httpCheckParamsOf, onChange);
  const ofMethod = useField('params.method');
  const ofBody = useField('params.body');
  const hasBody = values.method !== 'GET' && values.method !== 'HEAD';
  return (
    <>
      <TargetsField targets={values.targets} onTargets={(targets) => set({ targets })} />
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <TextField
          path="params.status"
          label={texts.status}
          hint={texts.statusHint}
          placeholder="2xx"
          value={values.status}
          onText={(status) => set({ status })}
        />
        <TextField
          path="params.certificateDays"
          label={texts.certificateDays}
          hint={texts.certificateHint}
          isNumber
          unit={texts.days}
          value={values.certificateDays}
          onText={(certificateDays) => set({ certificateDays })}
        />
      </SimpleGrid>
      <DurationField
        path="params.maxLatency"
        label={texts.maxLatency}
        value={values.maxLatency}
        unit="ms"
        units={['ms', 's', 'm']}
        onText={(maxLatency) => set({ maxLatency })}
      />
      <More paths={foldedAway} isOpen={isUnusual(values)} label={texts.more}>
        <TextField
          path="params.bodyContains"
          label={texts.bodyContains}
          isRequired={false}
          value={values.bodyContains}
          onText={(bodyContains) => set({ bodyContains })}
        />
        <TextField
          path="params.bodyMatches"
          label={texts.bodyMatches}
          isRequired={false}
          placeholder={texts.patternExample}
          value={values.bodyMatches}
          onText={(bodyMatches) => set({ bodyMatches })}
        />
        <ConditionsField conditions={values.bodyJson} onConditions={(bodyJson) => set({ bodyJson })} />
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <NativeSelect
            label={ruleTypeTexts.method}
            data={methods}
            value={values.method}
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
        {(hasBody || values.body !== '') && (
          <Textarea
            label={texts.body}
            autosize
            minRows={2}
            maxRows={12}
            value={values.body}
            onChange={({ currentTarget }) => set({ body: currentTarget.value })}
            {...ofBody}
          />
        )}
        <SecretField secret={values.auth} onSecret={(auth) => set({ auth })} />
        <HeadersField headers={values.headers} onHeaders={(headers) => set({ headers })} />
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <TextField
            path="params.retries"
            label={texts.retries}
            hint={texts.retriesHint}
            isNumber
            placeholder="1"
            unit={texts.times}
            value={values.retries}
            onText={(retries) => set({ retries })}
          />
          <TextField
            path="params.concurrency"
            label={texts.concurrency}
            hint={texts.concurrencyHint}
            isNumber
            placeholder="10"
            value={values.concurrency}
            onText={(concurrency) => set({ concurrency })}
          />
        </SimpleGrid>
        <Checkbox
          label={texts.followRedirects}
          checked={values.followRedirects}
          onChange={({ currentTarget }) => set({ followRedirects: currentTarget.checked })}
        />
      </More>
    </>
  );
}

/** Something that is folded away was set. */
function isUnusual(values: ReturnType<typeof httpCheckValues>): boolean {
  const { method, headers, auth, body, bodyContains, bodyMatches, bodyJson, followRedirects } = values;
  return (
    method !== 'GET' ||
    headers.length > 0 ||
    [auth, body, bodyContains, bodyMatches].some((text) => text !== '') ||
    bodyJson.length > 0 ||
    !followRedirects
  );
}
