import type { ReportedAlert } from '../../../alerts/reported-alert.ts';
import { parseDuration } from '../../duration.ts';
import type { RuleRun, RunReport } from '../../rule-type.ts';
import { externalStates, type HeldAlert } from './external-state.ts';
import type { ExternalParams } from './params.ts';

/** Reports what programs have reported, but for what they have not repeated for too long. */
export function executeExternal({ params, state, now }: RuleRun<ExternalParams>): RunReport {
  const { alerts } = externalStates.read(state);
  const timeout = params.timeout === null ? undefined : parseDuration(params.timeout)?.ms;
  const oldest = timeout === undefined ? Number.NEGATIVE_INFINITY : now - timeout;
  const current = alerts.filter(([, { at }]) => at > oldest);
  return {
    alerts: current.map(([id, held]) => reported(id, held)),
    // Unchanged, it need not be kept anew.
    state: current.length === alerts.length ? state : externalStates.made({ alerts: current }),
  };
}

function reported(id: string, { at, summary, severity, context, links }: HeldAlert): ReportedAlert {
  return {
    id,
    group: 'default',
    ...(severity !== undefined && { severity }),
    ...(links !== undefined && {
      links: links.map(({ href, text }) => ({ href, ...(text !== undefined && { text }) })),
    }),
    context: {
      ...context,
      summary: summary ?? id,
      severity: severity ?? '',
      links: links ?? [],
      reportedAt: new Date(at).toISOString(),
    },
  };
}
