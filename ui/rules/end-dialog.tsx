import { Alert, Button, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { texts as common } from '../texts/common.ts';
import { ruleTexts } from '../texts/rules.ts';
import { endingOf } from './ending-of.ts';
import type { ListedRule } from './rules-api.ts';
import { whatOf } from './use-change-rules.ts';

const words = ruleTexts.end;

/** Says what ends with rules that are disabled or deleted, and asks what shall become of what they have open. */
export function EndDialog({
  kind,
  rules,
  isBusy,
  onClose,
  onEnd,
}: {
  readonly kind: 'disable' | 'delete';
  readonly rules: readonly ListedRule[];
  readonly isBusy: boolean;
  readonly onClose: () => void;
  readonly onEnd: (incidents: 'resolve' | 'leave') => void;
}) {
  const { incidents, usual } = endingOf(rules);
  const [choice, setChoice] = useState(usual);
  return (
    <Modal
      opened
      onClose={onClose}
      title={<span className="from-outside">{words[kind](whatOf(rules))}</span>}
      centered
      closeButtonProps={{ 'aria-label': common.close }}
    >
      <Stack>
        <Text size="sm">
          {kind === 'disable' ? words.disableAbout(rules.length) : words.deleteAbout(rules.length)}
        </Text>
        {incidents > 0 ? (
          <>
            <Alert color="yellow" variant="light" role="status">
              {choice === 'resolve' ? words.willResolve(incidents) : words.willStay(incidents)}
            </Alert>
            <Radio.Group
              label={words.how}
              value={choice}
              onChange={(value) => setChoice(value === 'leave' ? 'leave' : 'resolve')}
            >
              <Stack gap="xs" mt="xs">
                <Radio value="resolve" label={words.resolve} description={words.resolveHint} />
                <Radio
                  value="leave"
                  label={words.leave}
                  description={kind === 'delete' ? words.leaveHintDelete : words.leaveHint}
                />
              </Stack>
            </Radio.Group>
          </>
        ) : (
          <Text size="sm">{words.noIncidents}</Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {common.cancel}
          </Button>
          <Button color="red" loading={isBusy} onClick={() => onEnd(choice)}>
            {kind === 'delete' ? words.confirmDelete : words.confirmDisable}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
