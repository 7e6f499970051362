import { Button, Group } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { type ReactNode, useRef, useState } from 'react';
import { FormDialog } from '../parts/form-dialog.tsx';
import { ShownOnce } from '../parts/shown-once.tsx';
import { useSettingsChange } from './settings-queries.ts';

export interface MakeKeyTexts {
  readonly make: string;
  readonly makeTitle: string;
  readonly create: string;
  readonly madeTitle: string;
  readonly madeNote: string;
  readonly madeLabel: string;
  readonly usage: string;
  readonly done: string;
}

/** A key that was just made, and how it is used. */
export interface MadeKey {
  readonly secret: string;
  readonly usage: string;
}

/** Makes a key by a form in a dialog, and shows it once; the focus goes back to the button when it is put away. */
export function MakeKey<Values extends Record<string, unknown>>({
  texts,
  icon,
  form,
  make,
  fault,
  children,
}: {
  readonly texts: MakeKeyTexts;
  readonly icon: ReactNode;
  readonly form: UseFormReturnType<Values>;
  readonly make: (values: Values) => Promise<MadeKey>;
  /** Something that the form needs and that could not be read. */
  readonly fault?: unknown;
  /** The fields. */
  readonly children: ReactNode;
}) {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpen(false);
    form.reset();
  };
  const making = useSettingsChange(async (values: Values) => {
    const made = await make(values);
    close();
    return made;
  });
  return (
    <>
      <Group>
        <Button ref={button} leftSection={icon} onClick={() => setOpen(true)}>
          {texts.make}
        </Button>
      </Group>
      <FormDialog
        title={texts.makeTitle}
        isOpen={isOpen}
        onClose={() => {
          close();
          // A key that was made before stays in sight.
          if (making.isError) making.reset();
        }}
        submit={texts.create}
        isBusy={making.isPending}
        error={making.error ?? fault}
        onSubmit={form.onSubmit((values) => making.mutate(values))}
      >
        {children}
      </FormDialog>
      {making.data !== undefined && (
        <ShownOnce
          title={texts.madeTitle}
          note={texts.madeNote}
          keyLabel={texts.madeLabel}
          secret={making.data.secret}
          usage={{ label: texts.usage, text: making.data.usage }}
          done={texts.done}
          onDone={() => {
            making.reset();
            button.current?.focus();
          }}
        />
      )}
    </>
  );
}
