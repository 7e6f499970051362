import { json, jsonParseLinter } from '@codemirror/lang-json';
import { linter } from '@codemirror/lint';
import { EditorView } from '@codemirror/view';
import { Box, useComputedColorScheme } from '@mantine/core';
import CodeMirror from '@uiw/react-codemirror';
import { useMemo } from 'react';
import { styleNonce } from '../theme/style-nonce.ts';

const checkJson = jsonParseLinter();

/** JSON with colours and marks where it is wrong. A chunk of its own. */
export default function JsonEditor({
  text,
  onChange,
  onBlur,
  labelId,
  errorId,
  isInvalid,
}: {
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly onBlur: () => void;
  readonly labelId: string;
  readonly errorId: string;
  readonly isInvalid: boolean;
}) {
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const extensions = useMemo(
    () => [
      EditorView.cspNonce.of(styleNonce()),
      EditorView.lineWrapping,
      json(),
      // An empty text is no mistake here.
      linter((view) => (view.state.doc.toString().trim() === '' ? [] : checkJson(view))),
      EditorView.contentAttributes.of({
        'aria-labelledby': labelId,
        ...(isInvalid && { 'aria-invalid': 'true', 'aria-describedby': errorId }),
      }),
    ],
    [labelId, errorId, isInvalid],
  );
  return (
    <Box
      bd={`1px solid ${isInvalid ? 'var(--mantine-color-error)' : 'var(--mantine-color-default-border)'}`}
      style={{ borderRadius: 'var(--mantine-radius-md)', overflow: 'hidden' }}
    >
      <CodeMirror
        value={text}
        onChange={onChange}
        onBlur={onBlur}
        theme={scheme}
        extensions={extensions}
        // The Tab key leaves the field: who has no mouse must get out again.
        indentWithTab={false}
        basicSetup={{ lineNumbers: false, foldGutter: false, highlightActiveLine: false }}
        minHeight="5.5rem"
        maxHeight="20rem"
      />
    </Box>
  );
}
