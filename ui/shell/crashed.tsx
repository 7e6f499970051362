import { Alert, Button, Stack } from '@mantine/core';
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { texts } from '../texts/common.ts';

/** Keeps a defect of one page from blanking the whole window. Another `key` gives the next page its chance. */
export class Crashed extends Component<{ readonly children: ReactNode }, { readonly hasCrashed: boolean }> {
  override state = { hasCrashed: false };

  static getDerivedStateFromError() {
    return { hasCrashed: true };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    console.error('a page has failed', error, info.componentStack);
  }

  override render() {
    if (!this.state.hasCrashed) return this.props.children;
    return (
      <Alert color="red" title={texts.errors.crashed} role="alert">
        <Stack align="flex-start">
          {texts.errors.crashedHint}
          <Button variant="default" size="xs" onClick={() => window.location.reload()}>
            {texts.errors.reload}
          </Button>
        </Stack>
      </Alert>
    );
  }
}
