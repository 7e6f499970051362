import { Alert } from '@mantine/core';
import { wordsOf } from '../api/api-error.ts';

/** What went wrong with something that was asked for, said at once; nothing while `error` is null. */
export function Fault({ error }: { readonly error: unknown }) {
  if (error === null || error === undefined) return null;
  return (
    <Alert color="red" role="alert" className="from-outside">
      {wordsOf(error)}
    </Alert>
  );
}
