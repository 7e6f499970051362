import { Input, Textarea } from '@mantine/core';
import { useId } from '@mantine/hooks';
import { lazy, Suspense, useState } from 'react';
import { parseJsonObject } from '../../../src/pagerduty/json-value.ts';
import { ruleFormTexts as texts } from '../../texts/rule-form.ts';
import type { Params } from '../rule-values.ts';
import { useBrokenJson } from './broken-json.ts';
import { useField } from './faults-context.ts';

const JsonEditor = lazy(() => import('../../pagerduty-form/json-editor.tsx'));

/** An object as JSON, for what has no fields of its own. What is no object is told, and changes nothing. */
export function JsonField({
  path,
  label,
  initial,
  onObject,
}: {
  readonly path: string;
  readonly label: string;
  readonly initial: Params;
  readonly onObject: (object: Params) => void;
}) {
  const [text, setText] = useState(() => JSON.stringify(initial, null, 2));
  const labelId = useId();
  const errorId = useId();
  const { error: fault, ...field } = useField(path, true);
  const isBroken = parseJsonObject(text) === undefined;
  useBrokenJson(path, isBroken);
  const error = isBroken ? texts.jsonFault : fault;
  const change = (next: string) => {
    setText(next);
    const object = parseJsonObject(next);
    if (object !== undefined) onObject(object);
  };
  return (
    <Input.Wrapper
      label={label}
      labelElement="div"
      labelProps={{ id: labelId }}
      error={error}
      errorProps={{ id: errorId }}
      {...field}
    >
      <Suspense fallback={<Textarea aria-labelledby={labelId} rows={4} readOnly value={text} />}>
        <JsonEditor
          text={text}
          onChange={change}
          onBlur={() => {}}
          labelId={labelId}
          errorId={errorId}
          isInvalid={error !== undefined}
        />
      </Suspense>
    </Input.Wrapper>
  );
}
