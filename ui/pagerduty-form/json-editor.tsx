import { autocompletion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import { json, jsonParseLinter } from '@codemirror/lang-json';
import { linter } from '@codemirror/lint';
import { EditorView } from '@codemirror/view';
import { Box, useComputedColorScheme } from '@mantine/core';
import CodeMirror, { type ReactCodeMirrorRef } from '@uiw/react-codemirror';
import { type RefObject, useEffect, useMemo, useRef } from 'react';
import { styleNonce } from '../theme/style-nonce.ts';
import type { Variable } from '../variables/variable.ts';

const checkJson = jsonParseLinter();

/** Completes what is begun with two braces. */
function completeFrom(variables: () => readonly Variable[]) {
  return (context: CompletionContext): CompletionResult | null => {
    const begun = context.matchBefore(/\{\{[{\w.@#/ -]*/);
    if (begun === null) return null;
    const options = variables().map(({ name, description, sample }) => ({
      label: `{{${name}}}`,
      detail: sample ?? '',
      info: description,
      apply: (view: EditorView, _: unknown, from: number, to: number) => {
        // Braces that the editor has closed itself are not closed twice.
        const after = /^\}*/.exec(view.state.sliceDoc(to, to + 3))?.[0].length ?? 0;
        const text = `{{${name}}}`;
        view.dispatch({
          changes: { from, to: to + Math.min(after, 2), insert: text },
          selection: { anchor: from + text.length },
        });
      },
    }));
    return { from: begun.from, options, validFor: /^\{\{[{\w.@#/ -]*$/ };
  };
}

/** JSON with colours and marks where it is wrong. A chunk of its own. */
export default function JsonEditor({
  text,
  onChange,
  onBlur,
  labelId,
  errorId,
  isInvalid,
  variables,
  insert,
}: {
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly onBlur: () => void;
  readonly labelId: string;
  readonly errorId: string;
  readonly isInvalid: boolean;
  /** What is completed after `{{`; `undefined`: nothing. */
  readonly variables?: readonly Variable[] | undefined;
  /** Is given what puts a text at the cursor. */
  readonly insert?: RefObject<((text: string) => void) | undefined>;
}) {
  const editor = useRef<ReactCodeMirrorRef>(null);
  useEffect(() => {
    if (insert === undefined) return;
    insert.current = (added) => {
      const view = editor.current?.view;
      if (view === undefined) return;
      view.dispatch(view.state.replaceSelection(added));
      setTimeout(() => view.focus());
    };
  }, [insert]);
  const isPlain = variables === undefined;
  // Not among what the editor is made of: a preview that comes back must not close a list that is open.
  const latest = useRef(variables);
  useEffect(() => {
    latest.current = variables;
  }, [variables]);
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const extensions = useMemo(
    () => [
      EditorView.cspNonce.of(styleNonce()),
      EditorView.lineWrapping,
      json(),
      ...(isPlain ? [] : [autocompletion({ override: [completeFrom(() => latest.current ?? [])] })]),
      // An empty text is no mistake here.
      linter((view) => (view.state.doc.toString().trim() === '' ? [] : checkJson(view))),
      EditorView.contentAttributes.of({
        'aria-labelledby': labelId,
        ...(isInvalid && { 'aria-invalid': 'true', 'aria-describedby': errorId }),
      }),
    ],
    [labelId, errorId, isInvalid, isPlain],
  );
  return (
    <Box
      bd={`1px solid ${isInvalid ? 'var(--mantine-color-error)' : 'var(--mantine-color-default-border)'}`}
      style={{ borderRadius: 'var(--mantine-radius-md)', overflow: 'hidden' }}
    >
      <CodeMirror
        ref={editor}
        value={text}
        onChange={onChange}
        onBlur={onBlur}
        theme={scheme}
        extensions={extensions}
        // The Tab key leaves the field: who has no mouse must get out again.
        indentWithTab={false}
        basicSetup={{
          lineNumbers: false,
          foldGutter: false,
          highlightActiveLine: false,
          autocompletion: isPlain,
        }}
        minHeight="5.5rem"
        maxHeight="20rem"
      />
    </Box>
  );
}
