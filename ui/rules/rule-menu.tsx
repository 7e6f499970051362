import { ActionIcon, Button, Menu } from '@mantine/core';
import {
  IconBell,
  IconBellOff,
  IconBellZ,
  IconDots,
  IconPlayerPlay,
  IconPower,
  IconTrash,
  IconZzzOff,
} from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { ruleTexts as words } from '../texts/rules.ts';
import { EndDialog } from './end-dialog.tsx';
import { type Offer, suitedTo } from './offers-of.ts';
import type { ListedRule, RuleChange } from './rules-api.ts';
import { SnoozeDialog } from './snooze/snooze-dialog.tsx';
import { useChangeRules, whatOf } from './use-change-rules.ts';

const icons: Readonly<Record<Offer, typeof IconBell>> = {
  run: IconPlayerPlay,
  enable: IconPower,
  disable: IconPower,
  mute: IconBellOff,
  unmute: IconBell,
  snooze: IconBellZ,
  unsnooze: IconZzzOff,
  delete: IconTrash,
};
const offers = ['run', 'enable', 'disable', 'mute', 'unmute', 'snooze', 'unsnooze', 'delete'] as const;

/** What can be done with one rule, or with many at once. */
export function RuleMenu({
  rules,
  look,
  onChanged,
}: {
  readonly rules: readonly ListedRule[];
  /** `row`: as small as it can be. */
  readonly look: 'row' | 'button';
  readonly onChanged?: (action: Offer) => void;
}) {
  const [asking, setAsking] = useState<'snooze' | 'disable' | 'delete'>();
  const changing = useChangeRules();
  const target = useRef<HTMLButtonElement>(null);
  const close = () => {
    setAsking(undefined);
    // The item that opened the dialog is gone, so the focus would be lost.
    requestAnimationFrame(() => target.current?.focus());
  };
  const go = (what: RuleChange, to: Offer) => {
    changing.mutate(
      { rules: suitedTo(to, rules), what },
      {
        onSuccess: () => onChanged?.(to),
        onSettled: close,
      },
    );
  };
  const choose = (offer: Offer) => {
    if (offer === 'snooze' || offer === 'disable' || offer === 'delete') setAsking(offer);
    else go({ action: offer }, offer);
  };
  const label = words.menuOf(whatOf(rules));
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          {look === 'row' ? (
            <ActionIcon
              ref={target}
              variant="subtle"
              color="gray"
              aria-label={label}
              loading={changing.isPending}
            >
              <IconDots size={18} aria-hidden />
            </ActionIcon>
          ) : (
            <Button
              ref={target}
              size="xs"
              variant="default"
              aria-label={label}
              loading={changing.isPending}
              rightSection={<IconDots size={16} aria-hidden />}
            >
              {words.menu}
            </Button>
          )}
        </Menu.Target>
        <Menu.Dropdown>
          {offers.map((offer) => {
            const suited = suitedTo(offer, rules);
            if (suited.length === 0) return null;
            const Icon = icons[offer];
            return (
              <Menu.Item
                key={offer}
                leftSection={<Icon size={16} aria-hidden />}
                {...(offer === 'delete' && { color: 'red' })}
                onClick={() => choose(offer)}
              >
                {words.actions[offer]}
                {suited.length < rules.length && ` (${suited.length})`}
              </Menu.Item>
            );
          })}
        </Menu.Dropdown>
      </Menu>
      {asking === 'snooze' && (
        <SnoozeDialog
          what={whatOf(rules)}
          isBusy={changing.isPending}
          onClose={close}
          onSnooze={(change) => go(change, 'snooze')}
        />
      )}
      {(asking === 'disable' || asking === 'delete') && (
        <EndDialog
          kind={asking}
          rules={suitedTo(asking, rules)}
          isBusy={changing.isPending}
          onClose={close}
          onEnd={(incidents) => go({ action: asking, incidents }, asking)}
        />
      )}
    </>
  );
}
