import {
  IconBell,
  IconBellRinging,
  IconChartLine,
  IconCode,
  IconHeartbeat,
  IconWebhook,
  IconWorld,
} from '@tabler/icons-react';
import { ruleFormTexts } from '../../texts/rule-form.ts';
import { ruleTypeTexts } from '../../texts/rule-types.ts';
import { AlertmanagerFields } from './alertmanager/alertmanager-fields.tsx';
import { AlwaysFiringFields } from './always-firing/always-firing-fields.tsx';
import { ExternalFields } from './external/external-fields.tsx';
import { HeartbeatFields } from './heartbeat/heartbeat-fields.tsx';
import { HttpCheckFields } from './http-check/http-check-fields.tsx';
import { missingOfHeartbeat, missingOfHttpCheck, missingOfPrometheus } from './missing.ts';
import { OtherFields } from './other/other-fields.tsx';
import { PrometheusFields } from './prometheus-query/prometheus-fields.tsx';
import type { TypeForm } from './type-form.ts';

const { cards } = ruleTypeTexts;

/** Whether asking by this method is more than looking. */
const changesSomething = (method: unknown) =>
  typeof method === 'string' && !['GET', 'HEAD', 'OPTIONS'].includes(method);

/** The types in the order of their cards. What is wrong with params the preview says, in the words of the server. */
const forms: Readonly<Record<string, TypeForm>> = {
  'http-check': {
    about: cards['http-check'],
    Icon: IconWorld,
    Fields: HttpCheckFields,
    initial: { targets: [{ url: '' }] },
    missing: missingOfHttpCheck,
    mayChangeSomething: ({ method }) => changesSomething(method),
  },
  'prometheus-query': {
    about: cards['prometheus-query'],
    Icon: IconChartLine,
    Fields: PrometheusFields,
    initial: {
      url: '',
      query: '',
      critical: { comparator: '>', threshold: [] },
      warning: null,
    },
    missing: missingOfPrometheus,
  },
  heartbeat: {
    about: cards.heartbeat,
    Icon: IconHeartbeat,
    Fields: HeartbeatFields,
    initial: {},
    missing: missingOfHeartbeat,
  },
  alertmanager: {
    about: cards.alertmanager,
    Icon: IconBell,
    Fields: AlertmanagerFields,
    initial: {},
  },
  external: {
    about: cards.external,
    Icon: IconWebhook,
    Fields: ExternalFields,
    initial: { timeout: null },
  },
  'always-firing': {
    about: cards['always-firing'],
    Icon: IconBellRinging,
    Fields: AlwaysFiringFields,
    initial: { instances: 1 },
  },
};

const other: TypeForm = {
  about: ruleFormTexts.ownJson,
  Icon: IconCode,
  Fields: OtherFields,
  initial: {},
};

/** How the params of a type are asked for. */
export function formOf(typeId: string): TypeForm {
  return forms[typeId] ?? other;
}

/** Where the card of a type stands: those without a form of their own come last. */
export function placeOf(typeId: string): number {
  const place = Object.keys(forms).indexOf(typeId);
  return place < 0 ? Number.POSITIVE_INFINITY : place;
}
